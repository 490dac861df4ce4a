import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../test/context.ts';
import { literal, sql } from '../../engine/sql.ts';
import type { JobContext } from '../handler.ts';
import { dedupe, findRecord as find, link } from './contract.ts';
import { area } from './index.ts';
import { linkFiles } from './link-files.ts';
import type { LinkageReport } from './model.ts';
import { hash } from './score/strangers.ts';

const golden = (name: string) =>
  join(import.meta.dirname, '..', '..', '..', 'test', 'golden', 'linkage', name);

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

const out = (name: string) => join(context.home, name);
const run = async (job: string) => (await context.run(job, area.jobs!)) as LinkageReport;
async function runDedupe(input: Parameters<typeof dedupe.input.parse>[0]): Promise<LinkageReport> {
  return run((await area.handlers.dedupe(context, dedupe.input.parse(input))).job);
}
async function csv(name: string, lines: readonly string[]): Promise<string> {
  const file = join(context.home, name);
  await writeFile(file, lines.join('\n'));
  return file;
}
const linkedPairs = async (folder: string, threshold: number) =>
  (
    await context.engine.rows<{ pair: string }>(
      sql`SELECT id_l || '-' || id_r AS pair FROM read_parquet(${literal(out(`${folder}/pairs.parquet`))})
          WHERE match_probability >= ${threshold} ORDER BY 1`,
    )
  ).map(({ pair }) => pair);

const pick = (row: number, salt: number, of: number) => hash(row, salt) % of;
const person = (row: number) =>
  `G${pick(row, 1, 400)},F${pick(row, 2, 2000)},${1940 + pick(row, 3, 70)}-${two(1 + pick(row, 4, 12))}-${two(1 + pick(row, 5, 28))}`;
const two = (value: number) => String(value).padStart(2, '0');
const head = 'first_name,last_name,dob,town';

describe('common values and little memory', () => {
  it('less memory than is needed: more passes, the very same result', async () => {
    const people = Array.from({ length: 7_500 }, (_, row) => `${person(row % 6_000)},T${pick(row, 6, 40)}`);
    const file = await csv('people.csv', [head, ...people]);
    const once = async (memory?: number) => {
      const { pairs, clusters, blocking } = await runDedupe({ files: [file], memory });
      return { pairs, clusters, rules: blocking.rules };
    };
    const whole = await once();
    expect(whole.rules.length).toBeGreaterThan(0);
    expect(whole.clusters.ofSeveral).toBeGreaterThan(1_000);
    expect(await once(256)).toEqual(whole);
  }, 120_000);

  it('three in a hundred with one birth date: the work does not multiply, and each record still finds its double', async () => {
    const rows = 6_000;
    const records = Array.from({ length: rows }, (_, row) => {
      const own = row % (rows / 2);
      const [given, family, birth] = person(own).split(',');
      return `${given},${family},${own % 33 === 0 ? '1900-01-01' : birth},T${pick(own, 6, 40)}`;
    });
    const report = await runDedupe({ files: [await csv('hot.csv', [head, ...records])], out: out('hot') });
    expect(report.pairs.compared).toBeLessThan(rows * 60);
    const linked = new Set(await linkedPairs('hot', report.threshold.value));
    const hot = Array.from({ length: rows / 2 }, (_, own) => own).filter((own) => own % 33 === 0);
    const found = hot.filter((own) => linked.has(`${own + 1}-${own + 1 + rows / 2}`));
    expect(found.length / hot.length).toBeGreaterThan(0.9);
  });

  const fields = 'given_name=first_name,family_name=last_name,birth_date=dob,town=town';
  const same = Array<string>(100_000).fill('Ann,Lee,1990-01-01,Avon');

  it('records that are all the same: refused, fields named or not', async () => {
    const file = await csv('same-people.csv', [head, ...same]);
    const nothing = { code: 'linkage.nothing-to-compare' };
    await expect(runDedupe({ files: [file], fields })).rejects.toMatchObject(nothing);
    await expect(runDedupe({ files: [file] })).rejects.toMatchObject(nothing);
  });

  it('nearly all the same: nothing explodes, and that hardly any was found is said', async () => {
    const others = Array.from({ length: 600 }, (_, row) => `${person(row % 300)},T${pick(row % 300, 6, 40)}`);
    const file = await csv('nearly-same.csv', [head, ...same, ...others]);
    const report = await runDedupe({ files: [file], fields });
    expect(report.records).toBe(100_600);
    expect(report.pairs.compared).toBeLessThan(1_000_000);
    expect(report.estimated.recall.value).toBeLessThan(0.01);
  });
});

describe('birth dates given out for unknown ones', () => {
  const persons = 2_400;
  const births = (given: (own: number, birth: string) => string, town = (own: number) => pick(own, 6, 40)) =>
    Array.from({ length: 3_000 }, (_, row) => row % persons).map((own) => {
      const birth = person(own).split(',')[2]!;
      return `G${pick(own, 1, 60)},F${pick(own, 2, 120)},${given(own, birth)},T${town(own)}`;
    });
  const wrongOf = (linked: readonly string[], unknown: (own: number) => boolean) =>
    linked
      .map((pair) => pair.split('-').map((id) => (Number(id) - 1) % persons))
      .filter(([a, b]) => a !== b && (unknown(a!) || unknown(b!)));

  it('first of January in an eighth of the records: namesakes are not linked by it; the model keeps it', async () => {
    const unknown = (own: number) => own % 8 === 0;
    const records = births((own, birth) => (unknown(own) ? `${birth.slice(0, 4)}-01-01` : birth));
    const file = await csv('default.csv', [head, ...records]);
    const report = await runDedupe({ files: [file], out: out('default') });
    const linked = await linkedPairs('default', report.threshold.value);
    expect(wrongOf(linked, unknown).length).toBeLessThanOrEqual(1);
    expect(linked.length).toBeGreaterThan(550);
    expect(report.fields.find(({ kind }) => kind === 'birth_date')!.givenOut).toEqual(['01-01']);
    expect(await readFile(out('default/report.html'), 'utf8')).toContain('In dob, 01-01 stands');

    // Asked one at a time, a record with such a date weighs as it did in the run.
    const row = unknown(8) ? 8 : 0;
    const [given, family, birth, town] = records[row]!.split(',');
    const who = await area.handlers.find(
      context,
      find.input.parse({
        out: out('default'),
        id: String(row + 1),
        record: { first_name: given!, last_name: family!, dob: birth!, town: town! },
      }),
    );
    const [pair] = await context.engine.rows<{ weight: number }>(
      sql`SELECT match_weight AS weight FROM read_parquet(${literal(out('default/pairs.parquet'))})
          WHERE id_l = ${String(row + 1)} AND id_r = ${String(row + 1 + persons)}`,
    );
    expect(who.found.find(({ id }) => id === String(row + 1 + persons))!.weight).toBeCloseTo(pair!.weight, 0);

    const model = out('default/model.yaml');
    expect(await readFile(model, 'utf8')).toMatch(/given_out:\n {2}birth_date:\n {4}- 01-01/);
    // Ten of these records alone would not tell.
    const few = await csv('few.csv', [head, ...records.slice(0, 10), ...records.slice(0, 10)]);
    const again = await runDedupe({ files: [few], model });
    expect(again.fields.find(({ kind }) => kind === 'birth_date')!.givenOut).toEqual(['01-01']);
  });

  it('one whole date: it is read as missing, and hides nobody', async () => {
    const unknown = (own: number) => own % 20 === 0;
    const records = births((_, birth) => birth).map((record, row) =>
      row < 600 && unknown(row) ? record.replace(/\d{4}-\d\d-\d\d/, '1900-01-01') : record,
    );
    const file = await csv('whole.csv', [head, ...records]);
    const report = await runDedupe({ files: [file], out: out('whole') });
    expect(report.fields.find(({ kind }) => kind === 'birth_date')!.givenOut).toEqual(['1900-01-01']);
    const linked = await linkedPairs('whole', report.threshold.value);
    const found = Array.from({ length: 30 }, (_, at) => `${1 + at * 20}-${persons + 1 + at * 20}`);
    expect(found.filter((pair) => linked.includes(pair)).length).toBeGreaterThanOrEqual(27);
    expect(wrongOf(linked, unknown).length).toBeLessThanOrEqual(1);
  });
});

describe('odd files', () => {
  it('numbers that a table program made into decimals are the same numbers', async () => {
    const file = await csv('floats.csv', [
      'id,first_name,last_name,dob,ssn,zip',
      ...Array.from(
        { length: 60 },
        (_, row) => `${row}.0,${person(row)},10${two(row)}45${two(row)}9.0,61${two(row)}.0`,
      ),
      ...Array.from(
        { length: 60 },
        (_, row) => `${row + 60}.0,${person(row)},10${two(row)}45${two(row)}9,061${two(row)}`,
      ),
    ]);
    const report = await runDedupe({ files: [file], id: 'id', out: out('floats') });
    expect(await linkedPairs('floats', report.threshold.value)).toHaveLength(60);
  });

  it('a column without a value, and one with a single value, are left out and the reason told', async () => {
    const people = Array.from({ length: 40 }, (_, row) => `${person(row % 30)},,CT`);
    const report = await runDedupe({ files: [await csv('empty.csv', [`${head},state`, ...people])] });
    expect(report.ignored).toEqual([
      { column: 'town', why: 'empty' },
      { column: 'state', why: 'one value everywhere' },
    ]);
    expect(report.clusters.ofSeveral).toBe(10);
  });

  it('no value at all', async () => {
    const file = await csv('nothing.csv', [head, ...Array<string>(20).fill(',,,')]);
    await expect(runDedupe({ files: [file] })).rejects.toMatchObject({ code: 'linkage.nothing-to-compare' });
  });

  it('a line break within quotes beside lines of unlike length', async () => {
    const people = Array.from({ length: 30 }, (_, row) => `${person(row % 20)},"T\n${row}"`);
    const file = await csv('breaks.csv', [head, ...people, 'Ann,Lee,1990-01-01,"Avon,,,,', 'x']);
    const report = await runDedupe({ files: [file] });
    expect(report.records).toBeGreaterThanOrEqual(30);
  });

  it('two files with different columns in a deduplication', async () => {
    const one = await csv('one-file.csv', [
      'first_name,last_name,dob',
      ...Array.from({ length: 30 }, (_, row) => person(row)),
    ]);
    const other = await csv('other-file.csv', [
      'dob,town,last_name,first_name',
      ...Array.from({ length: 30 }, (_, row) => {
        const [given, family, birth] = person(row).split(',');
        return `${birth},T${row % 7},${family},${given}`;
      }),
    ]);
    const report = await runDedupe({ files: [one, other] });
    expect(report.clusters.ofSeveral).toBe(30);
  });

  it('a threshold of 1.1, or none of memory, is refused before anything is read', () => {
    expect(() => dedupe.input.parse({ files: ['x'], threshold: 1.1 })).toThrow(/threshold/);
    expect(() => link.input.parse({ left: 'x', right: 'y', memory: 1 })).toThrow(/memory/);
  });
});

describe('ends that are not', () => {
  const job = (files: readonly string[], folder: string) =>
    ({ kind: 'dedupe', files, out: out(folder), seed: 1 }) as const;

  it('stopped in the middle: the old result stands; what a killed run left is cleared away by the next', async () => {
    const files = [golden('RLdata500.csv')];
    await runDedupe({ files, out: out('stopped') });
    const before = await readFile(out('stopped/report.json'), 'utf8');
    const stop = new Error('stopped');
    const stopping = {
      ...context,
      job: {
        progress({ stage }: { stage: string }) {
          if (stage === 'Deciding') throw stop;
        },
      },
    } as unknown as JobContext;
    await expect(linkFiles(stopping, job(files, 'stopped'))).rejects.toBe(stop);
    expect(await readFile(out('stopped/report.json'), 'utf8')).toBe(before);

    await mkdir(out('stopped/.linkage-working'));
    await writeFile(out('stopped/.linkage-working/clusters.parquet'), 'half of a file');
    const again = await runDedupe({ files, out: out('stopped') });
    expect(again.clusters).toEqual(JSON.parse(before).clusters);
    expect((await readdir(out('stopped'))).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)('a full disk: a clear error, and the result of before', async () => {
    const disk = out('full-disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96k', 'tmpfs', disk]);
    try {
      const files = [golden('RLdata500.csv')];
      await writeFile(join(disk, 'report.json'), '{"of": "before"}');
      await writeFile(join(disk, 'room-taken'), Buffer.alloc(70_000));
      await expect(runDedupe({ files, out: disk })).rejects.toMatchObject({
        code: 'linkage.output-unwritable',
        remedy: expect.stringContaining('enough room'),
      });
      expect(await readdir(disk)).toEqual(expect.arrayContaining(['report.json', 'room-taken']));
      expect((await readdir(disk)).filter((name) => name.startsWith('.'))).toEqual([]);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe('each at most once', () => {
  const people = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => `${person(from + at)},T${pick(from + at, 6, 40)}`);
  const linkedOf = async (oneToOne: 'both' | 'left' | 'none', threshold: number) => {
    const folder = `once-${oneToOne}`;
    const left = await csv('once-left.csv', [head, ...people(0, 200)]);
    // The first twenty stand on the right twice.
    const right = await csv('once-right.csv', [head, ...people(0, 150), ...people(0, 20)]);
    const { job } = await area.handlers.link(
      context,
      link.input.parse({ left, right, one_to_one: oneToOne, threshold, out: out(folder) }),
    );
    await run(job);
    const pairs = (await linkedPairs(folder, threshold)).map((pair) => pair.split('-'));
    const clusters = await context.engine.rows<{ most: number }>(
      sql`SELECT max(n)::integer AS most FROM (SELECT count(*) AS n
          FROM read_parquet(${literal(out(`${folder}/clusters.parquet`))}) GROUP BY cluster_id, side)`,
    );
    const most = (side: 0 | 1) =>
      Math.max(
        ...Map.groupBy(pairs, (pair) => pair[side]!)
          .values()
          .map((own) => own.length),
      );
    return { pairs: pairs.length, left: most(0), right: most(1), ofOneSide: clusters[0]!.most };
  };

  it.each([0.3, 0.9])('one to one, at a threshold of %s: nobody has two partners', async (threshold) => {
    const found = await linkedOf('both', threshold);
    expect(found).toMatchObject({ left: 1, right: 1, ofOneSide: 1 });
    expect(found.pairs).toBeGreaterThanOrEqual(130);
    expect(found.pairs).toBeLessThanOrEqual(150);
  });

  it('free, those who stand twice have two partners', async () => {
    expect(await linkedOf('none', 0.9)).toMatchObject({ left: 2, right: 1, ofOneSide: 2 });
  });

  it('a deduplication of files that hold each person once: no cluster has two records of one', async () => {
    // Twenty of the second file are there twice.
    const one = await csv('per-file-1.csv', [head, ...people(0, 200)]);
    const other = await csv('per-file-2.csv', [head, ...people(0, 150), ...people(0, 20)]);
    const of = async (once: boolean) => {
      const folder = `per-file-${once}`;
      const report = await runDedupe({ files: [one, other], once_per_file: once, out: out(folder) });
      const [found] = await context.engine.rows<{ twice: number; shared: number }>(
        sql`SELECT count(*) FILTER (WHERE second > 1)::integer AS twice, count(*) FILTER (WHERE n > 1)::integer AS shared
            FROM (SELECT count(*) AS n, count(*) FILTER (WHERE id::integer > 200) AS second
              FROM read_parquet(${literal(out(`${folder}/clusters.parquet`))}) GROUP BY cluster_id)`,
      );
      const pairs = (await linkedPairs(folder, report.threshold.value)).map((pair) =>
        pair.split('-').map(Number),
      );
      return {
        ...found!,
        within: pairs.filter(([a, b]) => a! > 200 === b! > 200).length,
        pairs: pairs.length,
      };
    };
    expect(await of(false)).toMatchObject({ twice: 20, within: 20 });
    const once = await of(true);
    expect(once).toMatchObject({ twice: 0, within: 0 });
    expect(once.shared).toBeGreaterThanOrEqual(145);
    expect(once.pairs).toBe(once.shared);
  });
});
