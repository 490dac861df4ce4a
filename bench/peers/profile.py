"""fg-data-profiling over one Parquet file; `profile.ts` measures it from outside. Prints the seconds of the profile."""
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import pandas
from data_profiling import ProfileReport

table = pandas.read_parquet(sys.argv[1])
# Decimals would be Python objects, which it treats as text.
table["damage_amount"] = table["damage_amount"].astype(float)
started = time.perf_counter()
# Minimal: no correlations, no interactions, no report page. Everything that ours computes, it computes too.
ProfileReport(table, progress_bar=False, minimal=True).get_description()
print(json.dumps({"seconds": time.perf_counter() - started}))
