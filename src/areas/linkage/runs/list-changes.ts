import type { Handler } from '../../handler.ts';
import type { ClusterChange } from '../continue/stable-clusters.ts';
import type { listChanges as op } from './contract.ts';
import { openRun } from './with-run.ts';

/** Which clusters merged or split since the run before; none for a run that goes on from no other. */
export const listChanges: Handler<typeof op> = async (context, input) => {
  const { row, result } = await openRun(context, input.run);
  const all =
    row.changes_file === null ? [] : ((await result.readJsonBeside<ClusterChange[]>(row.changes_file)) ?? []);
  const changes = all.filter(({ kind }) => input.kind === undefined || kind === input.kind);
  return {
    all: changes.length,
    changes: changes
      .slice(0, input.limit)
      .map((change) => ({ ...change, others: [...change.others].slice(0, 50) })),
  };
};
