/**
 * Public sets with known truth, by their place under `--data` (its README has source and licence of each). What is asked of
 * each is best F1 of the peer tuned by hand, its F1 at its usual threshold, and the floor for ours.
 */
export interface TruthSet {
  readonly name: string;
  readonly kind: 'dedupe' | 'link';
  /** The records of each file as SQL over `{name}` (a path under the data folder), with the truth as `truth`. */
  readonly files: readonly string[];
  /** As a person would name them; the kinds alone, no other setting. */
  readonly fields: string;
  readonly peer?: { readonly best: number; readonly usual: number };
  readonly floor?: { readonly pairwise: number; readonly cluster?: number };
}

const febrl =
  'given_name=given_name,family_name=surname,house_number=street_number,street=address_1,text:line2=address_2,town=suburb,zip=postcode,state=state,birth_date=date_of_birth,national_id=soc_sec_id';
const recId = `regexp_extract(rec_id, 'rec-(\\d+)-', 1)`;
const csv = (path: string, more = '') => `read_csv('{${path}}', header=true, all_varchar=true${more})`;
/** Columns of FEBRL's files have a space before their names. */
const trimmed = (path: string) =>
  `SELECT COLUMNS('\\s*(.+)') AS '\\1', ${recId} AS truth FROM ${csv(path, ", delim=',', quote='\"'")}`;
const dsgen = (path: string) => `SELECT *, (rec_id::bigint // 10)::varchar AS truth FROM ${csv(path)}`;
const pyjedai = (folder: string, file: string, delimiter: string, side: 'D1' | 'D2') =>
  `SELECT r.*, coalesce('pair ' || g.D1, 'only ' || '${side}' || r.id) AS truth
   FROM ${csv(`leipzig/${folder}/${file}.csv`, `, delim='${delimiter}'`)} r
   LEFT JOIN ${csv(`leipzig/${folder}/gt.csv`, `, delim='${delimiter}'`)} g ON g.${side} = r.id`;

export const truthSets: readonly TruthSet[] = [
  {
    name: 'historical 50k',
    kind: 'dedupe',
    files: [
      `SELECT *, cluster AS truth FROM read_parquet('{splink/historical_figures_with_errors_50k.parquet}')`,
    ],
    fields:
      'full_name=full_name,given_name=first_name,family_name=surname,birth_date=dob,town=birth_place,zip=postcode_fake,sex=gender,code:occupation=occupation',
    peer: { best: 0.836, usual: 0.763 },
    floor: { pairwise: 0.86, cluster: 0.88 },
  },
  {
    name: 'RLdata500',
    kind: 'dedupe',
    files: [`SELECT *, label_true AS truth FROM ${csv('rldata/RLdata500.csv')}`],
    fields:
      'given_name=fname_c1,given_name=fname_c2,family_name=lname_c1,family_name=lname_c2,birth_year=by,number:month=bm,number:day=bd',
    peer: { best: 0.99, usual: 0.925 },
    floor: { pairwise: 0.97 },
  },
  {
    name: 'transactions',
    kind: 'link',
    files: ['origin', 'destination'].map(
      (side) => `SELECT *, ground_truth AS truth FROM read_parquet('{splink/transactions_${side}.parquet}')`,
    ),
    fields: 'text:memo=memo,date:day=transaction_date,amount=amount',
    peer: { best: 0.92, usual: 0.824 },
    floor: { pairwise: 0.9 },
  },
  {
    name: 'DBLP-ACM',
    kind: 'link',
    files: [pyjedai('dblp_acm', 'dblp', '%', 'D1'), pyjedai('dblp_acm', 'acm', '%', 'D2')],
    fields: 'title=title,text:authors=authors,text:venue=venue,number:year=year',
    peer: { best: 0.972, usual: 0.962 },
    floor: { pairwise: 0.97 },
  },
  {
    name: 'restaurants',
    kind: 'link',
    files: [pyjedai('restaurants', 'rest1', '|', 'D1'), pyjedai('restaurants', 'rest2', '|', 'D2')],
    fields: [1, 2]
      .flatMap((side) =>
        Object.entries({ organisation_name: 'name', phone: 'phone_number', address: 'street' }).map(
          ([kind, name]) => `${kind}=http://www.okkam.org/ontology_restaurant${side}.owl#${name}`,
        ),
      )
      .join(','),
    peer: { best: 0.867, usual: 0.805 },
    floor: { pairwise: 0.87 },
  },
  {
    name: 'Chicago sites',
    kind: 'dedupe',
    files: [`SELECT *, "True Id" AS truth FROM ${csv('org/chicago_early_childhood_true_ids.csv')}`],
    fields: 'organisation_name=Site name,address=Address,zip=Zip,phone=Phone',
    peer: { best: 0.913, usual: 0.892 },
    floor: { pairwise: 0.9 },
  },
  {
    name: 'patents',
    kind: 'dedupe',
    files: [`SELECT *, label_true AS truth FROM ${csv('org/patstat_patents.csv')}`],
    fields:
      'organisation_name=name,latitude=latitude,longitude=longitude,text:coauthors=coauthors,text:classes=classes',
    peer: { best: 0.874, usual: 0.053 },
    floor: { pairwise: 0.85 },
  },
  {
    name: 'Abt-Buy',
    kind: 'link',
    files: [pyjedai('abt_buy', 'abt', '|', 'D1'), pyjedai('abt_buy', 'buy', '|', 'D2')],
    fields: 'title=name,text:description=description,amount=price',
    peer: { best: 0.61, usual: 0.343 },
    floor: { pairwise: 0.6 },
  },
  ...['1', '3'].map(
    (number): TruthSet => ({
      name: `FEBRL ${number}`,
      kind: 'dedupe',
      files: [trimmed(`febrl/dataset${number}.csv`)],
      fields: febrl,
      peer: { best: 1, usual: 1 },
      floor: { pairwise: 0.999 },
    }),
  ),
  {
    name: 'FEBRL 4',
    kind: 'link',
    files: [trimmed('febrl/dataset4a.csv'), trimmed('febrl/dataset4b.csv')],
    fields: febrl,
    peer: { best: 1, usual: 1 },
    floor: { pairwise: 0.999 },
  },
  {
    name: 'dsgen A',
    kind: 'dedupe',
    files: [dsgen('febrl_dsgen/dataset_A_10000.csv')],
    fields: `${febrl},number:age=age,phone=phone_number`,
    peer: { best: 1, usual: 1 },
    floor: { pairwise: 0.999 },
  },
  {
    name: 'dsgen D',
    kind: 'link',
    files: [dsgen('febrl_dsgen/dataset_D_org_10000.csv'), dsgen('febrl_dsgen/dataset_D_dup_10000.csv')],
    fields: `${febrl},number:age=age,phone=phone_number`,
    peer: { best: 1, usual: 1 },
    floor: { pairwise: 0.999 },
  },
  {
    name: 'pseudopeople',
    kind: 'link',
    files: [
      `SELECT first_name, middle_initial AS middle, last_name, date_of_birth, sex, simulant_id AS truth
       FROM read_parquet('{pseudopeople_clean/decennial_census.parquet}') WHERE year = '2020'`,
      `SELECT first_name, middle_name AS middle, last_name, date_of_birth, sex, simulant_id AS truth
       FROM read_parquet('{pseudopeople_clean/social_security.parquet}') WHERE event_type = 'creation'`,
    ],
    fields: 'given_name=first_name,middle_name=middle,family_name=last_name,birth_date=date_of_birth,sex=sex',
    peer: { best: 1, usual: 1 },
    floor: { pairwise: 0.999 },
  },
  {
    name: 'fake 1000',
    kind: 'dedupe',
    files: [`SELECT *, cluster AS truth FROM ${csv('splink/fake_1000.csv')}`],
    fields: 'given_name=first_name,family_name=surname,birth_date=dob,town=city,email=email',
  },
];
