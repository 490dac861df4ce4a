import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, openActor } from '../../src/core/access.ts';
import { httpServer } from '../../src/http/server.ts';
import { openHistory } from '../../src/roles/replay-history.ts';
import { axeFindings, openBrowser, openWindow, scrollsSideways } from '../journeys/browser.ts';
import { exampleState } from '../state-context.ts';
import { board, office, officerOf, openPlanWorld, type PlanWorld } from './plan-world.ts';

/** Whole jobs in a real browser, on the living example, with the clock standing on November 23, 2026. */
let world: PlanWorld;
let browser: Browser;
const servers: Server[] = [];

async function doorFor(actor: Actor): Promise<string> {
  const server = createServer(getRequestListener(httpServer(world.app, { trusted: true, actor }).fetch));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}
const doors = {} as Record<'public' | 'office' | 'officer' | 'board', string>;

beforeAll(async () => {
  world = await openPlanWorld('2026-11-23T15:00:00Z', { plan: 'nothing' });
  const history = await openHistory(world.app, exampleState, 'plan/history.yaml');
  await history.begin();
  await history.rest();
  for (const title of ['Road inventory', 'Bridge inventory']) {
    const { json } = await world.http('POST', '/api/v1/datasets', {
      body: { title, agency: 'DOT', owner: 'Ximena Zamora' },
      as: officerOf('DOT'),
    });
    const row = { id: json.dataset, reasons: 'A, D', determined_by: 'Commissioner' };
    await world.http('POST', '/api/v1/inventory/rows', {
      body: { agency: 'DOT', rows: [row] },
      as: officerOf('DOT'),
    });
  }
  doors.public = await doorFor(openActor);
  doors.office = await doorFor(office);
  doors.officer = await doorFor(officerOf('DOT'));
  doors.board = await doorFor(board);
  browser = await openBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await world?.close();
});

const later = (ms: number) => world.moveTo(new Date(Date.parse(world.clock.now()) + ms).toISOString());
async function as(
  who: keyof typeof doors,
  run: (page: Page) => Promise<void>,
  window?: 'phone',
): Promise<void> {
  const opened = await openWindow(browser, doors[who], window ? { window } : {});
  try {
    await run(opened.page);
    expect(opened.faults).toEqual([]);
  } finally {
    await opened.context.close();
  }
}
const main = (page: Page) => page.locator('main').innerText();

describe('journeys of the plan', () => {
  it('a resident comments and later sees the answer', async () => {
    let address = '';
    await as(
      'public',
      async (page) => {
        await page.goto('/plan/ethical-use');
        await page.getByRole('link', { name: 'Comment on this' }).click();
        later(20_000);
        await page.getByRole('button', { name: 'Send comment' }).click();
        // Nothing was written: the summary takes the focus, the field says what to do.
        expect(await main(page)).toContain('Write your comment, or choose “support as written”');
        later(20_000);
        await page.getByLabel('Your comment').fill('Name the person who may say no.');
        await page.getByLabel('Name or organization (optional)').fill('Resident, Danbury');
        await page.getByLabel('Email (optional)').fill('resident@danbury.example');
        await page.getByRole('button', { name: 'Send comment' }).click();
        expect(await main(page)).toContain('Your comment is kept');
        address = new URL(page.url()).pathname + new URL(page.url()).search.replace('&sent=1', '');
      },
      'phone',
    );
    const number = Number(/comments\/(\d+)/.exec(address)![1]);
    await as('office', async (page) => {
      await page.goto(`/desk?comment=${number}`);
      expect(await main(page)).toContain('Name the person who may say no.');
      await page.getByLabel('Noted, no change').check();
      await page.getByLabel('Reason, in your words').fill('Each project names its decider already.');
      await page.getByRole('button', { name: 'Save and open the next' }).click();
      expect(await main(page)).not.toContain('Name the person who may say no.');
    });
    await as('public', async (page) => {
      await page.goto(address);
      expect(await main(page)).toContain('Each project names its decider already.');
      expect(await page.content()).not.toContain('danbury.example');
    });
    const mail = await world.app.store.read
      .selectFrom('mail_message')
      .select('recipient')
      .where('topic', '=', 'plan.comment-answered')
      .execute();
    expect(mail.map(({ recipient }) => recipient)).toEqual(['resident@danbury.example']);
  });

  it('an agency data officer finds the year on one page and sends the report in one sitting', async () => {
    const missing = (
      await world.app.store.read
        .selectFrom('plan_report')
        .select('agency')
        .where('state', '=', 'not-submitted')
        .execute()
    ).map(({ agency }) => agency);
    expect(missing.length).toBeGreaterThan(0);
    const code = missing[0]!;
    doors.officer = await doorFor(officerOf(code));
    await as('officer', async (page) => {
      await page.goto(`/agencies/${code}/desk`);
      const waiting = page.getByRole('link', { name: 'Confirm and send' });
      for (let left = await waiting.count(); left > 0; left--) {
        await waiting.first().click();
        await page.getByRole('button', { name: 'Confirm and send' }).click();
        expect(await main(page)).toContain('Waiting for review');
        await page.goto(`/agencies/${code}/desk`);
        expect(await waiting.count()).toBe(left - 1);
      }
      expect(await main(page)).not.toContain('Progress report:');
    });
  });

  it('a board member opens a number down to its records', async () => {
    const run = world.app;
    await run.ask(
      (await import('../../src/areas/plan/contract.ts')).recompute,
      {},
      { actor: office, purpose: 'test' },
    );
    await as('board', async (page) => {
      await page.goto('/plan/progress');
      await page.getByRole('link', { name: 'Agency data officer posts that are filled' }).click();
      expect(await main(page)).toContain('of 25');
      const csv = await page.request.get('/api/v1/objectives/posts-filled/records.csv');
      const counts = (await csv.text()).trimEnd().split('\r\n').slice(1);
      expect(counts).toHaveLength(25);
    });
  });

  it('a reader compares two versions and prints the plan', async () => {
    await as('public', async (page) => {
      await page.goto('/plan/compare?from=2025-2026-adopted&to=draft-2027-2028');
      expect(await main(page)).toContain('Merged');
      await page.goto('/plan');
      const [pdf] = await Promise.all([page.request.get('/api/v1/plan/print/plan.pdf')]);
      expect(pdf.headers()['content-type']).toContain('application/pdf');
      expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
    });
  });

  it('the chief data officer takes the draft through the hearing to adoption', async () => {
    const ask = (path: string, body: unknown, actor = office) =>
      world.http('POST', `/api/v1/plan${path}`, { body, as: actor });
    const cycle = '2027-2028';
    const [hearing] = (await world.http('GET', '/api/v1/plan/board')).json.meetings;
    world.moveTo('2026-11-24T17:00:00Z');
    const present = ['speaker-1', 'speaker-2', 'president-1', 'president-2', 'house-minority-1'];
    await ask(`/board/meetings/${hearing.meeting}`, { present, record: 'Held.' });
    const moved = (await ask('/board/recommendations', { words: 'Adopt it.', seat: 'speaker-1' }, board))
      .json;
    for (const seat of present)
      await ask(`/board/recommendations/${moved.recommendation}/votes`, { seat, vote: 'yes' }, board);
    await ask(`/board/recommendations/${moved.recommendation}/decide`, {}, board);
    world.moveTo('2026-12-07T15:00:00Z');
    await as('office', async (page) => {
      await page.goto('/desk');
      await page.getByRole('button', { name: 'Close phase 3' }).click();
      expect(await main(page)).toContain('Next: Adopt');
      expect(await main(page)).toContain('has no response');
      // The comments, one after the other, as the desk hands them out.
      for (
        let left = 20;
        left > 0 && (await page.getByRole('button', { name: 'Save and open the next' }).count()) > 0;
        left--
      ) {
        await page.getByLabel('Noted, no change').check();
        await page.getByLabel('Reason, in your words').fill('The words stay as they are.');
        await page.getByRole('button', { name: 'Save and open the next' }).click();
      }
      expect(await main(page)).toContain('Every comment has its answer.');
    });
    await ask(`/board/recommendations/${moved.recommendation}/answer`, {
      response: 'accept',
      reason: 'As the board wishes.',
    });
    for (const { agency, outcome } of (await world.http('GET', `/api/v1/plan/cycles/${cycle}/consultations`))
      .json.consultations)
      if (outcome !== 'answered')
        await ask(`/cycles/${cycle}/consultations`, { agency, outcome: 'no-response' });
    await as('office', async (page) => {
      await page.goto('/desk');
      // One objective of the new goal has no baseline: the desk says which, and adoption waits for it.
      expect(await main(page)).toContain('lacks a baseline');
    });
    const draft = (await world.http('GET', `/api/v1/plan/versions/${cycle}-delivered`)).json.content
      .objectives;
    world.moveTo('2026-12-31T15:00:00Z');
    for (const one of draft)
      await ask(`/cycles/${cycle}/objectives/${one.objective}`, {
        ...one,
        next_check: one.nextCheck ?? undefined,
        baseline: one.baseline ?? { value: 0, on: '2026-11-01' },
      });
    await as('office', async (page) => {
      await page.goto('/desk');
      await page.getByRole('button', { name: 'Adopt and publish the plan' }).click();
      await page.goto('/plan');
      expect(await main(page)).toContain('In force since December 31, 2026');
      expect(await main(page)).toContain('Eleven principles');
    });
  });
});

describe('screens of the plan', () => {
  for (const [who, path] of [
    ['public', '/plan/comments'],
    ['public', '/plan/compare?from=2025-2026-adopted&to=draft-2027-2028'],
    ['public', '/plan/timeline'],
    ['public', '/plan/board?cycle=2025-2026'],
    ['public', '/plan/progress'],
    ['public', '/plan/compliance'],
    ['public', '/plan/opioids'],
    ['public', '/law/obstacles'],
    ['office', '/desk'],
    ['office', '/plan/draft?item=ethical-use'],
    ['public', '/agencies/DMV/desk'],
    ['public', '/plan/data'],
    ['public', '/plan/inventories'],
    ['public', '/plan/it'],
    ['office', '/plan/draft/objectives/new'],
    ['office', '/plan/draft/objectives/posts-filled'],
    ['office', '/agencies/notices'],
    ['officer', '/agencies/DOT/inventory/2026'],
    ['officer', '/agencies/DOT/access-plan'],
    ['board', '/plan/board'],
  ] as const)
    it(`${path} has no accessibility fault at either width and scrolls one way`, async () => {
      for (const window of ['desk', 'phone'] as const) {
        const { context, page } = await openWindow(browser, doors[who], { window });
        await page.goto(path);
        const shot = process.env['OAK_SHOTS'];
        if (shot)
          await page.screenshot({
            path: `${shot}/${path.replace(/\W+/g, '-').slice(1)}-${window}.png`,
            fullPage: true,
          });
        expect(await axeFindings(page)).toEqual([]);
        expect(await scrollsSideways(page)).toBe(false);
        await context.close();
      }
    });
});
