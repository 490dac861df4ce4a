import { attackReleases } from '../attack/attack-releases.ts';
import { givenAway } from '../attack/route.ts';
import { noiseTable, shiftOf } from '../cell-key/noise-table.ts';
import { cannotBeProtected, failedItsTest, tableFileUnreadable } from '../errors.ts';
import { widthInCases } from '../rules/rule.ts';
import type { GoverningRule } from '../rules/strictest-rule.ts';
import { loadSolver } from '../solver/linear-model.ts';
import type { TableFile } from '../tables/table-file.ts';
import type { NumberedTables } from './numbered-tables.ts';
import type { Protected } from './protect-tables.ts';
import { roundTables } from './round-tables.ts';

/** Every figure as it is printed instead, by number; and what says so beside it. */
interface Moved {
  readonly values: ArrayLike<number>;
  readonly mark: { readonly rounded: number } | { readonly noise: number };
}

/**
 * Every count moved a little so that none need be blank, by controlled rounding or by cell keys as the rule says; given out
 * only if the attacker finds nothing. Throws when amounts are asked for, when no rounding exists, when a cell key is missing,
 * when the test fails.
 */
export async function moveFigures(
  file: TableFile,
  tables: NumberedTables,
  governing: GoverningRule,
  earlier: readonly TableFile[],
): Promise<Protected> {
  const amounts = file.tables.filter(({ figure }) => figure !== 'count');
  if (amounts.length > 0)
    throw cannotBeProtected.with({
      count: amounts.reduce((sum, { cells }) => sum + cells.length, 0),
      cells: amounts.slice(0, 10).map(({ name }) => `those of ${name}`),
      why: 'Amounts, means and medians are not moved: protect them in a file of their own.',
      how: 'moving them',
    });
  const { rule } = governing;
  const { values, mark } =
    rule.cell_key === undefined
      ? await rounded(tables, rule.rounding!)
      : perturbed(file.name, tables, rule.cell_key);
  const at = new Map(tables.cells.map(({ key }, number) => [key, number]));
  const published: TableFile = {
    ...file,
    rule,
    tables: file.tables.map((table) => ({
      ...table,
      cells: table.cells.map((cell) => ({
        codes: cell.codes,
        value: values[at.get(tables.keyOf(table, cell))!]!,
        ...mark,
      })),
    })),
  };
  const report = await attackReleases([...earlier, published], { exact: false });
  const unsafe = report.lines.filter(({ verdict }) => verdict === 'unsafe');
  if (report.outcome !== 'safe')
    throw failedItsTest.with({
      count: Math.max(1, unsafe.length),
      cells: unsafe.length > 0 ? givenAway(unsafe) : [report.contradiction!],
      ...(await whyNot(published, earlier)),
    });
  const moved = tables.cells.reduce(
    (sum, { cell, value }, number) =>
      cell === undefined ? sum : sum + Math.abs(values[number]! - (value ?? 0)),
    0,
  );
  return {
    published,
    explanation: {
      rule: governing,
      cells: tables.cells.filter(({ cell }) => cell !== undefined).length,
      withheld: 0,
      companions: 0,
      lost: moved,
      leastPossible: moved,
      best: true,
      solves: report.solves,
      blanks: [],
    },
  };
}

/** What stands in the way: earlier releases, or a base whose range for the smallest is narrower than the rule asks. */
async function whyNot(published: TableFile, earlier: readonly TableFile[]): Promise<{ why?: string }> {
  const alone = earlier.length === 0 ? undefined : await attackReleases([published], { exact: false });
  if (alone?.outcome === 'safe')
    return {
      why: `By itself it is safe: what was released earlier about the same people (${earlier.map(({ name }) => name).join(', ')}) gives them away, and moving figures cannot undo that.`,
    };
  const { rounding, width } = published.rule;
  const least = widthInCases(published.rule);
  if (rounding === undefined || typeof width === 'string' || rounding > least) return {};
  return {
    why: `A multiple of ${rounding} printed as 0 stands for 0 to ${rounding - 1}, and the rule asks for a range ${least} wide: round to ${least + 1} or more, or name another width.`,
  };
}

async function rounded(tables: NumberedTables, base: number): Promise<Moved> {
  const found = roundTables(await loadSolver(), tables, base);
  if (found === undefined)
    throw cannotBeProtected.with({
      count: tables.cells.length,
      cells: ['all of them'],
      why: `No multiples of ${base} within ${base - 1} of the figures add up in every direction.`,
      how: 'rounding',
    });
  return { values: found.values, mark: { rounded: base } };
}

/** Cell key perturbation (Fraser and Wooton 2005): totals get noise of their own, so sums need not add up. */
function perturbed(
  name: string,
  tables: NumberedTables,
  noise: NonNullable<GoverningRule['rule']['cell_key']>,
): Moved {
  const table = noiseTable(noise);
  const values = tables.cells.map(({ cell, value, name: where }) => {
    if (cell === undefined) return value ?? 0;
    if (cell.key === undefined)
      throw tableFileUnreadable.with({
        file: name,
        where,
        problem: 'it has no key: noise by cell keys needs the record keys of its people, added up',
      });
    return value! + shiftOf(table, value!, cell.key);
  });
  return { values, mark: { noise: noise.most } };
}
