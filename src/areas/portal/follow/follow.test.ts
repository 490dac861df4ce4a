import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../../test/context.ts';
import type { DomainEvent } from '../../../core/event.ts';
import { area as catalog } from '../../catalog/index.ts';
import { area as portal } from '../index.ts';
import { sendWebhooks } from './send-webhooks.ts';
import { tell } from './tell.ts';

let context: TestContext;
let dataset: string;
beforeEach(async () => {
  context = await openTestContext('2026-11-23T12:00:00.000Z');
  ({ dataset } = await catalog.handlers['register-dataset'](context, {
    title: 'Crashes & <fatalities>',
    agency: 'DOT',
    tags: ['Road safety'],
  }));
});
afterEach(() => context.close());

async function deliver(): Promise<void> {
  for (const [at, { name, payload }] of context.told.entries())
    for (const one of portal.subscribers!)
      if (one.event === name && one.name.startsWith('portal.tell'))
        await one.run(context, { id: `event-${at}`, name, at: context.clock.now(), payload } as DomainEvent);
}
const news = async (topic: string) =>
  (await portal.handlers['list-news'](context, { topic, limit: 50 })).items.map(({ title }) => title);
const mails = () => context.store.read.selectFrom('mail_message').selectAll().orderBy('queued_at').execute();
const subscribe = (topic: string, address: string, channel: 'email' | 'webhook' = 'email') =>
  portal.handlers.subscribe(context, { topic, address, channel });
const secretOf = async (id: string) =>
  (
    await context.store.read
      .selectFrom('subscription')
      .select('secret')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).secret;

describe('what happened to a dataset', () => {
  it('stands in the feeds of itself, its keywords, its agency and all, once however often it is told', async () => {
    await deliver();
    await deliver();
    const title = 'New: Crashes & <fatalities>';
    for (const topic of [`dataset:${dataset}`, 'tag:road-safety', 'agency:DOT', 'all'])
      expect(await news(topic), topic).toEqual([title]);
    expect(await news('agency:DPH')).toEqual([]);
    const { body } = await portal.handlers['show-feed'](context, {
      topic: 'all',
      base: 'https://data.example.gov',
    });
    expect(body).toContain('<title>New: Crashes &#38; &#60;fatalities&#62;</title>');
    expect(body).toContain('<id>tag:data.example.gov,2018:event-0</id>');
    expect(body).not.toContain('<fatalities>');
  });

  it('comes by mail in a digest to who confirmed, once for several topics, until one press ends it', async () => {
    const one = await subscribe(`dataset:${dataset}`, 'reader@example.org');
    const two = await subscribe('agency:DOT', 'reader@example.org');
    await subscribe('all', 'silent@example.org');
    expect(one).toMatchObject({ state: 'unconfirmed', secret: null });
    for (const { subscription } of [one, two])
      await portal.handlers['confirm-subscription'](context, {
        subscription,
        key: await secretOf(subscription),
      });
    const before = (await mails()).length;
    await deliver();
    const sent = (await mails()).slice(before);
    expect(sent.map(({ recipient, digest, topic }) => [recipient, digest, topic])).toEqual([
      ['reader@example.org', 1, 'portal.news'],
    ]);
    const ended = await portal.handlers['end-subscription'](context, {
      subscription: one.subscription,
      key: await secretOf(one.subscription),
    });
    expect(ended.state).toBe('ended');
    const kept = await context.store.read
      .selectFrom('subscription')
      .selectAll()
      .where('id', '=', one.subscription)
      .executeTakeFirstOrThrow();
    expect(kept.address).toBe('');
  });

  it('cannot be ended, confirmed or looked at without the key', async () => {
    const { subscription } = await subscribe('all', 'reader@example.org');
    for (const key of ['', 'x', 'x'.repeat(32)])
      for (const verb of ['confirm-subscription', 'end-subscription', 'show-subscription'] as const)
        await expect(portal.handlers[verb](context, { subscription, key })).rejects.toMatchObject({
          code: 'portal.no-such-subscription',
        });
  });

  it('shows whoever holds one key what else comes to the address, and ends that too', async () => {
    const one = await subscribe(`dataset:${dataset}`, 'reader@example.org');
    const two = await subscribe('tag:road-safety', 'reader@example.org');
    await subscribe('all', 'other@example.org');
    const key = await secretOf(one.subscription);
    const shown = await portal.handlers['show-subscription'](context, {
      subscription: one.subscription,
      key,
    });
    expect(shown).toMatchObject({ title: 'Crashes & <fatalities>', href: `/data/${dataset}` });
    expect(shown.others.map(({ title, state }) => [title, state])).toEqual([
      ['data about road safety', 'unconfirmed'],
    ]);
    const ended = await portal.handlers['end-subscription'](context, {
      subscription: one.subscription,
      key,
      which: two.subscription,
    });
    expect([ended.subscription, ended.state]).toEqual([two.subscription, 'ended']);
    const strangers = (await context.store.read.selectFrom('subscription').selectAll().execute()).find(
      ({ address }) => address === 'other@example.org',
    )!;
    await expect(
      portal.handlers['end-subscription'](context, {
        subscription: one.subscription,
        key,
        which: strangers.id,
      }),
    ).rejects.toMatchObject({ code: 'portal.no-such-subscription' });
  });

  it('lists a person who signed in what they asked for, and nobody else’s', async () => {
    const as = (id: string) => context.asked({ actor: { id, kind: 'person' } });
    const { subscription } = await portal.handlers.subscribe(as('person-1'), {
      topic: 'all',
      channel: 'email',
      address: 'one@example.org',
    });
    await subscribe('all', 'two@example.org');
    const own = async (id: string) =>
      (await portal.handlers['list-subscriptions'](as(id), {})).subscriptions.map((one) => one.subscription);
    expect(await own('person-1')).toEqual([subscription]);
    expect(await own('person-2')).toEqual([]);
    const end = (id: string) => portal.handlers['end-subscription'](as(id), { subscription });
    await expect(end('person-2')).rejects.toMatchObject({ code: 'portal.no-such-subscription' });
    expect((await end('person-1')).state).toBe('ended');
  });

  it('refuses to follow what is not there', async () => {
    for (const topic of ['dataset:zzzz-9999', 'agency:NONE'])
      await expect(subscribe(topic, 'reader@example.org')).rejects.toMatchObject({
        code: 'portal.no-such-topic',
      });
  });

  it('refuses addresses that are none, and does not mail twice for one wish', async () => {
    await expect(subscribe('all', 'nobody')).rejects.toMatchObject({ code: 'portal.bad-subscriber' });
    await expect(subscribe('all', 'https://127.0.0.1/hook', 'webhook')).rejects.toMatchObject({
      code: 'request.address-not-allowed',
    });
    await expect(subscribe('all', 'http://example.com/hook', 'webhook')).rejects.toMatchObject({
      code: 'portal.bad-subscriber',
    });
    await subscribe('all', 'reader@example.org');
    await subscribe('all', 'reader@example.org');
    expect(await mails()).toHaveLength(1);
  });

  it('sends an address that confirms nothing five mails and no more, until a week has passed', async () => {
    for (const tag of ['a', 'b', 'c', 'd', 'e']) await subscribe(`tag:${tag}`, 'victim@example.org');
    await expect(subscribe('tag:f', 'victim@example.org')).rejects.toMatchObject({
      code: 'portal.confirm-first',
    });
    await subscribe('tag:f', 'somebody-else@example.org');
    await context.store.write((tx) =>
      tx
        .updateTable('subscription')
        .set({ subscribed_at: '2020-01-01T00:00:00.000Z' })
        .where('address', '=', 'victim@example.org')
        .execute(),
    );
    await expect(subscribe('tag:f', 'victim@example.org')).resolves.toMatchObject({ state: 'unconfirmed' });
  });

  it('may be told by any area, of topics of its own', async () => {
    await subscribe('plan:goal-4', 'board@example.org').then(async ({ subscription }) =>
      portal.handlers['confirm-subscription'](context, { subscription, key: await secretOf(subscription) }),
    );
    const item = {
      id: 'plan-1',
      kind: 'plan-changed',
      title: 'Goal 4 has new words',
      summary: 'Read it.',
      href: '/plan',
    };
    await context.store.write((tx) => tell(tx, context, item, ['plan:goal-4']));
    await context.store.write((tx) => tell(tx, context, item, ['plan:goal-4']));
    expect(await news('plan:goal-4')).toEqual(['Goal 4 has new words']);
    expect((await mails()).filter(({ topic }) => topic === 'portal.news')).toHaveLength(1);
  });
});

describe('a webhook', () => {
  let server: Server;
  const got: { signature: string; body: string }[] = [];
  let repeats = true;
  let status = 200;
  beforeEach(async () => {
    got.length = 0;
    repeats = true;
    status = 200;
    server = createServer((request, answer) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        got.push({ signature: String(request.headers['x-oak-signature']), body });
        const { challenge } = JSON.parse(body) as { challenge?: string };
        answer.writeHead(challenge === undefined ? status : 200).end(repeats ? (challenge ?? '') : 'no');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterEach(() => new Promise<unknown>((done) => server.close(done)));

  const send = () => sendWebhooks({ allowPrivate: true })({ ...context, job: {} } as never);
  /** As after a subscription to a public address: the test's own receiver stands for it. */
  const receiver = async () => {
    const secret = 's'.repeat(32);
    await context.store.write((tx) =>
      tx
        .insertInto('subscription')
        .values({
          id: 'hook',
          topic: `dataset:${dataset}`,
          channel: 'webhook',
          address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
          state: 'unconfirmed',
          secret,
          subscribed_at: context.clock.now(),
          subscribed_by: 'open',
          failures: 0,
        })
        .execute(),
    );
    return secret;
  };

  it('repeats a challenge, then gets each item signed, and again later when it fails', async () => {
    const secret = await receiver();
    await send();
    await deliver();
    status = 500;
    expect(await send()).toEqual({ delivered: 0, failed: 1 });
    expect(await send()).toEqual({ delivered: 0, failed: 0 });
    status = 204;
    context.clock.moveTo('2026-11-23T12:02:00.000Z');
    expect(await send()).toEqual({ delivered: 1, failed: 0 });
    const last = got.at(-1)!;
    expect(JSON.parse(last.body)).toMatchObject({ item: { title: 'New: Crashes & <fatalities>' } });
    expect(last.signature).toBe(`sha256=${createHmac('sha256', secret).update(last.body).digest('hex')}`);
    expect(await send()).toEqual({ delivered: 0, failed: 0 });
  });

  it('that does not repeat the challenge is never sent anything', async () => {
    await receiver();
    repeats = false;
    await send();
    await deliver();
    await send();
    expect(got).toHaveLength(1);
    const row = await context.store.read.selectFrom('subscription').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'ended', address: '' });
  });

  it('inside this network is not reached when nobody allows it', async () => {
    await receiver();
    await sendWebhooks()({ ...context, job: {} } as never);
    expect(got).toEqual([]);
  });
});
