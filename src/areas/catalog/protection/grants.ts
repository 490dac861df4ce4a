import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { endOfDay, startOfDay } from '../../../core/calendar-date.ts';
import { newId } from '../../../core/id.ts';
import type { Database } from '../../../store/database.ts';
import type { Handler } from '../../handler.ts';
import { datasetOf } from '../read-dataset.ts';
import type {
  giveGrant as giveOp,
  listGrants as listOp,
  listOwnGrants as ownOp,
  withdrawGrant as withdrawOp,
} from './contract.ts';
import { noSuchGrant } from './errors.ts';
import type { grantView } from './model.ts';

export const giveGrant: Handler<typeof giveOp> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const row = {
      id: newId(context.random),
      grantee: input.grantee,
      dataset: dataset.id,
      purpose: input.purpose,
      view: input.view,
      ground: input.ground,
      valid_from: startOfDay(input.from ?? context.clock.today(), context.clock.timeZone),
      valid_until: endOfDay(input.until, context.clock.timeZone),
      given_by: context.actor.id,
      given_at: context.clock.now(),
      withdrawn_at: null,
      withdrawn_by: null,
    };
    await tx.insertInto('data_grant').values(row).execute();
    context.audit.about({
      dataset: dataset.id,
      person: input.grantee,
      detail: { grant: row.id, view: row.view },
    });
    return viewOf(row, dataset.publicId);
  });

/** From the commit on it counts for nothing: the policies are asked anew for every look. */
export const withdrawGrant: Handler<typeof withdrawOp> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const row = await tx
      .selectFrom('data_grant')
      .selectAll()
      .where('id', '=', input.grant)
      .where('dataset', '=', dataset.id)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) throw noSuchGrant.with({ grant: input.grant });
    const withdrawn = { withdrawn_at: context.clock.now(), withdrawn_by: context.actor.id };
    await tx.updateTable('data_grant').set(withdrawn).where('id', '=', row.id).execute();
    context.audit.about({ dataset: dataset.id, person: row.grantee, detail: { grant: row.id } });
    return viewOf({ ...row, ...withdrawn }, dataset.publicId);
  });

export const listGrants: Handler<typeof listOp> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const rows = await context.store.read
    .selectFrom('data_grant')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .orderBy('given_at', 'desc')
    .orderBy('id')
    .execute();
  return { grants: rows.map((row) => viewOf(row, dataset.publicId)) };
};

/** Those of the one who asks that count now. */
export const listOwnGrants: Handler<typeof ownOp> = async ({ store, actor, clock }) => {
  const now = clock.now();
  const rows = await store.read
    .selectFrom('data_grant')
    .innerJoin('dataset', 'dataset.id', 'data_grant.dataset')
    .select(['data_grant.id as grant', 'public_id', 'title', 'purpose', 'view', 'ground', 'valid_until'])
    .where('grantee', '=', actor.id)
    .where('withdrawn_at', 'is', null)
    .where('valid_from', '<=', now)
    .where('valid_until', '>', now)
    .orderBy('title')
    .orderBy('data_grant.id')
    .execute();
  return { grants: rows.map(({ public_id, ...row }) => ({ ...row, dataset: public_id })) };
};

const viewOf = (row: Selectable<Database['data_grant']>, publicId: string): z.output<typeof grantView> => ({
  grant: row.id,
  grantee: row.grantee,
  dataset: publicId,
  purpose: row.purpose,
  view: row.view,
  ground: row.ground,
  valid_from: row.valid_from,
  valid_until: row.valid_until,
  given_by: row.given_by,
  withdrawn_at: row.withdrawn_at,
});
