import type { Selectable } from 'kysely';
import { plainClassification } from '../../../core/classification.ts';
import { newId } from '../../../core/id.ts';
import type { Database } from '../../../store/database.ts';
import type { Context, Reader, Tx } from '../../handler.ts';
import type { ReleaseDecision, ReleaseKind } from './model.ts';

/** What is decided when something about protected data is let go, or is not. */
export interface NewRelease {
  readonly kind: ReleaseKind;
  /** Internal id. */
  readonly dataset: string | null;
  readonly version?: number | null;
  readonly outcome?: 'released' | 'refused';
  /** Id of a ground of the state. */
  readonly ground: string;
  readonly citation?: string | null;
  readonly source?: string | null;
  /** Who looked at it and answers for it, by name. */
  readonly reviewer: string;
  /** The standing decision it follows from. */
  readonly standing?: string | null;
  /** What was proved before; never a value of a row. */
  readonly evidence?: unknown;
}

/** Writes a decision down, in the caller's transaction; answers its id. */
export async function recordRelease(
  context: Pick<Context, 'clock' | 'actor' | 'random'>,
  tx: Tx,
  release: NewRelease,
): Promise<string> {
  const id = newId(context.random);
  await tx
    .insertInto('release_decision')
    .values({
      id,
      kind: release.kind,
      dataset: release.dataset,
      version: release.version ?? null,
      outcome: release.outcome ?? 'released',
      ground: release.ground,
      citation: release.citation ?? null,
      source: release.source ?? null,
      reviewer: release.reviewer,
      decided_by: context.actor.id,
      decided_at: context.clock.now(),
      standing: release.standing ?? null,
      evidence: release.evidence === undefined ? null : JSON.stringify(release.evidence),
    })
    .execute();
  return id;
}

type ReleaseRow = Selectable<Database['release_decision']>;

/** The decision by which new versions of a dataset are open at once, while it is in force. */
export const standingRelease = (reader: Reader, dataset: string): Promise<ReleaseRow | undefined> =>
  reader
    .selectFrom('release_decision')
    .selectAll()
    .where('dataset', '=', dataset)
    .where('kind', '=', 'standing')
    .where('outcome', '=', 'released')
    .where('revoked_at', 'is', null)
    .orderBy('decided_at', 'desc')
    .executeTakeFirst();

/** Whether the platform may leave the files of a dataset's next version plain: they will be open the moment they are seen. */
export const willBeOpen = async (reader: Reader, dataset: string): Promise<boolean> =>
  (await standingRelease(reader, dataset)) !== undefined;

/** A decision as operations answer it. */
export function viewOfRelease(
  row: ReleaseRow,
  publicId: string | null,
  jurisdiction: Context['jurisdiction'],
): ReleaseDecision {
  const { grounds } = jurisdiction.classification ?? plainClassification;
  return {
    decision: row.id,
    kind: row.kind,
    dataset: publicId,
    version: row.version,
    outcome: row.outcome,
    ground: row.ground,
    ground_says: grounds.find(({ id }) => id === row.ground)?.says ?? row.ground,
    citation: row.citation,
    source: row.source,
    reviewer: row.reviewer,
    decided_by: row.decided_by,
    decided_at: row.decided_at,
    standing: row.standing,
    revoked_at: row.revoked_at,
    revoked_by: row.revoked_by,
    revoked_because: row.revoked_because,
  };
}
