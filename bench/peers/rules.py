"""Pandera over one Parquet file: 12 rules, every failing row kept. Arguments: file, towns file, where to store the failures."""
import json, sys, time
import pandas
import pandera.pandas as pa

towns = pandas.read_csv(sys.argv[2])["town"].tolist()
routes = ["Interstate", "US Route", "State Route", "Local Road", "Ramp", "Private"]
schema = pa.DataFrameSchema(
    {
        "crash_id": pa.Column(unique=True),
        "crash_date": pa.Column(nullable=False),
        "town": pa.Column(checks=pa.Check.isin(towns)),
        "town_code": pa.Column(checks=pa.Check.str_matches(r"^\d{3}$")),
        "route_class": pa.Column(checks=pa.Check.isin(routes)),
        "severity": pa.Column(checks=pa.Check.isin(list("KABCO"))),
        "latitude": pa.Column(checks=pa.Check.in_range(40.9, 42.1)),
        "longitude": pa.Column(checks=pa.Check.in_range(-73.8, -71.7)),
        "driver_age": pa.Column(nullable=True, checks=pa.Check.in_range(0, 120)),
        "reported_date": pa.Column(),
        "damage_amount": pa.Column(checks=pa.Check.ge(0)),
        "narrative": pa.Column(nullable=False),
    },
    checks=pa.Check(
        lambda rows: rows["reported_date"].isna() | rows["crash_date"].isna() | (rows["reported_date"] >= rows["crash_date"]),
        name="reported_date order",
    ),
)
started = time.perf_counter()
table = pandas.read_parquet(sys.argv[1])
table["reported_date"] = pandas.to_datetime(table["reported_date"])
table["damage_amount"] = table["damage_amount"].astype(float)
read = time.perf_counter()
try:
    schema.validate(table, lazy=True)
    failures = pandas.DataFrame(columns=["column", "check", "index"])
except pa.errors.SchemaErrors as error:
    failures = error.failure_cases
failures.astype(str).to_parquet(sys.argv[3])
checked = time.perf_counter()
# A check of whole rows is reported once for each column: count it under its own name, and once.
whole = failures["check"] == "reported_date order"
found = {f"{column} {check.split('(')[0]}": int(count) for (column, check), count in failures[~whole].groupby(["column", "check"])["index"].nunique().items()}
found["reported_date order"] = int(failures[whole]["index"].nunique())
print(json.dumps({"read": read - started, "seconds": checked - read, "found": found}))
