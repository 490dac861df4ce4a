import { decideLook, liveGrants } from '../../catalog/index.ts';
import type { Handler } from '../../handler.ts';
import type { listLinkable as op } from './contract.ts';

const most = 500;

/** Datasets with rows that whoever asks may link: open ones, and protected ones of their agency or under a grant. */
export const listLinkable: Handler<typeof op> = async (context) => {
  const { actor, store } = context;
  const reader = store.read;
  const now = context.clock.now();
  const rows = await reader
    .selectFrom('dataset')
    .select(['id', 'public_id', 'title', 'agency', 'current_version', 'rows_stored', 'release'])
    .where('state', '=', 'active')
    .where('current_version', 'is not', null)
    .orderBy('title')
    .limit(most)
    .execute();
  const made = new Set(
    (await reader.selectFrom('linkage_run').select('result_dataset').distinct().execute()).map(
      ({ result_dataset }) => result_dataset,
    ),
  );
  const agencies = new Set((actor.roles ?? []).flatMap(({ agency }) => agency ?? []));
  const purposes = new Set<string>();
  const datasets = [];
  for (const row of rows) {
    if (made.has(row.id)) continue;
    const base = {
      dataset: row.public_id,
      title: row.title,
      agency: row.agency,
      version: row.current_version!,
      rows: row.rows_stored ?? 0,
    };
    if (row.release !== null) {
      datasets.push({ ...base, access: 'open' as const, allowed: true, because: null });
      continue;
    }
    const grants = (await liveGrants(reader, row.id, actor.id)).filter(
      (grant) => grant.withdrawnAt === undefined && grant.from <= now && now < grant.until,
    );
    for (const grant of grants) if (grant.view === 'rows') purposes.add(grant.purpose);
    const concerned =
      grants.length > 0 || actor.kind !== 'person' || (row.agency !== null && agencies.has(row.agency));
    if (!concerned) continue;
    const look = await decideLook(context, { dataset: row.id, release: null }, 'read-rows');
    const allowed = look.allowed && look.obligations.mask.length === 0;
    datasets.push({
      ...base,
      access: 'protected' as const,
      allowed,
      because: allowed ? null : because(grants.map(({ view }) => view)),
    });
  }
  return { purpose: context.purpose ?? null, purposes: [...purposes].sort(), datasets };
};

const because = (views: readonly string[]): string =>
  views.includes('rows')
    ? 'your grant is for another purpose than the one stated'
    : views.includes('masked')
      ? 'your grant shows masked rows, and those cannot be compared'
      : views.includes('figures')
        ? 'your grant shows figures only, never a row'
        : 'state a purpose first';
