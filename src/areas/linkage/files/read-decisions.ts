import { existsSync } from 'node:fs';
import type { Engine } from '../../../engine/engine.ts';
import { literal, sql } from '../../../engine/sql.ts';
import type { PairDecision } from '../cluster/honour-decisions.ts';
import { decisionsUnusable, noSuchRecordFile } from '../errors.ts';
import type { RecordIds } from './record-ids.ts';

/**
 * Decisions about pairs from a CSV with the columns `id_l`, `id_r` and `decision` (`same`, `different`, `unsure`), as a review
 * writes it; further columns are passed over. A later line about the same pair takes the place of an earlier one. Throws
 * `linkage.decisions-unusable`; a decision about a record that is not there any more is counted and left out.
 */
export async function readDecisions(
  engine: Engine,
  file: string,
  ids: RecordIds,
  { rows, leftRows }: { readonly rows: number; readonly leftRows?: number },
): Promise<{ decisions: PairDecision[]; gone: number }> {
  if (!existsSync(file)) throw noSuchRecordFile.with({ file });
  const relation = sql`read_csv(${literal(file)}, header = true, all_varchar = true)`;
  const columns = await engine
    .rows<{ column_name: string }>(sql`DESCRIBE SELECT * FROM ${relation}`, { step: 'decision_columns' })
    .catch((cause: unknown) => {
      throw decisionsUnusable.with({ file, problem: 'it is no CSV with a line of column names' }, cause);
    });
  const missing = ['id_l', 'id_r', 'decision'].filter(
    (name) => !columns.some(({ column_name }) => column_name === name),
  );
  if (missing.length > 0)
    throw decisionsUnusable.with({ file, problem: `it has no column ${missing.join(', ')}` });
  const lines = await engine.rows<{ line: number; l: string | null; r: string | null; d: string | null }>(
    sql`SELECT (row_number() OVER () + 1)::integer AS line, trim(id_l) AS l, trim(id_r) AS r, lower(trim(decision)) AS d
        FROM ${relation}`,
    { step: 'decisions' },
  );
  const lefts = leftRows ?? rows;
  const rowOf = [rowsById(ids, 0, lefts), leftRows === undefined ? undefined : rowsById(ids, lefts, rows)];
  const decided = new Map<string, PairDecision>();
  let gone = 0;
  for (const { line, l, r, d } of lines) {
    if (d === null || d === '' || d === 'unsure') continue;
    if (d !== 'same' && d !== 'different')
      throw decisionsUnusable.with({
        file,
        problem: `line ${line}: the decision is none of same, different, unsure`,
      });
    const left = l === null ? undefined : rowOf[0]!.get(l);
    const right = r === null ? undefined : (rowOf[1] ?? rowOf[0]!).get(r);
    if (left === undefined || right === undefined) {
      gone++;
      continue;
    }
    if (left === right)
      throw decisionsUnusable.with({ file, problem: `line ${line}: it names one record twice` });
    const key = left < right ? `${left}/${right}` : `${right}/${left}`;
    decided.delete(key);
    decided.set(key, { left, right, same: d === 'same' });
  }
  return { decisions: [...decided.values()], gone };
}

function rowsById({ of }: RecordIds, from: number, to: number): Map<string, number> {
  const rows = new Map<string, number>();
  for (let row = from; row < to; row++) rows.set(of(row), row);
  return rows;
}
