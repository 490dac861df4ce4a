import { type AttackLine, attackReleases } from '../attack/attack-releases.ts';
import { givenAway } from '../attack/route.ts';
import { cannotBeProtected, failedItsTest, timeLimitReached } from '../errors.ts';
import type { Rule } from '../rules/rule.ts';
import type { GoverningRule } from '../rules/strictest-rule.ts';
import { loadSolver } from '../solver/linear-model.ts';
import { total } from '../tables/hierarchy.ts';
import { cellName, type TableFile } from '../tables/table-file.ts';
import { type Chosen, chooseBlanks } from './choose-blanks.ts';
import { type CodedCell, type CostOfCodes, codedCells, costOfCodes, rangeOf } from './coded-percentages.ts';
import { completeValues } from './complete-values.ts';
import { choiceOf, hideCosts } from './hidden-choice.ts';
import { moveFigures } from './move-figures.ts';
import { type NumberedTables, numberTables } from './numbered-tables.ts';
import { type ProtectionProblem, protectionProblem, type Target } from './protection-problem.ts';
import { publishedFile } from './published-file.ts';
import { relaxCodes, startingCodes } from './relax-codes.ts';
import {
  companionOf,
  meansOfBlankCounts,
  refuseWithoutPeople,
  withheldMedians,
} from './withheld-averages.ts';
import { type Withheld, whyWithheld } from './withheld-cells.ts';

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
  /** Sum of the values behind companions, and the least that any safe choice could have: unknown where the choice is hidden. */
  readonly lost: number;
  readonly leastPossible?: number;
  /** Proved cheapest, to within the gap asked for; with the secret amounts where the choice is hidden. */
  readonly best: boolean;
  /** Programmes the attacker solved. */
  readonly solves: number;
  /** Where percentages are coded: what that costs. */
  readonly coded?: CostOfCodes;
  readonly blanks: readonly {
    readonly cell: string;
    readonly value: number | null;
    readonly reason: string;
    readonly words: string;
    readonly interval?: readonly [number, number | null];
  }[];
}

export interface ProtectOptions {
  /** Hides the choice of companions where the rule asks for that: the same secret makes the same choice. */
  readonly secret: Uint8Array | string;
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
  options: ProtectOptions,
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
    return moveFigures(file, numberTables(file, []), governing, earlier);
  refuseWithoutPeople(file, tables);
  const values = completeValues(highs, tables) ?? Float64Array.from(tables.cells, (cell) => cell.value ?? 0);
  const gap = options.gap ?? (tables.cells.length <= optimalUpTo ? 0 : 0.005);
  const deadline = performance.now() + mostSeconds * 1000;
  const withheldToo = new Set<string>();
  const wider = new Map<number, number>();
  let codes = startingCodes(codedCells(file, tables, governing.rule));
  // What the test finds is asked for again: wider, with another companion, in coarser codes.
  for (;;) {
    if (performance.now() > deadline) throw timeLimitReached.with({ seconds: mostSeconds });
    const ranges = new Map(codes.cells.map((one) => [one.cell, rangeOf(one, governing.rule)]));
    let problem = protectionProblem(tables, values, governing.rule, ranges);
    refuse(
      tables,
      governing.rule,
      alreadyPrinted(problem, tables),
      'They are printed in an earlier release, and what has left cannot be called back.',
    );
    problem = widen(problem, wider);
    problem = withholdToo(problem, tables, withheldToo);
    problem = withGroupsPrinted(problem, codes.groups);
    if (choiceOf(governing.rule) === 'hidden')
      problem = hideCosts(problem, tables, governing.rule, options.secret);
    const chosen = chooseBlanks(highs, problem, { seconds, mostSeconds, gap, note });
    const relaxed = relaxCodes(
      codes,
      problem,
      chosen.impossible.map(({ cell }) => cell),
    );
    if (relaxed !== undefined) {
      codes = relaxed;
      continue;
    }
    refuse(
      tables,
      governing.rule,
      chosen.impossible.map(({ cell }) => cell),
      'However much is blanked beside them, they stay too narrow.',
    );
    if (chosen.unfinished) throw timeLimitReached.with({ seconds: mostSeconds });
    // A figure that stands in several tables is blank in all of them.
    const blank = new Set(tables.cells.flatMap(({ key }, at) => (chosen.blank[at] === 1 ? [key] : [])));
    const ofBlankCounts = meansOfBlankCounts(file, tables, (key) => blank.has(key));
    if (ofBlankCounts.length > 0) {
      for (const at of ofBlankCounts) withheldToo.add(tables.cells[at]!.key);
      continue;
    }
    const medians = withheldMedians(file, tables, governing.rule, (key) => blank.has(key));
    const isBlank = (key: string) => blank.has(key) || medians.has(key) || withheldToo.has(key);
    const printedAs = new Map(codes.cells.map((one) => [tables.cells[one.cell]!.key, one]));
    const published = publishedFile(
      { ...file, ...(Object.keys(tables.unprinted).length > 0 ? { unprinted: tables.unprinted } : {}) },
      governing.rule,
      (table, cell) => isBlank(tables.keyOf(table, cell)),
      (table, cell) => {
        const code = cell.of === undefined ? undefined : printedAs.get(tables.keyOf(table, cell));
        if (code === undefined) return undefined;
        // Of a group that is itself blank no share is told.
        const ofBlank = code.baseCell !== undefined && isBlank(tables.cells[code.baseCell]!.key);
        return rangeOf(ofBlank ? { ...code, row: -1 } : code, governing.rule).percent;
      },
    );
    const report = await attackReleases([...earlier, published], { exact: false });
    const unsafe = report.lines.filter(({ verdict }) => verdict === 'unsafe');
    note(`attacked: ${report.outcome}, ${unsafe.length} too narrow`);
    for (const line of unsafe.slice(0, 5)) note(JSON.stringify(line));
    if (report.outcome === 'contradictory')
      throw failedItsTest.with({ count: 1, cells: [report.contradiction!] });
    if (unsafe.length === 0)
      return {
        published,
        explanation: explain(file, tables, problem, chosen, governing, report, {
          medians,
          withheldToo,
          coded: codes.cells,
        }),
      };
    const found = numbersOf(unsafe, file, tables);
    const coarse = relaxCodes(codes, problem, found);
    let more = coarse !== undefined;
    codes = coarse ?? codes;
    for (const line of unsafe) {
      const place = line.of === undefined ? undefined : companionOf(file, tables, line, isBlank);
      if (place === undefined) continue;
      withheldToo.add(tables.keyOf(place.table, place.cell));
      more = true;
    }
    const targets = new Set(problem.targets.map(({ cell }) => cell));
    for (const at of found) {
      // A fraction the programmes allow may be no whole number of people.
      if (coarse !== undefined || !targets.has(at) || (wider.get(at) ?? 0) >= mostWider) continue;
      wider.set(at, (wider.get(at) ?? 0) + 1);
      more = true;
    }
    if (!more)
      throw failedItsTest.with({
        count: unsafe.length,
        cells: givenAway(unsafe),
      });
  }
}

/** Cases more that are asked for of a figure found too narrow, at most. */
const mostWider = 3;

/** The numbers of the figures that lines of a report speak of. */
function numbersOf(lines: readonly AttackLine[], file: TableFile, tables: NumberedTables): number[] {
  const whole = new Map(file.tables.map(({ name, figure }) => [name, figure === 'count']));
  const wanted = new Set(
    lines.flatMap(({ cell, table, of }) =>
      of === undefined ? [codesKey(Object.entries(cell), whole.get(table ?? '') ?? true)] : [],
    ),
  );
  return tables.cells.flatMap((cell, at) => (wanted.has(codesKey(cell.codes, cell.whole)) ? [at] : []));
}

const codesKey = (codes: readonly (readonly [string, string])[], whole: boolean): string =>
  JSON.stringify([whole, [...codes].sort()]);

/** The sizes of these groups stay printed, where they are not withheld for their own sake. */
function withGroupsPrinted(problem: ProtectionProblem, groups: ReadonlySet<number>): ProtectionProblem {
  if (groups.size === 0) return problem;
  const free = Uint8Array.from(problem.free);
  for (const group of groups) free[group] = 0;
  return { ...problem, free };
}

/** The figures of these keys are blank in every pattern, and as wide as companions must be. */
function withholdToo(
  problem: ProtectionProblem,
  tables: NumberedTables,
  keys: ReadonlySet<string>,
): ProtectionProblem {
  const added = [...tables.cells.keys()].filter(
    (at) => keys.has(tables.cells[at]!.key) && problem.must[at] !== 1,
  );
  if (added.length === 0) return problem;
  const must = Uint8Array.from(problem.must);
  for (const at of added) must[at] = 1;
  return {
    ...problem,
    must,
    targets: [...problem.targets, ...added.flatMap((at) => problem.ofCompanion(at) ?? [])],
  };
}

/** A file with blanks in it that the rule and the attacker have nothing against leaves as it came. */
async function alreadySafe(
  file: TableFile,
  tables: NumberedTables,
  governing: GoverningRule,
  earlier: readonly TableFile[],
): Promise<Protected | undefined> {
  const came = file.tables.flatMap(({ cells }) => cells).some(({ value }) => value === null);
  if (!came) return undefined;
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
      cells: tables.cells.filter(({ cell }) => cell !== undefined).length,
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

function refuse(tables: NumberedTables, rule: Rule, cells: readonly number[], why: string): void {
  if (cells.length === 0) return;
  throw cannotBeProtected.with({
    count: cells.length,
    cells: cells.slice(0, 10).map((at) => tables.cells[at]!.name),
    why,
    ...(rule.percent_codes === undefined
      ? {}
      : { how: 'printing percentages as ranges and blanking others' }),
  });
}

/** Small figures that everybody has read already. */
const alreadyPrinted = (problem: ProtectionProblem, tables: NumberedTables): number[] =>
  [...tables.cells.keys()].filter(
    (at) => tables.cells[at]!.earlier === 'printed' && problem.why[at] !== undefined,
  );

/** Asks for more cases of the figures that were found too narrow, by number. */
function widen(problem: ProtectionProblem, wider: ReadonlyMap<number, number>): ProtectionProblem {
  const more = problem.targets.flatMap((target): Target[] => {
    const by = wider.get(target.cell);
    if (by === undefined) return [];
    const { up, down, width } = target.need;
    return [{ ...target, need: { up: up + by, down, width: Math.max(width, up + down) + by } }];
  });
  return more.length === 0 ? problem : { ...problem, targets: [...problem.targets, ...more] };
}

function explain(
  file: TableFile,
  tables: NumberedTables,
  problem: ProtectionProblem,
  chosen: Chosen,
  governing: GoverningRule,
  report: Awaited<ReturnType<typeof attackReleases>>,
  also: {
    readonly medians: ReadonlyMap<string, Withheld>;
    readonly withheldToo: ReadonlySet<string>;
    readonly coded: readonly CodedCell[];
  },
): Explanation {
  const whole = new Map(file.tables.map(({ name, figure }) => [name, figure === 'count']));
  const intervals = new Map(
    report.lines.map(({ cell, interval, table, of }) => [
      `${of === 'median' ? 'median' : ''}${codesKey(Object.entries(cell), whole.get(table ?? '') ?? true)}`,
      interval,
    ]),
  );
  const blanks: Explanation['blanks'][number][] = tables.cells.flatMap((cell, at) => {
    if (chosen.blank[at] !== 1 || cell.cell === undefined) return [];
    const why = problem.why[at];
    const interval = intervals.get(codesKey(cell.codes, cell.whole));
    // The amount behind a mean is known no closer than the mean: it is the mean that is withheld.
    const people = cell.give > 0 ? cell.cell.contributors! : 1;
    return [
      {
        cell: cell.name,
        value: cell.value === undefined ? null : cell.value / people,
        reason: why?.reason ?? 'companion',
        words: why?.words ?? 'without it others could be worked out',
        ...(interval === undefined ? {} : { interval }),
      },
    ];
  });
  for (const table of file.tables) {
    if (table.figure !== 'median') continue;
    for (const cell of table.cells) {
      const key = tables.keyOf(table, cell);
      const why = also.medians.get(key);
      if (why === undefined && !also.withheldToo.has(key)) continue;
      const codes = table.dims.flatMap((dim, at) =>
        cell.codes[at] === total ? [] : [[dim, cell.codes[at]!] as const],
      );
      const interval = intervals.get(`median${codesKey(codes, false)}`);
      blanks.push({
        cell: `${cellName(table.dims, cell.codes)} in ${table.name}`,
        value: cell.value,
        reason: why?.reason ?? 'companion',
        words: why?.words ?? 'without it others could be worked out',
        ...(interval === undefined ? {} : { interval }),
      });
    }
  }
  const { coded } = also;
  const medians = file.tables.reduce(
    (sum, { figure, cells }) => sum + (figure === 'median' ? cells.length : 0),
    0,
  );
  return {
    rule: governing,
    cells: tables.cells.filter(({ cell }) => cell !== undefined).length + medians,
    withheld: blanks.filter(({ reason }) => reason !== 'companion' && reason !== 'coded').length,
    companions: blanks.filter(({ reason }) => reason === 'companion').length,
    lost: chosen.cost,
    ...(choiceOf(governing.rule) === 'hidden'
      ? {}
      : { leastPossible: Math.max(0, Math.ceil(chosen.bound - 1e-6)) }),
    best: chosen.best,
    solves: report.solves,
    ...(coded.length === 0 ? {} : { coded: costOfCodes(coded, governing.rule) }),
    blanks,
  };
}
