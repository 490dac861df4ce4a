import { createHash } from 'node:crypto';
import type { Clock } from '../../../core/clock.ts';
import type { Reader, Tx } from '../../handler.ts';
import { noSuchVersion } from '../errors.ts';
import { readDraftObjectives } from '../objective-row.ts';
import { readCycle, readItems } from '../read-plan.ts';
import { type Occasion, type VersionContent, type VersionLine, versionContent } from './model.ts';

/** The words of a cycle as they stand now. */
export async function contentOf(reader: Reader, cycle: string): Promise<VersionContent> {
  const { title } = await readCycle(reader, cycle);
  const origins = await reader
    .selectFrom('plan_origin')
    .select(['item', 'origin'])
    .where('cycle', '=', cycle)
    .where('kind', '=', 'merged')
    .orderBy('item')
    .orderBy('origin')
    .execute();
  const objectives = await readDraftObjectives(reader, cycle);
  // Parsed, so that the fields stand in the order of the schema and the hash is the same wherever it is counted.
  return versionContent.parse({
    cycle,
    title,
    items: await readItems(reader, cycle),
    objectives: objectives.map((row) => ({
      objective: row.objective,
      goal: row.goal,
      title: row.title,
      measure: row.measure,
      ...(row.scope.covered && { covered: row.scope.covered }),
      ...(row.scope.agencies && { agencies: row.scope.agencies }),
      principles: row.principles,
      horizon: row.horizon,
      nextCheck: row.next_check,
      owner: row.owner,
      example: row.example === 1,
      baseline: row.baseline,
      target: row.target,
    })),
    origins,
  });
}

export const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

const titles: Record<Occasion, (phase: number | null) => string> = {
  opened: (phase) => `Draft of phase ${phase}`,
  closed: (phase) => `As phase ${phase} ended`,
  delivered: () => 'Draft for the advisory board',
  adopted: () => 'Final',
};

/** Freezes the words as they stand, for ever, under an address of their own. */
export async function freezeVersion(
  tx: Tx,
  clock: Clock,
  cycle: string,
  occasion: Occasion,
  phase: number | null,
): Promise<string> {
  const content = JSON.stringify(await contentOf(tx, cycle));
  const id = [cycle, phase === null ? undefined : `phase-${phase}`, occasion].filter(Boolean).join('-');
  await tx
    .insertInto('plan_version')
    .values({
      id,
      cycle,
      phase,
      occasion,
      title: titles[occasion](phase),
      frozen_at: clock.now(),
      hash: hashOf(content),
      content,
    })
    .execute();
  return id;
}

const lineOf = (row: {
  id: string;
  cycle: string;
  title: string;
  phase: number | null;
  occasion: Occasion;
  frozen_at: string;
  hash: string;
}): VersionLine => ({
  version: row.id,
  cycle: row.cycle,
  title: row.title,
  phase: row.phase,
  occasion: row.occasion,
  frozenAt: row.frozen_at,
  hash: row.hash,
});

/** Frozen versions, oldest first, without their content. */
export async function listVersions(reader: Reader, cycle?: string): Promise<VersionLine[]> {
  const rows = await reader
    .selectFrom('plan_version')
    .select(['id', 'cycle', 'title', 'phase', 'occasion', 'frozen_at', 'hash'])
    .$if(cycle !== undefined, (query) => query.where('cycle', '=', cycle!))
    .orderBy('frozen_at')
    .execute();
  return rows.map(lineOf);
}

/** A frozen version; throws `plan.no-such-version`. */
export async function readVersion(
  reader: Reader,
  version: string,
): Promise<VersionLine & { content: VersionContent }> {
  const row = await reader
    .selectFrom('plan_version')
    .selectAll()
    .where('id', '=', version)
    .executeTakeFirst();
  if (!row) throw noSuchVersion.with({ version });
  return { ...lineOf(row), content: versionContent.parse(JSON.parse(row.content)) };
}
