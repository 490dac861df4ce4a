import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../test/context.ts';
import { startMailServer } from '../../test/mail-server.ts';
import { operations as work } from '../areas/work/contract.ts';
import { area } from '../areas/work/index.ts';
import { appendMail, type NewMail, recordBounce } from '../store/mail.ts';
import { sendDueMail } from './mailing.ts';

let context: TestContext;
let server: Awaited<ReturnType<typeof startMailServer>>;
let home: string;
let logged: string[];

beforeEach(async () => {
  context = await openTestContext('2026-11-23T12:00:00.000Z');
  server = await startMailServer();
  home = await mkdtemp(join(tmpdir(), 'oak-mail-'));
  logged = [];
});
afterEach(async () => {
  await server.close();
  await context.close();
  await rm(home, { recursive: true, force: true });
});

const configure = (over = '') =>
  writeFile(
    join(home, 'mail.yaml'),
    `smtp: { host: 127.0.0.1, port: ${server.port}, security: none${over} }
from: 'Elmland data plan <plan@elmland.example>'
publicAddress: https://plan.elmland.example
`,
  );
const append = (mail: Partial<NewMail> = {}) =>
  context.store.write((tx) =>
    appendMail(tx, context.clock, {
      to: 'ada@town.example',
      topic: 'plan.comment-answered',
      subject: 'Your comment was answered',
      paragraphs: ['It was adopted in part.'],
      links: [{ label: 'The answer', path: '/plan/comments/abc' }],
      ...mail,
    }),
  );
const pass = () =>
  sendDueMail(
    {
      store: context.store,
      clock: context.clock,
      jurisdiction: context.jurisdiction,
      log: (message, fields) => void logged.push(JSON.stringify([message, fields])),
    },
    home,
  );
const overview = async () =>
  work['show-mail'].output.schema.parse(await area.handlers['show-mail']!(context, {} as never));

describe('mail', () => {
  it('waits while no mail server is set up, and the operator sees it; then leaves', async () => {
    await append();
    await pass();
    expect(await overview()).toMatchObject({ server: 'none', waiting: 1, sent: 0 });
    await configure();
    await pass();
    expect(await overview()).toMatchObject({ server: 'working', waiting: 0, sent: 1, problems: [] });
    const [mail] = server.received;
    expect(mail!.to).toEqual(['ada@town.example']);
    expect(mail!.from).toBe('plan@elmland.example');
    expect(mail!.header('subject')).toBe('Your comment was answered');
    expect(mail!.header('auto-submitted')).toBe('auto-generated');
    expect(mail!.body).toContain('It was adopted in part.');
    expect(mail!.body).toContain('https://plan.elmland.example/plan/comments/abc');
    await pass();
    expect(server.received).toHaveLength(1);
  });

  it('comes with the decision or not at all', async () => {
    await expect(
      context.store.write(async (tx) => {
        await appendMail(tx, context.clock, {
          to: 'ada@town.example',
          topic: 't.t',
          subject: 's',
          paragraphs: ['p'],
        });
        throw new Error('the decision failed');
      }),
    ).rejects.toThrow('the decision failed');
    expect((await overview()).waiting).toBe(0);
  });

  it('is sent again under the same id when the line broke after the server had taken it', async () => {
    await configure();
    await append();
    server.answer((command) => (command === 'END' ? '250 taken, then silent' : undefined));
    await pass();
    expect(server.received).toHaveLength(1);
    expect(await overview()).toMatchObject({ server: 'failing', waiting: 1, sent: 0 });
    server.answer(() => undefined);
    context.clock.moveTo('2026-11-23T12:02:00.000Z');
    await pass();
    expect(await overview()).toMatchObject({ server: 'working', waiting: 0, sent: 1 });
    const ids = server.received.map((mail) => mail.header('message-id'));
    expect(ids).toHaveLength(2);
    expect(ids[0]).toMatch(/^<[a-z2-9]{16}@plan\.elmland\.example>$/);
    expect(ids[1]).toBe(ids[0]);
  });

  it('a refused address is shown without the address, holds nobody up, and can be tried again', async () => {
    await configure();
    await append({ to: 'nobody@town.example' });
    await append();
    server.answer((command, argument) =>
      command === 'RCPT' && argument.startsWith('nobody')
        ? '550 5.1.1 <nobody@town.example> user unknown'
        : undefined,
    );
    await pass();
    const seen = await overview();
    expect(seen).toMatchObject({ sent: 1, waiting: 0 });
    expect(seen.problems).toMatchObject([
      { state: 'refused', to: 'n…@town.example', problem: 'EENVELOPE 550' },
    ]);
    expect(logged.join()).not.toContain('town.example');
    server.answer(() => undefined);
    await area.handlers['retry-mail']!(context, {} as never);
    await pass();
    expect((await overview()).problems).toEqual([]);
    expect(server.received.map((mail) => mail.to[0]).sort()).toEqual([
      'ada@town.example',
      'nobody@town.example',
    ]);
  });

  it('waits longer after each failed try and gives up after about three days', async () => {
    await configure();
    await append();
    server.answer((command) => (command === 'RCPT' ? '451 4.3.0 try later' : undefined));
    await pass();
    await pass();
    expect((await overview()).problems).toMatchObject([{ attempts: 1, nextAt: '2026-11-23T12:01:00.000Z' }]);
    for (let hour = 1; hour < 90; hour++) {
      context.clock.moveTo(new Date(Date.parse('2026-11-23T12:00:00Z') + hour * 3_600_000).toISOString());
      await pass();
    }
    expect((await overview()).problems).toMatchObject([{ state: 'given-up', attempts: 76 }]);
  });

  it('one digest a person a day, at seven on the wall clock, across a clock change', async () => {
    await configure();
    context.clock.moveTo('2026-10-31T20:00:00.000Z');
    await append({ digest: true, subject: 'Inventory due', paragraphs: ['In 5 days.'] });
    context.clock.moveTo('2026-10-31T20:01:00.000Z');
    await append({ digest: true, subject: 'Report due', paragraphs: ['In 9 days.'] });
    await append({ digest: true, to: 'ben@town.example', subject: 'Report due', paragraphs: ['In 9 days.'] });
    // Clocks go back on November 1, 2026: seven in the morning is 12:00 UTC, no more 11:00.
    context.clock.moveTo('2026-11-01T11:30:00.000Z');
    await pass();
    expect(server.received).toHaveLength(0);
    context.clock.moveTo('2026-11-01T12:00:00.000Z');
    await pass();
    expect(server.received.map((mail) => [mail.to[0], mail.header('subject')]).sort()).toEqual([
      ['ada@town.example', 'Elmland Data Plan: 2 things for you'],
      ['ben@town.example', 'Report due'],
    ]);
    const ada = server.received.find((mail) => mail.to[0] === 'ada@town.example')!;
    expect(ada.body).toMatch(/1\. Inventory due[\s\S]*In 5 days[\s\S]*2\. Report due[\s\S]*In 9 days/);
  });

  it('the same thing is appended once, and a line break starts no header', async () => {
    await configure();
    const once = 'comment-1-answer';
    expect(await append({ once, subject: 'Yes\r\nBcc: eve@evil.example' })).toBeDefined();
    expect(await append({ once })).toBeUndefined();
    await pass();
    expect(server.received).toHaveLength(1);
    expect(server.received[0]!.to).toEqual(['ada@town.example']);
    expect(server.received[0]!.header('bcc')).toBeUndefined();
    expect(server.received[0]!.header('subject')).toBe('Yes Bcc: eve@evil.example');
  });

  it('an address that is several, or none, is refused before anything is stored', async () => {
    for (const to of ['a@b.example, c@d.example', 'nobody', 'a@b.example>\r\nRCPT TO:<c@d.example', ''])
      await expect(append({ to })).rejects.toMatchObject({ code: 'store.mail-address-unusable' });
    expect((await overview()).waiting).toBe(0);
  });

  it('settings with a fault are told in words, and a password never leaves in plain text', async () => {
    await append();
    await writeFile(join(home, 'mail.yaml'), 'smtp: { host: mail.example, port: 25, security: none }\n');
    await pass();
    expect(await overview()).toMatchObject({ server: 'unusable', waiting: 1 });
    await writeFile(
      join(home, 'mail.yaml'),
      'smtp: { host: mail.example, port: 25, security: none }\nfrom: a@b.example\npublicAddress: https://b.example\n',
    );
    await pass();
    expect((await overview()).problem).toContain('only with tls or starttls');
    // A server that offers no STARTTLS gets nothing when it was asked for.
    await chmod(home, 0o700);
    await writeFile(
      join(home, 'mail.yaml'),
      `smtp: { host: 127.0.0.1, port: ${server.port}, security: starttls }\nfrom: a@b.example\npublicAddress: https://b.example\n`,
    );
    await pass();
    expect(await overview()).toMatchObject({ server: 'failing', waiting: 1 });
    expect(server.received).toHaveLength(0);
  });

  it('a message that came back is shown; addresses are forgotten after 30 days', async () => {
    await configure();
    const id = (await append())!;
    await pass();
    expect(await context.store.write((tx) => recordBounce(tx, context.clock, id, '5.1.1'))).toBe(true);
    expect((await overview()).problems).toMatchObject([
      { state: 'bounced', problem: 'came back, status 5.1.1' },
    ]);
    context.clock.moveTo('2026-12-24T12:00:00.000Z');
    await pass();
    expect((await overview()).problems).toMatchObject([{ state: 'bounced', to: '' }]);
    const rows = await context.store.read.selectFrom('mail_message').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('town.example');
  });
});
