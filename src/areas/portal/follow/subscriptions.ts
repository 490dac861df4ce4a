import { timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Actor } from '../../../core/access.ts';
import { checkOutsideAddress } from '../../../core/guarded-request.ts';
import { newId } from '../../../core/id.ts';
import { hourMs } from '../../../core/session-times.ts';
import type { Database } from '../../../store/database.ts';
import { appendMail, isMailAddress } from '../../../store/mail.ts';
import type { Handler, Reader, Tx } from '../../handler.ts';
import type {
  subscribe as begin,
  confirmSubscription as confirm,
  endSubscription as end,
  listSubscriptions as list,
  showSubscription as show,
} from './contract.ts';
import { badSubscriber, confirmFirst, noSuchSubscription, tooManySubscriptions } from './errors.ts';
import type { SubscriptionView } from './model.ts';
import { sendWebhooksJob } from './tell.ts';
import { checkTopic, topicWords } from './topic.ts';

const mostOfOneAddress = 100;
/** Mails asking to confirm that one address may have unanswered: whoever did not ask for them is not buried in them. */
const mostUnanswered = 5;
/** After it, one not confirmed counts no more. */
const unansweredDays = 7;

type Row = Selectable<Database['subscription']>;
async function viewsOf(reader: Reader, rows: readonly Row[]): Promise<SubscriptionView[]> {
  const words = await topicWords(
    reader,
    rows.map(({ topic }) => topic),
  );
  return rows.map(({ id, topic, channel, state, ended_because, subscribed_at }) => ({
    subscription: id,
    topic,
    channel,
    state,
    ended_because,
    since: subscribed_at,
    ...words(topic),
  }));
}
const viewOf = async (reader: Reader, row: Row) => (await viewsOf(reader, [row]))[0]!;

export const subscribe: Handler<typeof begin> = async (context, input) => {
  const address = input.address.trim();
  if (input.channel === 'webhook') checkOutsideAddress(address);
  else if (!isMailAddress(address)) throw badSubscriber.with({ channel: 'email' });
  if (input.channel === 'webhook' && !address.startsWith('https://'))
    throw badSubscriber.with({ channel: 'a webhook' });
  await checkTopic(context.store.read, input.topic);
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
      return { ...(await viewOf(tx, known)), state: 'unconfirmed' as const, secret: null };
    const lately = new Date(Date.parse(context.clock.now()) - unansweredDays * 24 * hourMs).toISOString();
    const unanswered = own.filter((row) => row.state === 'unconfirmed' && row.channel === 'email');
    if (unanswered.filter((row) => row.subscribed_at > lately).length >= mostUnanswered)
      throw confirmFirst.with({ most: mostUnanswered });
    if (own.length - unanswered.length >= mostOfOneAddress)
      throw tooManySubscriptions.with({ most: mostOfOneAddress });
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
    const view = await viewOf(tx, row);
    if (input.channel === 'email')
      await appendMail(tx, context.clock, {
        to: address,
        topic: 'portal.confirm-subscription',
        subject: 'Confirm that you want to follow this',
        paragraphs: [
          `Somebody, probably you, asked that this address be told of ${view.title}, at most once a day.`,
          'If it was not you, do nothing: no more mail will come.',
        ],
        links: [{ label: 'Confirm', path: `/subscriptions/${row.id}?key=${row.secret}` }],
        once: `confirm ${row.id}`,
      });
    else await context.enqueue(tx, { kind: sendWebhooksJob, input: {}, once: sendWebhooksJob });
    return { ...view, secret: input.channel === 'webhook' ? row.secret : null };
  });
};

async function byKey(reader: Pick<Tx, 'selectFrom'>, id: string, key: string): Promise<Row> {
  const row = await reader.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
  const [given, kept] = [Buffer.from(key), Buffer.from(row?.secret ?? '')];
  if (row === undefined || given.length !== kept.length || !timingSafeEqual(given, kept))
    throw noSuchSubscription.with({});
  return row;
}

export const showSubscription: Handler<typeof show> = async (context, input) => {
  const reader = context.store.read;
  const row = await byKey(reader, input.subscription, input.key);
  // Who holds the key of one reads the mail of its address, and so may see what else comes there.
  const others = row.address === '' ? [] : await followedBy(reader, row);
  return { ...(await viewOf(reader, row)), others: await viewsOf(reader, others) };
};

const followedBy = (reader: Pick<Tx, 'selectFrom'>, { id, address, channel }: Row) =>
  reader
    .selectFrom('subscription')
    .selectAll()
    .where('address', '=', address)
    .where('channel', '=', channel)
    .where('state', '!=', 'ended')
    .where('id', '!=', id)
    .orderBy('subscribed_at')
    .execute();

export const listSubscriptions: Handler<typeof list> = async (context) => {
  if (context.actor.kind !== 'person') return { subscriptions: [] };
  const rows = await context.store.read
    .selectFrom('subscription')
    .selectAll()
    .where('subscribed_by', '=', context.actor.id)
    .where('state', '!=', 'ended')
    .orderBy('subscribed_at', 'desc')
    .limit(500)
    .execute();
  return { subscriptions: await viewsOf(context.store.read, rows) };
};

export const confirmSubscription: Handler<typeof confirm> = (context, input) =>
  context.store.write(async (tx) => {
    const row = await byKey(tx, input.subscription, input.key);
    // A webhook proves itself by its challenge alone.
    if (row.state !== 'unconfirmed' || row.channel !== 'email') return viewOf(tx, row);
    const change = { state: 'active' as const, confirmed_at: context.clock.now() };
    await tx.updateTable('subscription').set(change).where('id', '=', row.id).execute();
    return viewOf(tx, { ...row, ...change });
  });

export const endSubscription: Handler<typeof end> = (context, input) =>
  context.store.write(async (tx) => {
    const known = await ownOrByKey(tx, context.actor, input.subscription, input.key);
    const row =
      input.which === undefined || input.which === known.id
        ? known
        : (await followedBy(tx, known)).find(({ id }) => id === input.which);
    if (row === undefined) throw noSuchSubscription.with({});
    if (row.state === 'ended') return viewOf(tx, row);
    const change = await endIt(tx, row.id, 'asked for', context.clock.now());
    return viewOf(tx, { ...row, ...change });
  });

async function ownOrByKey(tx: Tx, actor: Actor, id: string, key: string | undefined): Promise<Row> {
  if (key !== undefined || actor.kind !== 'person') return byKey(tx, id, key ?? '');
  const row = await tx
    .selectFrom('subscription')
    .selectAll()
    .where('id', '=', id)
    .where('subscribed_by', '=', actor.id)
    .executeTakeFirst();
  if (row === undefined) throw noSuchSubscription.with({});
  return row;
}

/** An ended one keeps no address. */
export async function endIt(tx: Tx, id: string, because: string, now: string) {
  const change = { state: 'ended' as const, ended_at: now, ended_because: because, address: '' };
  await tx.updateTable('subscription').set(change).where('id', '=', id).execute();
  return change;
}
