import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Database } from '../../../store/database.ts';
import type { Reader } from '../../handler.ts';
import { noSuchRelease } from '../errors.ts';
import type { ReleaseView } from '../model.ts';

export type ReleaseRow = Selectable<Database['disclosure_release']>;

/** Published tables by their bytes: what the register and the audit log hold to. */
export const digestOf = (published: string): string => createHash('sha256').update(published).digest('hex');

/** What has left about any of these people, oldest first; with what waits, when asked for. */
export async function releasesAbout(
  reader: Reader,
  universes: readonly string[],
  states: readonly ReleaseRow['state'][] = ['released'],
): Promise<ReleaseRow[]> {
  if (universes.length === 0) return [];
  return reader
    .selectFrom('disclosure_release')
    .selectAll()
    .where('state', 'in', [...states])
    .where('id', 'in', (query) =>
      query
        .selectFrom('disclosure_universe')
        .select('release')
        .where('universe', 'in', [...universes]),
    )
    .orderBy('sequence')
    .execute();
}

/** What has left in answer to this very question about this version, if anything has. */
export async function answerTo(
  reader: Reader,
  source: { readonly dataset: string; readonly version: number },
  question: string,
): Promise<ReleaseRow | undefined> {
  return reader
    .selectFrom('disclosure_release')
    .selectAll()
    .where('dataset', '=', source.dataset)
    .where('version', '=', source.version)
    .where('question', '=', question)
    .where('state', '=', 'released')
    .orderBy('sequence')
    .executeTakeFirst();
}

/** Throws `disclosure.no-such-release`. */
export async function releaseOf(reader: Reader, id: string): Promise<ReleaseRow> {
  const row = await reader
    .selectFrom('disclosure_release')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw noSuchRelease.with({ release: id });
  return row;
}

/** As the register shows it. `publicIds` has the public ids of datasets by internal ones. */
export function viewOf(row: ReleaseRow, publicIds: ReadonlyMap<string, string>): ReleaseView {
  const { rule, whose } = JSON.parse(row.rule);
  return {
    release: row.id,
    title: row.title,
    state: row.state,
    audience: row.audience ?? 'everyone',
    universes: JSON.parse(row.universes),
    dataset: row.dataset === null ? null : (publicIds.get(row.dataset) ?? null),
    version: row.version,
    variables: JSON.parse(row.variables),
    vintage: row.vintage,
    sha256: row.sha256,
    cells: row.cells,
    blanks: row.blanks,
    rule,
    whose,
    proof: JSON.parse(row.proof),
    asked_at: row.asked_at,
    purpose: row.purpose,
    reviewer: row.reviewer,
    decided_at: row.decided_at,
    reason: row.reason,
  };
}

/** Views with the public ids they need. */
export async function viewsOf(reader: Reader, rows: readonly ReleaseRow[]): Promise<ReleaseView[]> {
  const ids = [...new Set(rows.flatMap(({ dataset }) => dataset ?? []))];
  const known =
    ids.length === 0
      ? []
      : await reader.selectFrom('dataset').select(['id', 'public_id']).where('id', 'in', ids).execute();
  const publicIds = new Map(known.map((one) => [one.id, one.public_id]));
  return rows.map((row) => viewOf(row, publicIds));
}
