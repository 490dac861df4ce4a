import { type DataQuestion, type Decision, type FieldClass, noObligations } from '../../../core/decision.ts';
import type { Context } from '../../handler.ts';
import type { DatasetVersion } from '../model.ts';
import { datasetOf } from '../read-dataset.ts';
import { fieldClassesOf } from './field-classes.ts';
import { liveGrants } from './live-grants.ts';

export type LookAction = Exclude<DataQuestion['action'], 'see-record'>;
type Asking = Pick<Context, 'store' | 'actor' | 'clock' | 'decide' | 'jurisdiction'>;

/** What the policies say of a look at a version's content. An open one needs no policy asked, and no grant looked up. */
export async function decideLook(
  context: Asking,
  version: Pick<DatasetVersion, 'dataset' | 'release'>,
  action: LookAction,
): Promise<Decision> {
  // What the platform itself reads, to profile, check and protect, leaves by nobody's hand.
  if (version.release !== null || context.actor.kind === 'system')
    return { allowed: true, policies: [], obligations: noObligations };
  const reader = context.store.read;
  const { id, agency } = await datasetOf(reader, version.dataset);
  const [grants, fields] = await Promise.all([
    context.actor.kind === 'person' ? liveGrants(reader, id, context.actor.id) : [],
    fieldClassesOf(context, id),
  ]);
  return context.decide({
    action,
    dataset: { id, agency: agency ?? '', classification: 'protected' },
    fields: [...new Set<FieldClass>(fields.values())],
    grants,
  });
}

/** Whether a look would be allowed; writes nothing down, for no byte of it leaves. */
export const mayLook = async (
  context: Asking,
  version: Pick<DatasetVersion, 'dataset' | 'release'>,
  action: LookAction,
): Promise<boolean> => (await decideLook(context, version, action)).allowed;
