import type { Engine } from '../../../engine/engine.ts';
import { type Sql, sql } from '../../../engine/sql.ts';
import type { FieldProfile, VersionProfile } from '../profile.ts';
import { dropFolded } from './folded.sql.ts';
import { type ProfiledColumn, profileColumn } from './profile-column.ts';

/**
 * The profile of a relation, column by column: every count exact, memory bounded by the engine's limit (one column's
 * distinct values at a time, spilled to disk when they do not fit). `progress` is told how many columns are done.
 */
export async function profileRows(
  engine: Engine,
  rows: Sql,
  columns: readonly ProfiledColumn[],
  progress: (done: number) => void = () => {},
): Promise<VersionProfile> {
  return engine.session(async (session) => {
    const [counted] = await session.rows<{ n: string }>(sql`SELECT count(*)::BIGINT AS n FROM ${rows}`, {
      step: 'row_count',
    });
    const fields: FieldProfile[] = [];
    for (const column of columns) {
      fields.push(await profileColumn(session, rows, column));
      progress(fields.length);
    }
    await session.run(dropFolded, { step: 'drop_folded' });
    return { form: 1, rows: Number(counted!.n), fields };
  });
}
