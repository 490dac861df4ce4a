import {
  type DataQuestion,
  type Decision,
  type FieldClass,
  type LiveGrant,
  noObligations,
} from '../../../core/decision.ts';
import { breakGlassGrants } from '../../access/index.ts';
import type { Context, Reader } from '../../handler.ts';
import type { DatasetVersion } from '../model.ts';
import { datasetOf } from '../read-dataset.ts';
import { fieldClassesOf } from './field-classes.ts';
import { liveGrants } from './live-grants.ts';
import { sourcesOf, together } from './made-from.ts';

export type LookAction = Exclude<DataQuestion['action'], 'see-record'>;
type Asking = Pick<Context, 'store' | 'actor' | 'clock' | 'decide' | 'jurisdiction'>;

/**
 * What the policies say of a look at a version's content. An open one needs no policy asked, and no grant looked up. One that
 * the platform made from protected ones may be looked at by whoever may look at each of them, and by nobody else.
 */
export async function decideLook(
  context: Asking,
  version: Pick<DatasetVersion, 'dataset' | 'release'>,
  action: LookAction,
): Promise<Decision> {
  // What the platform itself reads, to profile, check and protect, leaves by nobody's hand.
  if (version.release !== null || context.actor.kind === 'system')
    return { allowed: true, policies: [], obligations: noObligations };
  const reader = context.store.read;
  const sources = (await sourcesOf(reader, version.dataset)).filter(({ release }) => release === null);
  if (sources.length > 0)
    return together(await Promise.all(sources.map((source) => decideLook(context, source, action))));
  const { id, publicId, agency } = await datasetOf(reader, version.dataset);
  const [grants, fields] = await Promise.all([
    context.actor.kind === 'person' ? grantsOf(reader, { id, publicId }, context.actor.id) : [],
    fieldClassesOf(context, id),
  ]);
  return context.decide({
    action,
    dataset: { id, agency: agency ?? '', classification: 'protected' },
    fields: [...new Set<FieldClass>(fields.values())],
    grants,
  });
}

/** Ordinary and emergency ones, ended ones too: the policies judge them. */
export const grantsOf = async (
  reader: Reader,
  dataset: { readonly id: string; readonly publicId: string },
  person: string,
): Promise<LiveGrant[]> =>
  (
    await Promise.all([liveGrants(reader, dataset.id, person), breakGlassGrants(reader, dataset, person)])
  ).flat();

/** Whether a look would be allowed; writes nothing down, for no byte of it leaves. */
export const mayLook = async (
  context: Asking,
  version: Pick<DatasetVersion, 'dataset' | 'release'>,
  action: LookAction,
): Promise<boolean> => (await decideLook(context, version, action)).allowed;
