import type { Engine } from '../../engine/engine.ts';
import type { Context } from '../handler.ts';
import { type OpenVersion, relationFor } from './open-version.ts';
import { compileQuery, helpfulColumns, narrowedColumns } from './soql/compile-query.ts';
import { formatQuery } from './soql/format.ts';
import { datasetScope } from './soql/scope.ts';
import type { Source } from './soql/source.ts';
import type { Stage } from './soql/stage.ts';
import type { Query } from './soql/tree.ts';

/** A query checked against one version, and where it should run. */
export interface PlannedQuery {
  readonly stage: Stage;
  readonly engine: Engine;
  /** What two queries that mean the same have in common. */
  readonly canonical: string;
  /** The same answer whenever it is asked. */
  readonly steady: boolean;
  readonly narrowedBy: ReadonlySet<string>;
}

export interface Asked {
  readonly query: Query;
  readonly source: Source;
  readonly parameters?: ReadonlyMap<string, string>;
}

/** Windows and chains go to a process that can be killed; all else is one scan and stays here. */
export function planQuery(
  context: Pick<Context, 'engine' | 'engineApart' | 'clock'>,
  open: OpenVersion,
  { query, source, parameters = new Map() }: Asked,
): PlannedQuery {
  const scope = datasetScope(
    open.version.columns,
    relationFor(open, helpfulColumns(query)),
    open.version.number,
  );
  const stage = compileQuery(query, scope, { source, parameters, now: context.clock.now() });
  const canonical = `${formatQuery(query)}${[...parameters].map(([name, value]) => ` ?${name}=${value}`).join('')}`;
  return {
    stage,
    engine: stage.unusual.length > 0 ? context.engineApart : context.engine,
    canonical,
    steady: !canonical.includes('get_utc_date('),
    narrowedBy: narrowedColumns(query),
  };
}
