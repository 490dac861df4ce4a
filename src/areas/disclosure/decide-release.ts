import type { Actor } from '../../core/access.ts';
import { recordRelease } from '../catalog/index.ts';
import type { Handler } from '../handler.ts';
import { askWorker } from './ask-worker.ts';
import type { AttackLine } from './attack/attack-releases.ts';
import { givenAway } from './attack/route.ts';
import { alreadyDecided, notStillSafe, reviewerNeeded } from './errors.ts';
import type { decideRelease as operation } from './release/contract.ts';
import { groundOf } from './release/gate.ts';
import { releaseOf, releasesAbout, viewsOf } from './release/register.ts';

/** A reviewer's decision on a release that waits: attacked once more, with all that has left since. */
export const decideRelease: Handler<typeof operation> = async (context, input) => {
  const reviewer = reviewerOf(context.actor, input.reviewer);
  const proposed = await releaseOf(context.store.read, input.release);
  const universes: string[] = JSON.parse(proposed.universes);
  if (proposed.asked_by === context.actor.id && context.actor.kind === 'person')
    throw reviewerNeeded.with({ reason: 'Whoever asked for a release cannot decide it.' });
  if (input.outcome === 'released' && proposed.state === 'proposed') {
    const earlier = await releasesAbout(context.store.read, universes);
    const { outcome, lines } = await askWorker<{
      lines: string;
      outcome: 'safe' | 'unsafe' | 'contradictory';
    }>(
      {
        ask: 'attack',
        releases: [...earlier, proposed].map(({ id, published }) => ({ name: id, text: published })),
        overrides: {},
      },
      context.signal,
    );
    const unsafe = lines
      .split('\n')
      .filter((line) => line.includes('"verdict":"unsafe"'))
      .map((line) => JSON.parse(line) as AttackLine);
    if (outcome !== 'safe')
      throw notStillSafe.with({ release: proposed.id, count: unsafe.length, cells: givenAway(unsafe) });
  }
  await context.store.write(async (tx) => {
    const now = await releaseOf(tx, input.release);
    if (now.state !== 'proposed') throw alreadyDecided.with({ release: now.id, state: now.state });
    const decision = await recordRelease(context, tx, {
      kind: 'table',
      dataset: now.dataset,
      version: now.version,
      outcome: input.outcome,
      ground: input.ground ?? groundOf(context),
      reviewer,
      evidence: { release: now.id, sha256: now.sha256, ...JSON.parse(now.proof) },
    });
    await tx
      .updateTable('disclosure_release')
      .set({
        state: input.outcome,
        reviewer,
        decided_by: context.actor.id,
        decided_at: context.clock.now(),
        reason: input.reason,
        decision,
      })
      .where('id', '=', now.id)
      .execute();
    context.audit.about({
      ...(now.dataset === null ? {} : { dataset: now.dataset }),
      detail: { release: now.id, decision: input.outcome, sha256: now.sha256 },
    });
  });
  const [view] = await viewsOf(context.store.read, [await releaseOf(context.store.read, input.release)]);
  return view!;
};

/** Whoever is signed in decides in their own name; the operator of the home names whoever does. */
function reviewerOf(actor: Actor, named: string | undefined): string {
  const reviewer = actor.kind === 'person' ? (actor.name ?? actor.id) : named;
  if (reviewer === undefined)
    throw reviewerNeeded.with({ reason: 'Nobody is named who decides this release.' });
  return reviewer;
}
