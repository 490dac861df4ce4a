import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openTestContext, type TestContext } from '../../../test/context.ts';
import { literal, sql } from '../../engine/sql.ts';
import { dedupe, explain, link } from './contract.ts';
import { area } from './index.ts';
import type { LinkageReport } from './model.ts';
import { nameForm } from './report/name-form.ts';

const golden = (name: string) =>
  join(import.meta.dirname, '..', '..', '..', 'test', 'golden', 'linkage', name);

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

const run = async (job: string) => (await context.run(job, area.jobs!)) as LinkageReport;
async function runDedupe(input: Parameters<typeof dedupe.input.parse>[0]): Promise<LinkageReport> {
  return run((await area.handlers.dedupe(context, dedupe.input.parse(input))).job);
}
async function runLink(input: Parameters<typeof link.input.parse>[0]): Promise<LinkageReport> {
  return run((await area.handlers.link(context, link.input.parse(input))).job);
}
const out = (name: string) => join(context.home, name);

// Floors and the peer's figures: the table of the linkage issue (Splink 5.0.0 tuned by hand, measured on this data).
describe('accuracy at the threshold that the engine chooses, with no labels and no configuration', () => {
  it('RLdata500: at least 0.97 (Splink 0.925 at its usual threshold)', async () => {
    const { truth, fields } = await runDedupe({ files: [golden('RLdata500.csv')], truth: 'label_true' });
    expect(truth!.pairs).toBe(50);
    expect(truth!.pairwise.f1).toBeGreaterThanOrEqual(0.97);
    expect(truth!.cluster.f1).toBeGreaterThanOrEqual(0.97);
    // Three columns of numbers are seen to be one birth date.
    expect(fields.map(({ field }) => field).sort()).toEqual([
      'birth_date',
      'family_name',
      'family_name',
      'given_name',
      'given_name',
    ]);
  });

  it('fake_1000: names, dates and mail boxes full of errors', async () => {
    const { truth, estimated } = await runDedupe({
      files: [golden('fake_1000.csv')],
      truth: 'cluster',
      id: 'unique_id',
    });
    expect(truth!.pairs).toBe(2031);
    expect(truth!.pairwise.f1).toBeGreaterThanOrEqual(0.95);
    expect(truth!.cluster.f1).toBeGreaterThanOrEqual(0.95);
    expect(truth!.pairwise.precision).toBeGreaterThanOrEqual(estimated.precision.low);
  });

  it('FEBRL 1: at least 0.999', async () => {
    const text = await readFile(golden('febrl1.csv'), 'utf8');
    const [head, ...lines] = text.trim().split('\n');
    const file = join(context.home, 'febrl1.csv');
    await writeFile(
      file,
      [`${head}, person`, ...lines.map((line) => `${line}, ${/rec-(\d+)-/.exec(line)![1]}`)].join('\n'),
    );
    const { truth } = await runDedupe({ files: [file], truth: 'person', id: 'rec_id' });
    expect(truth!.pairs).toBe(500);
    expect(truth!.pairwise.f1).toBeGreaterThanOrEqual(0.999);
  });

  it('restaurants: at least 0.87 (Splink 0.805 at its usual threshold), each at most once', async () => {
    const report = await runLink({
      left: golden('restaurants-left.csv'),
      right: golden('restaurants-right.csv'),
      id: 'id',
      delimiter: '|',
      fields: [1, 2]
        .flatMap((side) =>
          Object.entries({ organisation_name: 'name', phone: 'phone_number', address: 'street' }).map(
            ([kind, name]) => `${kind}=http://www.okkam.org/ontology_restaurant${side}.owl#${name}`,
          ),
        )
        .join(','),
      out: out('restaurants'),
    });
    expect(report.oneToOne).toEqual({ left: true, right: true, decided: 'data' });
    const truth = (await readFile(golden('restaurants-truth.csv'), 'utf8')).trim().split(/\r?\n/).slice(1);
    const found = await context.engine.rows<{ pair: string }>(
      sql`SELECT id_l || '|' || id_r AS pair FROM read_parquet(${literal(out('restaurants/pairs.parquet'))})
          WHERE match_probability >= ${report.threshold.value}`,
    );
    const right = found.filter(({ pair }) => truth.includes(pair)).length;
    expect(truth.length).toBe(89);
    expect((2 * right) / (found.length + truth.length)).toBeGreaterThanOrEqual(0.87);
  });
});

describe('what is written', () => {
  it('clusters, pairs, model and report tell the same story; the model can be passed back', async () => {
    const file = golden('fake_1000.csv');
    const first = await runDedupe({ files: [file], truth: 'cluster', id: 'unique_id', out: out('first') });
    const parquet = (name: string) => sql`read_parquet(${literal(out(`first/${name}.parquet`))})`;
    const [clusters] = await context.engine.rows<Record<string, number>>(
      sql`SELECT count(*)::int AS rows, count(DISTINCT id)::int AS ids, count(DISTINCT cluster_id)::int AS clusters,
            (SELECT count(*)::int FROM ${parquet('clusters')} c WHERE NOT EXISTS
              (SELECT 1 FROM ${parquet('clusters')} d WHERE d.id = c.cluster_id AND d.cluster_id = c.cluster_id)) AS strange
          FROM ${parquet('clusters')}`,
    );
    expect(clusters).toEqual({ rows: 1000, ids: 1000, clusters: first.clusters.count, strange: 0 });
    const [pairs] = await context.engine.rows<Record<string, number>>(
      sql`SELECT count(*)::int AS linked, count(*) FILTER (WHERE id_l = id_r)::int AS loops,
            (count(*) - count(DISTINCT (least(id_l, id_r), greatest(id_l, id_r))))::int AS twice
          FROM ${parquet('pairs')} WHERE match_probability >= ${first.threshold.value}`,
    );
    expect(pairs).toEqual({ linked: first.pairs.linked, loops: 0, twice: 0 });
    expect(JSON.parse(await readFile(out('first/report.json'), 'utf8')).pairs).toEqual(first.pairs);
    expect(await readFile(out('first/report.html'), 'utf8')).toContain('1,000 records');

    const again = await runDedupe({
      files: [file],
      truth: 'cluster',
      id: 'unique_id',
      model: out('first/model.yaml'),
    });
    expect(again.model).toMatchObject({ trainedOn: 0, from: out('first/model.yaml') });
    expect(again.truth!.pairwise.f1).toBeCloseTo(first.truth!.pairwise.f1, 2);

    const model = parse(await readFile(out('first/model.yaml'), 'utf8'));
    expect(model.fields.map(({ kind }: { kind: string }) => kind)).toEqual([
      'given_name',
      'family_name',
      'birth_date',
      'town',
      'email',
    ]);
  });

  it('the same seed gives the same answer', async () => {
    const once = async () => {
      const { pairs, threshold, clusters } = await runDedupe({ files: [golden('RLdata500.csv')], seed: 3 });
      return { pairs, threshold, clusters };
    };
    expect(await once()).toEqual(await once());
  });
});

describe('why', () => {
  let report: LinkageReport;
  beforeAll(async () => {
    report = await runDedupe({
      files: [golden('fake_1000.csv')],
      truth: 'cluster',
      id: 'unique_id',
      groups: ['city'],
      out: out('why'),
    });
  });
  const ask = (a: string, b: string) =>
    area.handlers.explain(context, explain.input.parse({ a, b, out: out('why') }));

  it('the bars of a pair add up to the weight that was written, linked or not', async () => {
    const pairs = await context.engine.rows<{ id_l: string; id_r: string; weight: number }>(
      sql`SELECT id_l, id_r, match_weight AS weight FROM read_parquet(${literal(out('why/pairs.parquet'))})
          WHERE match_weight BETWEEN -12 AND 30 ORDER BY hash(id_l || id_r) LIMIT 5`,
    );
    expect(pairs).toHaveLength(5);
    for (const { id_l, id_r, weight } of pairs) {
      const why = await ask(id_l, id_r);
      expect(why.weight).toBeCloseTo(weight, 1);
      const sum = why.fields.reduce((total, { bits }) => total + bits, why.prior) + (why.neighbours ?? 0);
      expect(Math.abs(sum - why.weight)).toBeLessThan(0.1);
      expect(why.decision).toBe(weight >= why.needed ? 'linked' : 'not linked');
    }
  }, 120_000);

  it('shows no value of a record', async () => {
    const [record] = await context.engine.rows<Record<string, string>>(
      sql`SELECT * FROM read_csv(${literal(golden('fake_1000.csv'))}, all_varchar = true) WHERE surname IS NOT NULL
            AND first_name IS NOT NULL AND dob IS NOT NULL LIMIT 1`,
    );
    const shown = JSON.stringify(await ask(record!['unique_id']!, record!['unique_id'] === '0' ? '1' : '0'));
    for (const value of [record!['first_name']!, record!['surname']!, record!['dob']!])
      expect(shown).not.toContain(value);
  });

  it('an id that is not there, and a folder without a result', async () => {
    await expect(ask('0', 'nobody')).rejects.toMatchObject({ code: 'linkage.no-such-record' });
    await expect(
      area.handlers.explain(context, explain.input.parse({ a: '0', b: '1', out: out('nowhere') })),
    ).rejects.toMatchObject({ code: 'linkage.no-such-result' });
  });

  it('errors by subgroup are what SQL counts from the files', async () => {
    const town = report.subgroups.filter(({ by }) => by === 'city').sort((a, b) => b.records - a.records)[1]!;
    const records = sql`(SELECT unique_id AS id, cluster, coalesce(lower(trim(city)), 'missing') AS town
      FROM read_csv(${literal(golden('fake_1000.csv'))}, all_varchar = true))`;
    const [counted] = await context.engine.rows<Record<string, number>>(sql`
      WITH pairs AS (SELECT p.match_probability AS chance, l.cluster = r.cluster AS same,
          l.town = ${town.value} OR r.town = ${town.value} AS own
        FROM read_parquet(${literal(out('why/pairs.parquet'))}) p
        JOIN ${records} l ON l.id = p.id_l JOIN ${records} r ON r.id = p.id_r)
      SELECT (SELECT count(*) FROM ${records} WHERE town = ${town.value})::int AS records,
        (SELECT count(*) FROM ${records} l JOIN ${records} r ON l.cluster = r.cluster AND l.id < r.id
          WHERE l.town = ${town.value} OR r.town = ${town.value})::int AS all,
        count(*) FILTER (WHERE own AND chance >= ${report.threshold.value})::int AS declared,
        count(*) FILTER (WHERE own AND same AND chance >= ${report.threshold.value})::int AS alike
      FROM pairs`);
    expect(town.records).toBe(counted!['records']);
    expect(town.truePairs).toBe(counted!['all']);
    expect(town.recall!.value).toBeCloseTo(counted!['alike']! / counted!['all']!, 6);
    expect(town.precision!.value).toBeCloseTo(counted!['alike']! / counted!['declared']!, 6);
    expect(town.recall!.low).toBeLessThan(town.recall!.value);
    expect(town.looked).toBe(town.records);
    expect(town.unlinkableBetween!.high).toBeGreaterThan(town.unlinkable);
    const [asked] = await context.engine.rows<{ n: number; doubtful: number }>(sql`
      SELECT count(*)::int AS n, count(*) FILTER (WHERE chance <= 0.9)::int AS doubtful
      FROM (SELECT p.match_probability AS chance FROM read_parquet(${literal(out('why/pairs.parquet'))}) p
        JOIN ${records} l ON l.id = p.id_l JOIN ${records} r ON r.id = p.id_r
        WHERE p.match_probability >= 0.1 AND (l.town = ${town.value} OR r.town = ${town.value}))`);
    expect(town.pairs).toBe(asked!.n);
    expect(town.review).toBeCloseTo(asked!.doubtful / asked!.n, 6);
    expect(report.subgroups.some(({ by }) => by === 'form of the family name')).toBe(true);
  });

  it.each([
    ['Smith', 'plain'],
    ['García', 'letters beyond A to Z'],
    ['王', 'letters beyond A to Z'],
    ['Garcia Lopez', 'two words or a hyphen'],
    ['Smith-Jones', 'two words or a hyphen'],
    ["O'Brien", 'with a particle or an apostrophe'],
    ['van der Berg', 'with a particle or an apostrophe'],
    ['Ng', 'two or three letters'],
    [' - ', ''],
  ])('a family name is told by its form: %s', (name, form) => {
    expect(nameForm(name)).toBe(form);
  });
});

describe('bad input', () => {
  const csv = async (name: string, lines: readonly string[]) => {
    const file = join(context.home, name);
    await writeFile(file, lines.join('\n'));
    return file;
  };

  it.each([
    ['a file that is not there', { files: ['/nowhere/x.csv'] }, 'linkage.no-such-file'],
    [
      'a column that is not there',
      { files: [golden('fake_1000.csv')], fields: 'given_name=firstname' },
      'linkage.no-such-column',
    ],
    [
      'a kind that is none',
      { files: [golden('fake_1000.csv')], fields: 'nickname=first_name' },
      'linkage.bad-fields',
    ],
    ['ids that repeat', { files: [golden('fake_1000.csv')], id: 'cluster' }, 'linkage.ids-repeat'],
    [
      'a model that is none',
      { files: [golden('fake_1000.csv')], model: golden('README.md') },
      'linkage.model-unusable',
    ],
    [
      'a folder that cannot be',
      { files: [golden('fake_1000.csv')], out: golden('README.md') },
      'linkage.output-unwritable',
    ],
  ])('%s', async (_, input, code) => {
    await expect(runDedupe(input)).rejects.toMatchObject({ code });
  });

  it('names the column that was meant', async () => {
    await expect(
      runDedupe({ files: [golden('fake_1000.csv')], fields: 'given_name=First Name' }),
    ).rejects.toMatchObject({
      remedy: 'Did you mean first_name?',
    });
  });

  it('a threshold of 1.1', () => {
    expect(() => dedupe.input.parse({ files: ['x'], threshold: 1.1 })).toThrow(/threshold/);
  });

  it('one value everywhere, and nothing else', async () => {
    const file = await csv('same.csv', ['id,town', '1,Avon', '2,Avon', '3,Avon']);
    await expect(runDedupe({ files: [file] })).rejects.toMatchObject({ code: 'linkage.nothing-to-compare' });
  });

  it('a single record', async () => {
    const file = await csv('one.csv', ['name,town', 'Ann Lee,Avon']);
    await expect(runDedupe({ files: [file] })).rejects.toMatchObject({ code: 'linkage.too-few-records' });
  });

  it('names of all scripts, a name of 10,000 letters, mixed dates and missing values', async () => {
    const long = 'x'.repeat(10_000);
    const file = await csv('odd.csv', [
      'first_name,last_name,dob',
      '小明,王,1990-02-03',
      '小明,王,03/02/1990',
      'محمد,علي,1985-05-05',
      'محمد,علي,1985-05-05',
      `${long},${long},1970-01-01`,
      `${long},${long},1970-01-01`,
      '🙂,🙂,',
      ',,',
      'Zoë,Núñez-García,1999-12-31',
      'ZOE,NUNEZ GARCIA,31.12.1999',
    ]);
    const report = await runDedupe({ files: [file], out: out('odd') });
    expect(report.records).toBe(10);
    const linked = await context.engine.rows<{ pair: string }>(
      sql`SELECT id_l || '-' || id_r AS pair FROM read_parquet(${literal(out('odd/pairs.parquet'))})
          WHERE match_probability >= ${report.threshold.value} ORDER BY 1`,
    );
    expect(linked.map(({ pair }) => pair)).toEqual(expect.arrayContaining(['3-4', '5-6', '9-10']));
  });

  it('records that are all alike in two ways are not compared by the hundred million', async () => {
    const file = await csv('alike.csv', [
      'first_name,last_name,dob,town',
      ...Array.from({ length: 6_000 }, (_, i) =>
        i % 2 ? 'Ann,Lee,1990-01-01,Avon' : 'Bob,Ray,1980-02-02,Kent',
      ),
    ]);
    const report = await runDedupe({ files: [file] });
    expect(report.blocking.allPairs).toBe(false);
    expect(report.pairs.compared).toBeLessThan(1_000_000);
    expect(report.blocking.recall).toBeLessThan(0.5);
  });

  it('two files with different columns', async () => {
    const left = await csv('left.csv', [
      'fname,lname,dob',
      ...people((i) => `Ann${i},Lee${i},1990-01-${day(i)}`),
    ]);
    const right = await csv('right.csv', [
      'first_name,surname,birth_date,phone',
      ...people((i) => `Ann${i},Lee${i},1990-01-${day(i)},860-555-1${day(i)}1`),
    ]);
    const report = await runLink({ left, right });
    expect(report.pairs.linked).toBe(20);
  });
});

const day = (i: number) => String(1 + (i % 28)).padStart(2, '0');
const people = (line: (i: number) => string) => Array.from({ length: 20 }, (_, i) => line(i));
