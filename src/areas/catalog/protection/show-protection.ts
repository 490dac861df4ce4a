import { inForce, plainClassification } from '../../../core/classification.ts';
import type { Context, Handler } from '../../handler.ts';
import type { Dataset } from '../model.ts';
import { viewOfDataset } from '../model.ts';
import { datasetOf } from '../read-dataset.ts';
import type { listReleases as listOp, showProtection as operation } from './contract.ts';
import { decideLook, grantsOf } from './decide-look.ts';
import type { ProtectionView } from './model.ts';
import { standingRelease, viewOfRelease } from './release-decision.ts';

export const showProtection: Handler<typeof operation> = async (context, input) =>
  protectionOf(context, await datasetOf(context.store.read, input.dataset));

/** Why a dataset is protected, what whoever asks may see, and the ways to more. */
export async function protectionOf(context: Context, dataset: Dataset): Promise<ProtectionView> {
  const reader = context.store.read;
  const today = context.clock.today();
  const rules = context.jurisdiction.classification ?? plainClassification;
  const [rows, standing, look, granted] = await Promise.all([
    reader
      .selectFrom('classification')
      .selectAll()
      .where('dataset', '=', dataset.id)
      .where('superseded_at', 'is', null)
      .orderBy('field')
      .execute(),
    standingRelease(reader, dataset.id),
    lookAt(context, dataset),
    grantedNow(context, dataset),
  ]);
  const own = rows.find(({ field }) => field === null);
  // A dataset that nobody has classified is protected, as the strictest reading of its versions says.
  const known = rules.classes.find(({ id }) => id === dataset.class);
  return {
    dataset: dataset.publicId,
    title: dataset.title,
    access: viewOfDataset(dataset, context.clock.now()).access,
    class: dataset.class,
    class_name: known?.name ?? null,
    class_says: known?.says ?? null,
    open_class: known?.open ?? false,
    ground: own?.ground ?? null,
    citation: own?.citation ?? known?.citation ?? null,
    decided_by: own?.decided_by ?? null,
    valid_from: own?.valid_from ?? null,
    describes: dataset.describes,
    fields: rows.flatMap((row) => {
      if (row.field === null) return [];
      const element = rules.elements.find(({ id }) => id === row.class);
      return [
        {
          field: row.field,
          element: row.class,
          element_name: element?.name ?? row.class,
          class: element?.class ?? ('identifier' as const),
          ground: row.ground,
          citation: row.citation ?? element?.citation ?? null,
          valid_from: row.valid_from,
        },
      ];
    }),
    paths: inForce(rules.paths, today)
      .filter((path) => known === undefined || path.for.includes(known.id))
      .map((path) => ({
        needs: path.needs,
        gets: path.gets,
        half_days: path.days?.half ?? null,
        nine_days: path.days?.nine ?? null,
        usual: path.usual ?? null,
        source: path.source,
        example: path.standing === 'example',
      })),
    ask: { agency: dataset.agency, owner: dataset.owner, contact: dataset.contact },
    ...look,
    granted,
    standing: standing ? viewOfRelease(standing, dataset.publicId, context.jurisdiction) : null,
  };
}

async function grantedNow(context: Context, dataset: Dataset): Promise<ProtectionView['granted']> {
  if (context.actor.kind !== 'person') return [];
  const now = context.clock.now();
  const grants = await grantsOf(context.store.read, dataset, context.actor.id);
  return grants
    .filter(({ from, until, withdrawnAt }) => withdrawnAt === undefined && from <= now && now < until)
    .map(({ purpose, view, until, kind }) => ({ purpose, view, until, emergency: kind === 'break-glass' }));
}

async function lookAt(
  context: Context,
  dataset: Dataset,
): Promise<Pick<ProtectionView, 'allowed' | 'refusal'>> {
  const version = { dataset: dataset.id, release: dataset.release };
  const rows = await decideLook(context, version, 'read-rows');
  if (rows.allowed) return { allowed: rows.obligations.mask.length > 0 ? 'masked' : 'rows', refusal: null };
  const figures = await decideLook(context, version, 'read-figures');
  const { policy, reason, ask } = rows.refusal;
  return {
    allowed: figures.allowed ? 'figures' : 'nothing',
    refusal: { policy: policy.id, title: policy.title, reason, ask },
  };
}

export const listReleases: Handler<typeof listOp> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const rows = await context.store.read
    .selectFrom('release_decision')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .where('kind', 'in', ['version', 'standing'])
    .orderBy('decided_at', 'desc')
    .orderBy('id')
    .limit(input.limit)
    .execute();
  return { releases: rows.map((row) => viewOfRelease(row, dataset.publicId, context.jurisdiction)) };
};
