import { attackReleases } from '../attack/attack-releases.ts';
import { cannotBeProtected, failedItsTest, timeLimitReached } from '../errors.ts';
import type { Rule } from '../rules/rule.ts';
import type { GoverningRule } from '../rules/strictest-rule.ts';
import { loadSolver } from '../solver/linear-model.ts';
import type { TableFile } from '../tables/table-file.ts';
import { type Chosen, chooseBlanks } from './choose-blanks.ts';
import { completeValues } from './complete-values.ts';
import { moveFigures } from './move-figures.ts';
import { type NumberedTables, numberTables } from './numbered-tables.ts';
import { type ProtectionProblem, protectionProblem, type Target } from './protection-problem.ts';
import { publishedFile } from './published-file.ts';
import { whyWithheld } from './withheld-cells.ts';

export interface Protected {
  readonly published: TableFile;
  readonly explanation: Explanation;
}

/** For the analyst with a grant to the rows alone: it tells small blanks from companions. */
export interface Explanation {
  readonly rule: GoverningRule;
  readonly cells: number;
  readonly withheld: number;
  readonly companions: number;
  /** Sum of the values behind companions, and the least that any safe choice could have. */
  readonly lost: number;
  readonly leastPossible: number;
  /** Proved cheapest, to within the gap asked for. */
  readonly best: boolean;
  /** Programmes the attacker solved. */
  readonly solves: number;
  readonly blanks: readonly {
    readonly cell: string;
    readonly value: number | null;
    readonly reason: string;
    readonly words: string;
    readonly interval?: readonly [number, number | null];
  }[];
}

export interface ProtectOptions {
  readonly earlier?: readonly TableFile[];
  /** Limit for choosing blanks, a third of it for the cheapest; the attacker's test comes after it. */
  readonly seconds?: number;
  readonly gap?: number;
  readonly note?: (line: string) => void;
}

/** Seconds spent on looking for the cheapest blanks, and on finding safe ones at all when nobody sets a limit. */
const patience = { choosing: 20, most: 900 };
/** Past this many cells a hair's breadth from the best is good enough. */
const optimalUpTo = 1500;

/**
 * Blanks what the rule withholds and the cheapest companions that keep an outsider from working it out, over all tables
 * of the file and of earlier releases together; then lets the attacker loose on the result, and gives it out only if
 * that finds nothing. Throws when cells do not add up, when no blanks suffice, when the time is up, when the test fails.
 */
export async function protectTables(
  file: TableFile,
  governing: GoverningRule,
  options: ProtectOptions = {},
): Promise<Protected> {
  const highs = await loadSolver();
  const { earlier = [], note = () => {} } = options;
  const mostSeconds = options.seconds ?? patience.most;
  const seconds = Math.min(patience.choosing, mostSeconds / 3);
  const tables = numberTables(file, earlier);
  refuseSmallChanges(tables, governing.rule);
  const already = await alreadySafe(file, tables, governing, earlier);
  if (already !== undefined) return already;
  if (governing.rule.rounding !== undefined || governing.rule.cell_key !== undefined)
    return moveFigures(file, tables, governing, earlier);
  const values = completeValues(highs, tables) ?? Float64Array.from(tables.cells, (cell) => cell.value ?? 0);
  let problem = protectionProblem(tables, values, governing.rule);
  refuse(tables, alreadyPrinted(problem, tables), 'They are printed in an earlier release.');
  const gap = options.gap ?? (tables.cells.length <= optimalUpTo ? 0 : 0.005);
  // A fraction the programmes allow may be no whole number of people: what the test then finds is asked for again, wider.
  for (let attempt = 0; attempt < 4; attempt++) {
    const chosen = chooseBlanks(highs, problem, { seconds, mostSeconds, gap, note });
    refuse(
      tables,
      chosen.impossible.map(({ cell }) => cell),
      'However much is blanked beside them, they stay too narrow.',
    );
    if (chosen.unfinished) throw timeLimitReached.with({ seconds: mostSeconds });
    // A figure that stands in several tables is blank in all of them.
    const blank = new Set(tables.cells.flatMap(({ key }, at) => (chosen.blank[at] === 1 ? [key] : [])));
    const published = publishedFile(
      { ...file, ...(Object.keys(tables.unprinted).length > 0 ? { unprinted: tables.unprinted } : {}) },
      governing.rule,
      (table, cell) => blank.has(tables.keyOf(table, cell)),
    );
    const report = await attackReleases([...earlier, published], { exact: false });
    const unsafe = report.lines.filter(({ verdict }) => verdict === 'unsafe');
    note(`attacked: ${report.outcome}, ${unsafe.length} too narrow`);
    for (const line of unsafe.slice(0, 5)) note(JSON.stringify(line));
    if (report.outcome === 'contradictory')
      throw failedItsTest.with({ count: 1, cells: [report.contradiction!] });
    if (unsafe.length === 0) {
      return { published, explanation: explain(tables, problem, chosen, governing, report) };
    }
    const found = new Set(unsafe.map(({ cell }) => JSON.stringify(Object.entries(cell).sort())));
    const wider = problem.targets.length;
    problem = widen(problem, tables, found);
    if (problem.targets.length === wider || attempt === 3)
      throw failedItsTest.with({
        count: unsafe.length,
        cells: unsafe.slice(0, 10).map(({ cell }) => nameOf(cell)),
      });
  }
  throw failedItsTest.with({ count: 1, cells: ['the whole table'] });
}

/** A file with blanks in it that the rule and the attacker have nothing against leaves as it came. */
async function alreadySafe(
  file: TableFile,
  tables: NumberedTables,
  governing: GoverningRule,
  earlier: readonly TableFile[],
): Promise<Protected | undefined> {
  if (!tables.cells.some(({ cell }) => cell?.value === null)) return undefined;
  if (tables.cells.some((cell) => cell.cell?.value != null && whyWithheld(cell, governing.rule)))
    return undefined;
  const published = { ...file, rule: governing.rule };
  const report = await attackReleases([...earlier, published], { exact: false });
  if (report.outcome !== 'safe') return undefined;
  const blanks = tables.cells.flatMap(({ cell, name }) =>
    cell?.value === null ? [{ cell: name, value: null, reason: 'blank', words: 'it came as a blank' }] : [],
  );
  return {
    published,
    explanation: {
      rule: governing,
      cells: tables.cells.length,
      withheld: blanks.length,
      companions: 0,
      lost: 0,
      leastPossible: 0,
      best: true,
      solves: report.solves,
      blanks,
    },
  };
}

const nameOf = (cell: Readonly<Record<string, string>>) =>
  Object.entries(cell)
    .map(([dimension, code]) => `${dimension}=${code}`)
    .join(', ') || 'grand total';

/** A figure of now, worked out, that differs from one printed earlier by fewer people than the threshold tells of them. */
function refuseSmallChanges(tables: NumberedTables, rule: Rule): void {
  const small = tables.revised.filter(({ difference }) => Math.abs(difference) < (rule.threshold ?? 0));
  if (small.length > 0)
    throw cannotBeProtected.with({
      count: small.length,
      cells: small.slice(0, 10).map(({ name }) => name),
      why: `They are printed in an earlier release, and fewer than ${rule.threshold} people have changed since.`,
    });
}

function refuse(tables: NumberedTables, cells: readonly number[], why: string): void {
  if (cells.length === 0) return;
  throw cannotBeProtected.with({
    count: cells.length,
    cells: cells.slice(0, 10).map((at) => tables.cells[at]!.name),
    why,
  });
}

/** Small figures that everybody has read already. */
const alreadyPrinted = (problem: ProtectionProblem, tables: NumberedTables): number[] =>
  [...tables.cells.keys()].filter(
    (at) => tables.cells[at]!.earlier === 'printed' && problem.why[at] !== undefined,
  );

/** Asks for one case more of every figure that was found too narrow. */
function widen(
  problem: ProtectionProblem,
  tables: NumberedTables,
  found: ReadonlySet<string>,
): ProtectionProblem {
  const more: Target[] = [];
  for (const target of problem.targets) {
    const { codes } = tables.cells[target.cell]!;
    if (!found.has(JSON.stringify([...codes].sort()))) continue;
    const { up, down, width } = target.need;
    more.push({ ...target, need: { up: up + 1, down, width: Math.max(width, up + down) + 1 } });
  }
  return { ...problem, targets: [...problem.targets, ...more] };
}

function explain(
  tables: NumberedTables,
  problem: ProtectionProblem,
  chosen: Chosen,
  governing: GoverningRule,
  report: Awaited<ReturnType<typeof attackReleases>>,
): Explanation {
  const intervals = new Map(
    report.lines.map(({ cell, interval }) => [JSON.stringify(Object.entries(cell).sort()), interval]),
  );
  const blanks = tables.cells.flatMap((cell, at) => {
    if (chosen.blank[at] !== 1 || cell.cell === undefined) return [];
    const why = problem.why[at];
    const interval = intervals.get(JSON.stringify([...cell.codes].sort()));
    return [
      {
        cell: cell.name,
        value: cell.value ?? null,
        reason: why?.reason ?? 'companion',
        words: why?.words ?? 'without it others could be worked out',
        ...(interval === undefined ? {} : { interval }),
      },
    ];
  });
  return {
    rule: governing,
    cells: tables.cells.length,
    withheld: blanks.filter(({ reason }) => reason !== 'companion').length,
    companions: blanks.filter(({ reason }) => reason === 'companion').length,
    lost: chosen.cost,
    leastPossible: Math.max(0, Math.ceil(chosen.bound - 1e-6)),
    best: chosen.best,
    solves: report.solves,
    blanks,
  };
}
