import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnType } from '../../../core/column-type.ts';
import type { Jurisdiction } from '../../../core/jurisdiction.ts';
import { openDuckdb } from '../../../engine/duckdb/open.ts';
import type { Engine } from '../../../engine/engine.ts';
import { ident, join, literal, type Sql, sql } from '../../../engine/sql.ts';
import { checkRules } from '../checks/check-rules.ts';
import type { RuleDefinition } from '../rule.ts';
import type { Ground } from './rule-kind.ts';
import { sentenceOf } from './rule-kinds.ts';

/**
 * What each kind of rule means, as tables: `yes` passes, `no` fails, `–` is not looked at. An empty cell is null;
 * `''` is an empty text.
 */

let engine: Engine;
let folder: string;
let checks = 0;
beforeAll(async () => {
  folder = await mkdtemp(path(tmpdir(), 'oak-rules-'));
  engine = await openDuckdb({ memoryLimitMb: 200, threads: 1, tempFolder: path(folder, 'spill') });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const elmland = {
  name: 'Elmland',
  placeNoun: { one: 'town', many: 'towns' },
  places: [
    {
      id: 'ash',
      name: 'Ash',
      variants: ['ash village', 'upper  ash'],
      codes: [{ system: 'fips', code: '0900100010' }],
    },
    {
      id: 'birch',
      name: 'Birch Hill',
      variants: ['birchhill'],
      codes: [{ system: 'fips', code: '0900100020', to: '2022-01-01' }],
    },
  ],
  regions: [{ id: 'north', name: 'North', kind: 'county', code: '09001', places: ['ash'] }],
} as unknown as Jurisdiction;

const duckdbTypes: Partial<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};

/** `id:integer | town | passes` and lines of cells. */
function read(drawn: string) {
  const lines = drawn
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const heads = lines[0]!.slice(0, -1).map((head) => {
    const [name, type = 'text'] = head.split(':');
    return { name: name!, type: type as ColumnType };
  });
  const verdicts = lines.slice(1).map((line) => line.at(-1)!);
  const rows = lines
    .slice(1)
    .map((line) => line.slice(0, -1).map((cell) => (cell === '' ? null : cell === "''" ? '' : cell)));
  return { heads, rows, verdicts };
}

function relation({ heads, rows }: ReturnType<typeof read>): Sql {
  const lines = rows.map((cells, at) => sql`(${at + 1}::BIGINT, ${join(cells.map((cell) => sql`${cell}`))})`);
  const casts = heads.map(
    ({ name, type }) => sql`CAST(${ident(name)} AS ${ident(duckdbTypes[type]!)}) AS ${ident(name)}`,
  );
  return sql`(SELECT _row, ${join(casts)} FROM (VALUES ${join(lines)}) AS drawn(_row, ${join(heads.map(({ name }) => ident(name)))})) AS drawn`;
}

interface Beside {
  readonly rejected?: Sql;
  readonly keys?: Sql;
}

async function check(rule: RuleDefinition, drawn: string, beside: Beside = {}) {
  const table = read(drawn);
  // A name of its own each time: DuckDB keeps what it knows of a file by its name.
  const file = path(folder, `failing-${checks++}.parquet`);
  const ground: Omit<Ground, 'own'> = {
    rows: relation(table),
    columns: new Map(table.heads.map(({ name, type }) => [name, { title: name, type }])),
    rejectedCells: beside.rejected ?? null,
    keysOf: () => beside.keys ?? null,
    jurisdiction: elmland,
    asOf: '2026-06-30',
  };
  const [found] = await checkRules(engine, ground, [{ id: 'r', definition: rule, tolerance: 0 }], file);
  const failing = await engine.rows<{ _row: string }>(
    sql`SELECT _row FROM read_parquet(${literal(file)}) ORDER BY _row`,
  );
  return { found: found!, failing: failing.map((one) => Number(one._row)), table };
}

/** Says that a rule judges each row of a table as drawn. */
function judges(rule: RuleDefinition, drawn: string, beside?: Beside) {
  const words = { field: (name: string) => name, dataset: (id: string) => id, jurisdiction: elmland };
  it(sentenceOf(rule, words), async () => {
    const { found, failing, table } = await check(rule, drawn, beside);
    const rowsThat = (verdict: string) =>
      table.verdicts.flatMap((one, at) => (one === verdict ? [at + 1] : []));
    expect(failing).toEqual(rowsThat('no'));
    expect(found.failing).toBe(failing.length);
    expect(found.checked).toBe(rowsThat('no').length + rowsThat('yes').length);
    expect(found.outcome).toBe(failing.length === 0 ? 'passed' : 'failed');
  });
}

describe('unique: each value stands in one row', () => {
  judges(
    { kind: 'unique', fields: ['id'] },
    `id:integer | town     | passes
     1          | Hartford | no
     2          | Avon     | yes
     1          | Avon     | no
                | Avon     | –
                | Hartford | –`,
  );
  judges(
    { kind: 'unique', fields: ['town', 'day'] },
    `town     | day:date   | passes
     Hartford | 2026-01-01 | no
     Hartford | 2026-01-02 | yes
     Avon     | 2026-01-01 | yes
     Hartford | 2026-01-01 | no
     Hartford |            | –
     Hartford |            | –`,
  );
});

describe('not-null: the field is filled', () => {
  judges(
    { kind: 'not-null', field: 'name' },
    `name | other | passes
     Ann  | x     | yes
          | x     | no
     ''   | x     | no`,
  );
  judges(
    { kind: 'not-null', field: 'n' },
    `n:integer | other | passes
     0         | x     | yes
               | x     | no`,
  );
});

describe('range: the value lies between two bounds, both allowed', () => {
  judges(
    { kind: 'range', field: 'age', min: 0, max: 120 },
    `age:integer | passes
     0           | yes
     120         | yes
     121         | no
     -1          | no
                 | –`,
  );
  judges(
    { kind: 'range', field: 'day', min: '2020-01-01' },
    `day:date   | passes
     2020-01-01 | yes
     2019-12-31 | no`,
  );
  judges(
    { kind: 'range', field: 'n', max: 0.3 },
    `n:double | passes
     0.3      | yes
     0.31     | no
     NaN      | no`,
  );
  judges(
    { kind: 'range', field: 'n', min: 1, max: 9 },
    `n   | passes
     5   | yes
     10  | no
     ten | no`,
  );
});

describe('in-set: the value is one of a list, letter for letter', () => {
  judges(
    { kind: 'in-set', field: 'severity', values: ['K', 'A', 'O'] },
    `severity | passes
     K        | yes
     k        | no
     Z        | no
              | –`,
  );
  judges(
    { kind: 'in-set', field: 'class', values: ['1', '2'] },
    `class:integer | passes
     1             | yes
     3             | no`,
  );
});

describe('pattern: the whole value matches', () => {
  judges(
    { kind: 'pattern', field: 'zip', pattern: '06[0-9]{3}' },
    `zip        | passes
     06103      | yes
     06103-1234 | no
     6103       | no
                | –`,
  );
  judges(
    { kind: 'pattern', field: 'note', pattern: "it's (a|b)\\." },
    `note    | passes
     it's a. | yes
     it's ax | no`,
  );
});

describe('order: one field does not exceed another', () => {
  judges(
    { kind: 'order', field: 'opened', atMost: 'closed' },
    `opened:date | closed:date | passes
     2026-01-01  | 2026-01-02  | yes
     2026-01-02  | 2026-01-02  | yes
     2026-01-03  | 2026-01-02  | no
     2026-01-03  |             | –
                 | 2026-01-02  | –`,
  );
  // A moment of the day itself is not out of order with the day.
  judges(
    { kind: 'order', field: 'seen', atMost: 'day' },
    `seen:timestamp      | day:date   | passes
     2026-01-02 10:00:00 | 2026-01-02 | yes
     2026-01-03 00:00:00 | 2026-01-02 | no`,
  );
  judges(
    { kind: 'order', field: 'part', atMost: 'all' },
    `part:integer | all:integer | passes
     9            | 10          | yes
     43           | 23          | no`,
  );
});

describe('not-future: not after the day of the load (June 30, 2026)', () => {
  judges(
    { kind: 'not-future', field: 'day' },
    `day:date   | passes
     2026-06-30 | yes
     2026-07-01 | no
     9999-12-31 | no
                | –`,
  );
  judges(
    { kind: 'not-future', field: 'at' },
    `at:timestamp        | passes
     2026-06-30 23:59:59 | yes
     2026-07-01 00:00:00 | no`,
  );
});

describe('place: names a place, by its name or a village or spelling that means it', () => {
  judges(
    { kind: 'place', field: 'town' },
    `town                | passes
     Ash                 | yes
     ASH                 | yes
     Upper Ash           | yes
     birchhill           | yes
     Birch Hill, Elmland | yes
     Oak                 | no
     UNKNOWN             | no
                         | –`,
  );
});

describe('code: exists in a code system of the jurisdiction, in any vintage', () => {
  judges(
    { kind: 'code', field: 'fips', system: 'fips' },
    `fips       | passes
     0900100010 | yes
     0900100020 | yes
     900100010  | no
                | –`,
  );
  judges(
    { kind: 'code', field: 'county', system: 'county' },
    `county | passes
     09001  | yes
     09002  | no`,
  );
});

describe('type-fit: cells that did not fit their type were kept aside', () => {
  judges(
    { kind: 'type-fit', field: 'n' },
    `n:integer | passes
     1         | yes
               | no
               | –`,
    {
      rejected: sql`(SELECT 2::BIGINT AS _row, 'n' AS "column", 'abc' AS text UNION ALL SELECT 3, 'other', 'x') AS rejected`,
    },
  );
});

describe('foreign-key: the value stands in the key field of another dataset', () => {
  judges(
    { kind: 'foreign-key', field: 'school', dataset: 'abcd-1234', key: 'id' },
    `school | passes
     S1     | yes
     S9     | no
            | –`,
    { keys: sql`(SELECT 'S1' AS id UNION ALL SELECT 'S2' UNION ALL SELECT NULL) AS schools` },
  );
});

describe('rules about the version as a whole', () => {
  const two = 'day:date | passes\n 2026-06-01 | –\n 2027-01-01 | –';
  it('row-count: as many rows as expected', async () => {
    expect((await check({ kind: 'row-count', min: 2, max: 2 }, two)).found).toMatchObject({
      outcome: 'passed',
      checked: 1,
    });
    expect((await check({ kind: 'row-count', min: 3 }, two)).found).toMatchObject({
      outcome: 'failed',
      finding: 'There are 2 rows.',
    });
  });
  it('recent: the newest date not in the future is recent enough', async () => {
    expect((await check({ kind: 'recent', field: 'day', withinDays: 29 }, two)).found.outcome).toBe('passed');
    expect((await check({ kind: 'recent', field: 'day', withinDays: 28 }, two)).found).toMatchObject({
      outcome: 'failed',
      finding: 'The newest is 2026-06-01, 29 days before the load.',
    });
  });
});

describe('rules that cannot run', () => {
  it.each<[RuleDefinition, RegExp]>([
    [{ kind: 'not-null', field: 'gone' }, /field gone is not in this version/],
    [{ kind: 'not-future', field: 'town' }, /holds no dates/],
    [{ kind: 'place', field: 'n' }, /holds no names/],
    [{ kind: 'code', field: 'town', system: 'none' }, /no code system named none/],
    [{ kind: 'foreign-key', field: 'town', dataset: 'abcd-1234', key: 'id' }, /cannot be read/],
    [{ kind: 'order', field: 'n', atMost: 'town' }, /cannot be compared/],
  ])('%o says why', async (rule, because) => {
    const { found, failing } = await check(rule, 'town | n:integer | passes\n Ash | 1 | –');
    expect(found).toMatchObject({ outcome: 'not-run', checked: 0, failing: 0 });
    expect(found.finding).toMatch(because);
    expect(failing).toEqual([]);
  });
});

describe('tolerance', () => {
  const drawn = `n:integer | passes
     1 | yes
     2 | yes
     3 | yes
     9 | no`;
  it.each([
    [25, 'passed'],
    [24.9, 'failed'],
    [0, 'failed'],
  ])('of %s percent: one failing row in four means %s', async (tolerance, outcome) => {
    const table = read(drawn);
    const ground: Omit<Ground, 'own'> = {
      rows: relation(table),
      columns: new Map([['n', { title: 'n', type: 'integer' }]]),
      rejectedCells: null,
      keysOf: () => null,
      jurisdiction: elmland,
      asOf: '2026-06-30',
    };
    const [found] = await checkRules(engine, ground, [
      { id: 'r', definition: { kind: 'range', field: 'n', max: 5 }, tolerance },
    ]);
    expect(found).toMatchObject({ outcome, failing: 1, checked: 4 });
  });
});
