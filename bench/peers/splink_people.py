"""Splink 5 on generated people, from Parquet to clusters: `splink_people.py FILE OUT [--truth]`.

The model is one for people with the fields of the file, tuned as Splink's documentation advises: cleaned fields made once,
sampled u (its default), EM on two rules, one blocking for the prediction, columns not retained, a threshold set. With
`--truth` the pairs and clusters are judged afterwards (not timed).
"""

import json
import resource
import sys
import time

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

file, out = sys.argv[1:3]
started = time.perf_counter()
stages = {}
last = started


def done(stage):
    global last
    now = time.perf_counter()
    stages[stage] = round(now - last, 3)
    last = now


con = duckdb.connect()
con.execute("set threads = 2")
con.execute("set memory_limit = '18GB'")
con.execute("set preserve_insertion_order = false")

con.execute(
    f"""
    create table people as
    select id, person,
      nullif(lower(strip_accents(given_name)), '') as first_name,
      nullif(lower(strip_accents(middle_name)), '') as middle_name,
      nullif(lower(strip_accents(family_name)), '') as last_name,
      try_cast(birth_date as date) as dob,
      lower(sex) as sex, nullif(ssn4, '') as ssn4,
      nullif(lower(regexp_replace(address, '[^A-Za-z0-9 ]', '', 'g')), '') as street,
      lower(town) as town, nullif(zip, '') as zip,
      nullif(lower(address) || '|' || zip, '|') as street_zip
    from read_parquet('{file}')
    """
)
con.execute(
    r"""
    -- American Soundex in short, made once for each name.
    alter table people add column last_sound varchar;
    update people set last_sound = s.code from (
      select n, substr(n, 1, 1) || substr(regexp_replace(replace(replace(replace(replace(replace(replace(translate(substr(n, 2),
        'bfpvcgjkqsxzdtlmnr', '111122222222334556'), '11', '1'), '22', '2'), '33', '3'), '44', '4'), '55', '5'), '66', '6'),
        '[^0-9]', '', 'g') || '000', 1, 3) as code
      from (select distinct last_name as n from people where last_name is not null)
    ) s where s.n = people.last_name
    """
)
done("prepare")

name = lambda col, other: {
    "output_column_name": col,
    "comparison_levels": [
        cll.NullLevel(col),
        cll.ExactMatchLevel(col, term_frequency_adjustments=True),
        cll.JaroWinklerLevel(col, 0.92),
        cll.JaroWinklerLevel(col, 0.85),
        cll.CustomLevel(f"{col}_l = {other}_r or {other}_l = {col}_r", "swapped"),
        cll.CustomLevel(
            f"{col}_l = middle_name_r or middle_name_l = {col}_r or substr({col}_l, 1, 1) = {col}_r or {col}_l = substr({col}_r, 1, 1)"
            if col == "first_name"
            else f"starts_with({col}_l, {col}_r || ' ') or starts_with({col}_r, {col}_l || ' ') or ends_with({col}_l, ' ' || {col}_r) or ends_with({col}_r, ' ' || {col}_l)"
            f" or ends_with({col}_l, '-' || {col}_r) or ends_with({col}_r, '-' || {col}_l)",
            "part",
        ),
        cll.ElseLevel(),
    ],
}
comparisons = [
    name("first_name", "last_name"),
    name("last_name", "first_name"),
    {
        "output_column_name": "middle_name",
        "comparison_levels": [
            cll.NullLevel("middle_name"),
            cll.ExactMatchLevel("middle_name", term_frequency_adjustments=True),
            cll.CustomLevel("substr(middle_name_l, 1, 1) = substr(middle_name_r, 1, 1)", "initial"),
            cll.ElseLevel(),
        ],
    },
    {
        "output_column_name": "dob",
        "comparison_levels": [
            cll.NullLevel("dob"),
            cll.ExactMatchLevel("dob", term_frequency_adjustments=True),
            cll.CustomLevel("damerau_levenshtein(dob_l::varchar, dob_r::varchar) <= 1", "one edit"),
            cll.CustomLevel(
                "year(dob_l) = year(dob_r) and month(dob_l) = day(dob_r) and day(dob_l) = month(dob_r)", "swapped"
            ),
            cll.CustomLevel(
                "year(dob_l) = year(dob_r) or (month(dob_l) = month(dob_r) and day(dob_l) = day(dob_r))", "part"
            ),
            cll.ElseLevel(),
        ],
    },
    cl.ExactMatch("sex"),
    {
        "output_column_name": "ssn4",
        "comparison_levels": [
            cll.NullLevel("ssn4"),
            cll.ExactMatchLevel("ssn4"),
            cll.CustomLevel("damerau_levenshtein(ssn4_l, ssn4_r) <= 1", "one edit"),
            cll.ElseLevel(),
        ],
    },
    {
        "output_column_name": "place",
        "comparison_levels": [
            cll.NullLevel("street_zip"),
            cll.ExactMatchLevel("street_zip", term_frequency_adjustments=True),
            cll.CustomLevel("street_l = street_r and town_l = town_r", "street and town"),
            cll.CustomLevel("zip_l = zip_r and jaro_winkler_similarity(street_l, street_r) >= 0.9", "close street"),
            cll.ExactMatchLevel("zip", term_frequency_adjustments=True),
            cll.CustomLevel("town_l = town_r", "town"),
            cll.ElseLevel(),
        ],
    },
]
rules = [
    "l.dob = r.dob and substr(l.last_name, 1, 1) = substr(r.last_name, 1, 1)",
    "l.first_name = r.first_name and l.last_name = r.last_name",
    "l.last_sound = r.last_sound and l.zip = r.zip and substr(l.first_name, 1, 1) = substr(r.first_name, 1, 1)",
    "l.ssn4 = r.ssn4 and year(l.dob) = year(r.dob)",
    "l.dob = r.dob and l.first_name = r.first_name",
    "l.ssn4 = r.ssn4 and l.first_name = r.first_name",
    "l.street = r.street and l.zip = r.zip and substr(l.first_name, 1, 3) = substr(r.first_name, 1, 3)",
    "l.first_name = r.last_name and l.last_name = r.first_name",
]
settings = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="id",
    comparisons=comparisons,
    blocking_rules_to_generate_predictions=rules,
    retain_matching_columns=False,
    retain_intermediate_calculation_columns=False,
    max_iterations=30,
    em_convergence=5e-4,
)
db = DuckDBAPI(connection=con)
linker = Linker(db.register("people"), settings)
linker.training.estimate_probability_two_random_records_match(
    ["l.first_name = r.first_name and l.last_name = r.last_name and l.dob = r.dob", "l.ssn4 = r.ssn4 and l.dob = r.dob"],
    recall=0.8,
)
done("prior")
linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
done("u")
linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob", "ssn4"))
linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "last_name"))
done("em")
pairs = linker.inference.predict(threshold_match_probability=0.01)
done("predict")
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=0.95)
con.execute(f"copy (select id, cluster_id from {clusters.physical_name}) to '{out}/clusters.parquet' (format parquet)")
con.execute(
    f"copy (select id_l, id_r, match_weight, match_probability from {pairs.physical_name}) to '{out}/pairs.parquet' (format parquet)"
)
done("cluster and write")
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    json.dumps(
        {
            "seconds": stages,
            "total": round(time.perf_counter() - started, 2),
            "cpu": round(usage.ru_utime + usage.ru_stime, 2),
            "peakMB": round(usage.ru_maxrss / 1000),
        }
    )
)
