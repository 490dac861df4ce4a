import type { Engine } from '../../engine/engine.ts';
import { ident } from '../../engine/sql.ts';
import type { Context } from '../handler.ts';
import { exactColumns } from './exact-columns.ts';
import { countedRows, summedColumns } from './month-totals.sql.ts';
import { type OpenVersion, storedRows } from './open-version.ts';
import { owedColumns } from './owed-columns.ts';
import { answeredByTotals } from './soql/answered-by-totals.ts';
import { compileQuery, type Leaning, leaningOf } from './soql/compile-query.ts';
import { formatQuery } from './soql/format.ts';
import { type DatasetColumn, datasetScope, type Relation } from './soql/scope.ts';
import type { Source } from './soql/source.ts';
import type { Stage } from './soql/stage.ts';
import { foldName } from './soql/token.ts';
import type { Query } from './soql/tree.ts';
import { groupCode, sortedRows } from './sorted-copy.ts';

/** A query checked against one version, and where it should run. */
export interface PlannedQuery {
  readonly stage: Stage;
  readonly engine: Engine;
  /** Reads few rows of a sorted copy, one value's or totals: one thread is quicker than several. */
  readonly oneThread: boolean;
  /** Reads the version's own files, not a sorted copy. */
  readonly fromFiles: boolean;
  /** What two queries that mean the same have in common. */
  readonly canonical: string;
  /** The same answer whenever it is asked. */
  readonly steady: boolean;
  /** Columns held to a value: what sorted copies are made for. */
  readonly narrowedBy: ReadonlySet<string>;
}

export interface Asked {
  readonly query: Query;
  readonly source: Source;
  readonly parameters?: ReadonlyMap<string, string>;
}

/** Windows and chains go to a process that can be killed; all else is one scan and stays here. */
export async function planQuery(
  context: Pick<Context, 'engine' | 'engineApart' | 'clock' | 'store'>,
  open: OpenVersion,
  { query, source, parameters = new Map() }: Asked,
): Promise<PlannedQuery> {
  const exact = await exactColumns(context.engine, open);
  const owed = await owedColumns(context, open);
  const columns: DatasetColumn[] = [
    ...open.version.columns.map((one) => ({
      ...one,
      exact: exact.integers.has(one.name),
      ...digitsOf(exact.digits.get(one.name)),
    })),
    ...owed,
  ];
  const over = (rows: Relation) =>
    compileQuery(query, datasetScope(columns, rows, open.version.number), {
      source,
      parameters,
      now: context.clock.now(),
    });
  const leaning = leaningOf(query);
  const stored = over(storedRows(open));
  const apart = stored.unusual.length > 0;
  const sorted = apart
    ? undefined
    : ((await totalsFor(context.engine, open, query)) ?? (await sortedFor(context.engine, open, leaning)));
  // Until its day an old column is part of the answer: what is kept of one must not outlive it.
  const promised = owed.map(({ name, from }) => ` ${name}=${from ?? ''}`).join('');
  const canonical = `${formatQuery(query)}${promised}${[...parameters].map(([name, value]) => ` ?${name}=${value}`).join('')}`;
  return {
    stage: sorted ? over(sorted.relation) : stored,
    engine: apart ? context.engineApart : context.engine,
    oneThread: sorted?.oneThread === true,
    fromFiles: sorted === undefined,
    canonical,
    steady: !canonical.includes('get_utc_date('),
    narrowedBy: new Set(leaning.narrowed.keys()),
  };
}

/** The type allows more digits than most columns have. */
const digitsOf = (digits: number | undefined) => (digits === undefined ? {} : { precision: digits });

interface CopyRead {
  readonly relation: Relation;
  readonly oneThread: boolean;
}

/** The totals beside a copy, where they answer the query. */
async function totalsFor(engine: Engine, open: OpenVersion, query: Query): Promise<CopyRead | undefined> {
  const names = new Set(open.version.columns.map((one) => foldName(one.name)));
  for (const { field, newestBy, path } of open.projections) {
    if (newestBy === null) continue;
    const by = foldName(field);
    const sums = new Set(summedColumns(open.version.columns).map(foldName));
    const held = { by, date: foldName(newestBy), sums, isColumn: (name: string) => names.has(name) };
    if (!answeredByTotals(query, held)) continue;
    const sorted = await sortedRows(engine, path, { oneThread: true });
    if (!sorted?.totals) continue;
    const coded = { column: by, code: ident(groupCode) };
    return { relation: { from: sorted.totals, coded, counted: countedRows }, oneThread: true };
  }
  return undefined;
}

/** A copy sorted by a column that the query holds to few values, else by one it groups by; none when none would help. */
async function sortedFor(
  engine: Engine,
  open: OpenVersion,
  { narrowed, grouped }: Leaning,
): Promise<CopyRead | undefined> {
  const by = (columns: { has(name: string): boolean }) =>
    open.projections.find((one) => columns.has(foldName(one.field)));
  const copy = by(narrowed) ?? by(grouped);
  if (copy === undefined) return undefined;
  const column = foldName(copy.field);
  const oneThread = narrowed.get(column) === 'one';
  const sorted = await sortedRows(engine, copy.path, { oneThread });
  if (!sorted) return undefined;
  const from = sorted.rows;
  const coded = sorted.coded ? { coded: { column, code: ident(groupCode) } } : {};
  const newest =
    copy.newestBy === null
      ? []
      : [{ column: foldName(copy.newestBy), descending: true, nulls: 'first' as const }];
  return { relation: { from, ...coded, ...(oneThread && { comesBy: newest }) }, oneThread };
}
