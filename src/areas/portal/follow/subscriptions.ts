import { timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import { checkOutsideAddress } from '../../../core/guarded-request.ts';
import { newId } from '../../../core/id.ts';
import type { Database } from '../../../store/database.ts';
import { appendMail, isMailAddress } from '../../../store/mail.ts';
import type { Handler, Tx } from '../../handler.ts';
import type {
  subscribe as begin,
  confirmSubscription as confirm,
  endSubscription as end,
  showSubscription as show,
} from './contract.ts';
import { badSubscriber, noSuchSubscription, tooManySubscriptions } from './errors.ts';
import { sendWebhooksJob } from './tell.ts';

const mostOfOneAddress = 100;

type Row = Selectable<Database['subscription']>;
const viewOf = ({ id, topic, channel, state, ended_because }: Row) => ({
  subscription: id,
  topic,
  channel,
  state,
  ended_because,
});

export const subscribe: Handler<typeof begin> = async (context, input) => {
  const address = input.address.trim();
  if (input.channel === 'webhook') checkOutsideAddress(address);
  else if (!isMailAddress(address)) throw badSubscriber.with({ channel: 'email' });
  if (input.channel === 'webhook' && !address.startsWith('https://'))
    throw badSubscriber.with({ channel: 'a webhook' });
  return context.store.write(async (tx) => {
    const own = await tx
      .selectFrom('subscription')
      .selectAll()
      .where('address', '=', address)
      .where('state', '!=', 'ended')
      .execute();
    // Asked for twice is asked for once, and nobody learns from the answer whether an address is known.
    const known = own.find((row) => row.topic === input.topic && row.channel === input.channel);
    if (known !== undefined && input.channel === 'email')
      return { ...viewOf(known), state: 'unconfirmed' as const, secret: null };
    if (own.length >= mostOfOneAddress) throw tooManySubscriptions.with({ most: mostOfOneAddress });
    const row: Row = {
      id: newId<'subscription'>(context.random),
      topic: input.topic,
      channel: input.channel,
      address,
      state: 'unconfirmed',
      secret: `${newId(context.random)}${newId(context.random)}`,
      subscribed_at: context.clock.now(),
      subscribed_by: context.actor.id,
      confirmed_at: null,
      ended_at: null,
      ended_because: null,
      failures: 0,
    };
    await tx.insertInto('subscription').values(row).execute();
    if (input.channel === 'email')
      await appendMail(tx, context.clock, {
        to: address,
        topic: 'portal.confirm-subscription',
        subject: 'Confirm that you want to follow this',
        paragraphs: [
          `Somebody, probably you, asked that this address be told of ${input.topic.replace(':', ' ')}.`,
          'If it was not you, do nothing: no more mail will come.',
        ],
        links: [{ label: 'Confirm', path: `/subscriptions/${row.id}?key=${row.secret}` }],
        once: `confirm ${row.id}`,
      });
    else await context.enqueue(tx, { kind: sendWebhooksJob, input: {}, once: sendWebhooksJob });
    return { ...viewOf(row), secret: input.channel === 'webhook' ? row.secret : null };
  });
};

async function byKey(reader: Pick<Tx, 'selectFrom'>, id: string, key: string): Promise<Row> {
  const row = await reader.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
  const [given, kept] = [Buffer.from(key), Buffer.from(row?.secret ?? '')];
  if (row === undefined || given.length !== kept.length || !timingSafeEqual(given, kept))
    throw noSuchSubscription.with({});
  return row;
}

export const showSubscription: Handler<typeof show> = async (context, input) =>
  viewOf(await byKey(context.store.read, input.subscription, input.key));

export const confirmSubscription: Handler<typeof confirm> = (context, input) =>
  context.store.write(async (tx) => {
    const row = await byKey(tx, input.subscription, input.key);
    // A webhook proves itself by its challenge alone.
    if (row.state !== 'unconfirmed' || row.channel !== 'email') return viewOf(row);
    const change = { state: 'active' as const, confirmed_at: context.clock.now() };
    await tx.updateTable('subscription').set(change).where('id', '=', row.id).execute();
    return viewOf({ ...row, ...change });
  });

export const endSubscription: Handler<typeof end> = (context, input) =>
  context.store.write(async (tx) => {
    const row = await byKey(tx, input.subscription, input.key);
    if (row.state === 'ended') return viewOf(row);
    const change = await endIt(tx, row.id, 'asked for', context.clock.now());
    return viewOf({ ...row, ...change });
  });

/** An ended one keeps no address. */
export async function endIt(tx: Tx, id: string, because: string, now: string) {
  const change = { state: 'ended' as const, ended_at: now, ended_because: because, address: '' };
  await tx.updateTable('subscription').set(change).where('id', '=', id).execute();
  return change;
}
