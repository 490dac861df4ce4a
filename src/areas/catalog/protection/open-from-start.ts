import { inForce, plainClassification } from '../../../core/classification.ts';
import type { Context, Tx } from '../../handler.ts';
import { recordClass } from './classify.ts';
import { noSuchClass } from './errors.ts';
import { recordRelease } from './release-decision.ts';

/** On what ground the versions of a new dataset are open from the first on, and who answers for it. */
export interface OpenGround {
  /** Id of the open class it is of. */
  readonly class: string;
  /** Id of a ground of the state. */
  readonly ground: string;
  readonly reviewer: string;
}

/** Checks a ground before anything is loaded. Throws `catalog.no-such-class`. */
export function openGround(
  context: Pick<Context, 'clock' | 'jurisdiction' | 'actor'>,
  ground: string,
  reviewer: string | undefined,
): OpenGround {
  const { classes, grounds } = context.jurisdiction.classification ?? plainClassification;
  const today = context.clock.today();
  const known = inForce(grounds, today).map(({ id }) => id);
  if (!known.includes(ground)) throw noSuchClass.with({ class: ground, known });
  const open = inForce(classes, today).find((one) => one.open);
  if (open === undefined)
    throw noSuchClass.with({ class: 'open', known: inForce(classes, today).map(({ id }) => id) });
  return { class: open.id, ground, reviewer: reviewer ?? context.actor.name ?? context.actor.id };
}

/** The standing decision of a dataset that is being registered, and its class, in the caller's transaction. */
export async function openFromStart(
  context: Pick<Context, 'clock' | 'random' | 'actor'>,
  tx: Tx,
  dataset: string,
  { class: openClass, ground, reviewer }: OpenGround,
): Promise<void> {
  await recordClass(context, tx, dataset, null, { class: openClass, ground });
  await recordRelease(context, tx, { kind: 'standing', dataset, ground, reviewer });
}
