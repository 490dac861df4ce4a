import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attackReleases } from '../attack/attack-releases.ts';
import type { Rule } from '../rules/rule.ts';
import { parseTableFile, type TableFile } from '../tables/table-file.ts';
import { protectTables } from './protect-tables.ts';
import { printTableFile } from './published-file.ts';

const golden = join(import.meta.dirname, '../../../../test/golden/disclosure');
const read = (name: string) => readFileSync(join(golden, name), 'utf8');
const published = JSON.parse(read('published-cases.json'));

const protect = (file: TableFile, rule: Rule = {}) =>
  protectTables(file, { rule: { ...file.rule, ...rule }, whose: {} }, { secret: 'a secret of tests' });

/** A table of rows and columns with all its totals. */
function twoWay(rows: Record<string, number[]>, columns: string[], withheld: string[] = []): TableFile {
  const cells: object[] = [];
  const add = (codes: object, value: number, name: string) =>
    cells.push({ ...codes, value, ...(withheld.includes(name) ? { withhold: true } : {}) });
  for (const [row, values] of Object.entries(rows)) {
    values.forEach((value, at) => {
      add({ row, column: columns[at] }, value, `${row} ${columns[at]}`);
    });
    add(
      { row },
      values.reduce((a, b) => a + b),
      row,
    );
  }
  columns.forEach((column, at) => {
    add(
      { column },
      Object.values(rows).reduce((sum, values) => sum + values[at]!, 0),
      column,
    );
  });
  add(
    {},
    Object.values(rows)
      .flat()
      .reduce((a, b) => a + b),
    '',
  );
  const file = {
    hierarchies: { row: { Total: Object.keys(rows) }, column: { Total: columns } },
    tables: [{ name: 'table', dims: ['row', 'column'], cells }],
  };
  return parseTableFile(JSON.stringify(file), 'two-way');
}

const blanksOf = (file: TableFile) =>
  file.tables.flatMap(({ cells }) =>
    cells.filter(({ value }) => value === null).map(({ codes }) => codes.join(' ')),
  );

describe('published cases', () => {
  it('S1: a cell is known exactly though every line has two blanks, and the cheapest repair is found', async () => {
    const { rows, withheld, disclosed, repair } = published.S1;
    const names = withheld.map((name: string) => [...name].join(' '));
    const before = twoWay(rows, ['a', 'b', 'c', 'd'], names);
    const asIs = {
      ...before,
      tables: before.tables.map((table) => ({
        ...table,
        cells: table.cells.map((cell) => (cell.withhold ? { codes: cell.codes, value: null } : cell)),
      })),
    };
    const found = await attackReleases([asIs]);
    expect(found.outcome).toBe('unsafe');
    expect(found.lines.filter(({ verdict }) => verdict === 'unsafe')).toMatchObject([
      { cell: { row: disclosed.cell[0], column: disclosed.cell[1] }, interval: disclosed.interval },
    ]);
    const safe = await protect(before, { width: 1, choice: 'cheapest' });
    expect(blanksOf(safe.published).filter((name) => !names.includes(name))).toEqual([
      [...repair.cell].join(' '),
    ]);
    expect(safe.explanation.lost).toBe(repair.value);
    const after = await attackReleases([safe.published]);
    expect(after.lines.find(({ cell }) => cell['row'] === 'w' && cell['column'] === 'b')?.interval).toEqual(
      repair.interval,
    );
  });

  it('S2: the optimum blanks two rows in both columns', async () => {
    const { rows, columns, withheld, optimum, printed } = published.S2;
    const safe = await protect(twoWay(rows, columns, withheld), { width: 1, choice: 'cheapest' });
    expect(new Set(blanksOf(safe.published))).toEqual(new Set(optimum));
    expect(safe.published.tables[0]!.cells.filter(({ value }) => value !== null)).toHaveLength(printed);
  });

  it.skip('S3: dominance and p-percent of microdata1 need its hundred amounts, which are in a file under the GPL', () => {});
  it.skip('R1, R2: SmallCountRounding rounds small inner counts alone by a random search, and its answer is one of several as near; here every figure is rounded', () => {});

  it('S4: two counts of 1 protect each other from everybody, but not from each other', async () => {
    const { counts, companions } = published.S4;
    const cells = Object.entries(counts).map(([region, value]) => ({ region, value }));
    const total = { value: Object.values(counts as Record<string, number>).reduce((a, b) => a + b) };
    const file = parseTableFile(
      JSON.stringify({
        hierarchies: { region: { Total: Object.keys(counts) } },
        rule: { threshold: 2 },
        tables: [{ name: 'table', dims: ['region'], cells: [...cells, total] }],
      }),
      'S4',
    );
    expect((await protect(file)).explanation).toMatchObject({ withheld: 2, companions: companions.without });
    expect((await protect(file, { singletons: true })).explanation).toMatchObject({
      withheld: 2,
      companions: companions.with,
    });
  });
});

describe('the small tables of shared data', () => {
  it('20 × 10 is protected to ±20 % with the least possible loss', async () => {
    const file = parseTableFile(read('area_class_20x10.json'), '20x10');
    const { explanation } = await protect(file, { width: '20%' });
    expect(explanation).toMatchObject({ cells: 325, withheld: 67, companions: 24, lost: 474, best: true });
  });

  it('50 × 20 is protected to ±20 % with the least possible loss', async () => {
    const file = parseTableFile(read('area_class_50x20.json'), '50x20');
    const { explanation } = await protect(file, { width: '20%' });
    expect(explanation).toMatchObject({ cells: 1475, withheld: 311, lost: 2735, best: true });
  });

  it('with a width of 10 every blank is at least so wide, and what is published says nothing of the reasons', async () => {
    const file = parseTableFile(read('area_class_20x10.json'), '20x10');
    const safe = await protect(file, { width: 10 });
    const printed = printTableFile(safe.published);
    const attacked = await attackReleases([parseTableFile(printed, 'published')]);
    expect(attacked.lines).toHaveLength(safe.explanation.withheld + safe.explanation.companions);
    expect(attacked.lines.every(({ width }) => width === null || width >= 10)).toBe(true);
    const fields = new Set(JSON.parse(printed).tables[0].cells.flatMap((cell: object) => Object.keys(cell)));
    expect(fields).toEqual(new Set(['area', 'class', 'value']));
  });

  it('protecting what is protected changes nothing', async () => {
    const file = parseTableFile(read('area_class_20x10.json'), '20x10');
    const once = await protect(file, { width: 10 });
    const twice = await protect(once.published);
    expect(printTableFile(twice.published)).toBe(printTableFile(once.published));
  });
});
