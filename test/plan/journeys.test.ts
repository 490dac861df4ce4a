import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAccess } from '../../src/areas/access/contract.ts';
import { httpServer } from '../../src/http/server.ts';
import { openHistory } from '../../src/roles/replay-history.ts';
import { type SampleProvider, startSampleProvider } from '../../src/roles/sample-provider.ts';
import { axeFindings, openBrowser, openWindow, scrollsSideways } from '../journeys/browser.ts';
import { signIn } from '../journeys/sign-in-as.ts';
import { exampleState } from '../state-context.ts';
import { office, officerOf, openPlanWorld, type PlanWorld, uploaded } from './plan-world.ts';

/**
 * Whole jobs in a real browser, on the living example, with the clock standing on November 23, 2026. Everybody comes through
 * the same door and signs in at the sample provider, as at a server that runs; only the clock is the test's.
 */
let world: PlanWorld;
let browser: Browser;
let provider: SampleProvider;
let folder: string;
let site: string;
const server: Server = createServer();
let itAction = '';
/** Sample people of the example state by what they are. */
const people = { office: 'calloway', officer: 'zamora', board: 'whitfield' } as const;
type Who = keyof typeof people | 'public';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  folder = await mkdtemp(join(tmpdir(), 'oak-provider-'));
  await symlink(exampleState, join(folder, 'state'));
  provider = (await startSampleProvider({ home: folder, serverUrl: site, address: '127.0.0.1' }))!;
  world = await openPlanWorld('2026-11-23T15:00:00Z', { plan: 'nothing', identity: provider.identity });
  server.on('request', getRequestListener(httpServer(world.app).fetch));
  const history = await openHistory(world.app, exampleState, 'plan/history.yaml');
  await history.begin();
  await history.rest();
  const access = await readFile(join(exampleState, 'access.yaml'), 'utf8');
  await world.ask(loadAccess, {}, { upload: uploaded(access, 'access.yaml') });
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
  itAction = (await world.http('GET', '/api/v1/plan/it')).json.actions[0].action;
  browser = await openBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
  await provider?.close();
  await world?.close();
  await rm(folder, { recursive: true });
});

const later = (ms: number) => world.moveTo(new Date(Date.parse(world.clock.now()) + ms).toISOString());
/** A window whose own clock stands where the server's does. */
async function windowNow(window?: 'phone' | 'desk') {
  const opened = await openWindow(browser, site, window ? { window } : {});
  await opened.context.clock.setSystemTime(world.clock.now());
  return opened;
}
async function as(who: Who, run: (page: Page) => Promise<void>, window?: 'phone'): Promise<void> {
  const opened = await windowNow(window);
  try {
    if (who !== 'public') await signIn(opened.page, people[who]);
    await run(opened.page);
    expect(opened.faults).toEqual([]);
  } finally {
    await opened.context.close();
  }
}
/** A click waits for the next page to begin, and not for its end: what is read or counted of it comes after that. */
const press = async (button: Locator) => {
  await button.click();
  await button.page().waitForLoadState();
};
const main = (page: Page) => page.locator('main').innerText();
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.scroll:has(> .stack)')]
      .filter((box) => box.scrollWidth > box.clientWidth)
      .map((box) => box.querySelector('caption')?.textContent ?? 'a table'),
  );

describe('screens of the plan', () => {
  // Once a person: the door lets nobody sign in by the dozen.
  const signedIn = new Map<Who, Parameters<BrowserContext['addCookies']>[0]>();
  const enter = async (who: Who, context: BrowserContext, page: Page): Promise<void> => {
    if (who === 'public') return;
    const known = signedIn.get(who);
    if (known !== undefined) return context.addCookies(known);
    await signIn(page, people[who]);
    signedIn.set(who, await context.cookies());
  };
  for (const [who, path] of [
    ['public', '/plan/comments'],
    ['public', '/plan/compare?from=2025-2026-adopted&to=draft-2027-2028'],
    ['public', '/plan/timeline'],
    ['public', '/plan/board?cycle=2025-2026'],
    ['public', '/plan/progress'],
    ['public', '/plan/compliance'],
    ['public', '/plan/opioids'],
    ['public', '/plan/objectives/hours-saved'],
    ['public', '/law/obstacles'],
    ['office', '/desk'],
    ['office', '/plan/draft?item=ethical-use'],
    ['public', '/agencies/DMV/desk'],
    ['officer', '/agencies/DOT/desk'],
    ['public', '/plan/data'],
    ['public', '/plan/inventories'],
    ['public', '/plan/it'],
    ['office', '/plan/draft/objectives/new'],
    ['office', '/plan/draft/objectives/posts-filled'],
    ['office', '/agencies/notices'],
    ['officer', '/agencies/DOT/inventory/2026'],
    ['officer', '/agencies/DOT/access-plan'],
    ['board', '/plan/board'],
    ['office', '/plan/it/:action'],
  ] as const)
    it(`${path} has no accessibility fault at either width and scrolls one way`, async () => {
      for (const window of ['desk', 'phone'] as const) {
        const { context, page } = await windowNow(window);
        await enter(who, context, page);
        await page.goto(path.replace(':action', itAction));
        const shot = process.env['OAK_SHOTS'];
        if (shot)
          await page.screenshot({
            path: `${shot}/${path.replace(/\W+/g, '-').slice(1)}-${window}.png`,
            fullPage: true,
          });
        expect(await axeFindings(page)).toEqual([]);
        expect(await scrollsSideways(page)).toBe(false);
        // Rows that are stacked on a phone: nothing of them is cut off at the edge.
        if (window === 'phone') expect(await cutOff(page)).toEqual([]);
        await context.close();
      }
    });
});

describe('journeys of the plan', () => {
  it('a resident comments and later sees the answer', async () => {
    let address = '';
    await as(
      'public',
      async (page) => {
        await page.goto('/plan/ethical-use');
        await press(page.getByRole('link', { name: 'Comment on this' }));
        later(20_000);
        await press(page.getByRole('button', { name: 'Send comment' }));
        // Nothing was written: the summary takes the focus, the field says what to do.
        expect(await main(page)).toContain('Write your comment, or choose “support as written”');
        later(20_000);
        await page.getByLabel('Your comment').fill('Name the person who may say no.');
        await page.getByLabel('Name or organization (optional)').fill('Resident, Danbury');
        await page.getByLabel('Email (optional)').fill('resident@danbury.example');
        await press(page.getByRole('button', { name: 'Send comment' }));
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
      await press(page.getByRole('button', { name: 'Save and open the next' }));
      expect(await main(page)).not.toContain('Name the person who may say no.');
    });
    // A second office member had the same comment open: the first answer is shown beside what was typed.
    await as('office', async (page) => {
      await page.goto(`/desk?comment=${number}`);
      await page.locator('input[name=replaces]').evaluate((one) => {
        (one as HTMLInputElement).value = '';
      });
      await page.getByLabel('For another body').check();
      await page.getByLabel('Reason, in your words').fill('Sent to the legislature.');
      await press(page.getByRole('button', { name: 'Save and open the next' }));
      expect(await main(page)).toContain('Somebody else has answered it while you were writing');
      expect(await main(page)).toContain('Each project names its decider already.');
      expect(await page.getByLabel('Reason, in your words').inputValue()).toBe('Sent to the legislature.');
      expect(await axeFindings(page)).toEqual([]);
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

  it('a comment on an item that was merged since says what it was about, in words', async () => {
    await as('public', async (page) => {
      await page.goto('/plan/comments/1');
      expect(await main(page)).toContain('Ensure standardized data governance in order to protect data');
      expect(await main(page)).not.toContain('standardized-governance');
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
      await press(page.getByRole('link', { name: 'Agency data officer posts that are filled' }));
      expect(await main(page)).toContain('of 25');
      // Each half of the fraction opens to its own records, and their CSV holds as many.
      for (const [half, many] of [
        ['19', 19],
        ['25', 25],
      ] as const) {
        await press(page.locator('.fraction').getByRole('link', { name: half, exact: true }));
        const records = page.locator('#records');
        expect(await records.getByRole('row').count()).toBe(many + 1);
        const [csv] = await Promise.all([
          page.waitForEvent('download'),
          records.getByRole('link', { name: /CSV/ }).click(),
        ]);
        const lines = (await readFile(await csv.path(), 'utf8')).trimEnd().split('\r\n').slice(1);
        expect(lines).toHaveLength(many);
      }
      await press(page.locator('#records tbody').getByRole('link').first());
      expect(new URL(page.url()).pathname).toMatch(/^\/agencies\//);
      // What only agencies can know is shown as they reported it, and opens to who did.
      await page.goto('/plan/progress');
      const hours = page.getByRole('row', { name: /Hours saved by answering a request/ });
      expect(await hours.innerText()).toMatch(/1,150\s+reported/);
      await press(hours.getByRole('link', { name: '1,150' }));
      expect(await main(page)).toMatch(/1,150\s+hours, as reported/);
      expect(await main(page)).toContain('Estimates of two agencies');
    });
  });

  it('a reader compares two versions and prints the plan', async () => {
    await as('public', async (page) => {
      await page.goto('/plan');
      await press(page.getByRole('link', { name: 'compare versions' }));
      await page.getByLabel('From').selectOption('2025-2026-adopted');
      await page.getByLabel('To').selectOption('draft-2027-2028');
      await press(page.getByRole('button', { name: 'Compare' }));
      expect(await main(page)).toContain('was under principle 3, is under principle 2');
      expect(await main(page)).toContain('Merged');
      await page.goto('/plan');
      await press(page.getByRole('link', { name: 'One page' }));
      expect(await main(page)).toContain('State data assets require careful and proactive stewardship');
      // On paper the words stand without the masthead.
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('banner').isVisible()).toBe(false);
      await page.emulateMedia({ media: 'screen' });
      const pdf = await page.request.get(
        (await page.getByRole('link', { name: 'PDF' }).getAttribute('href'))!,
      );
      expect(pdf.headers()['content-type']).toContain('application/pdf');
      expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
    });
  });

  it('the chief data officer takes the draft through the hearing to adoption, by forms alone', async () => {
    // Who has signed in once can be given the seat they hold.
    await as('board', (page) => page.goto('/plan/board').then(() => {}));
    const member = provider.people!.find(({ id }) => id === people.board)!.name;
    const present = ['house-minority-1', 'speaker-1', 'speaker-2', 'president-1', 'president-2'];
    world.moveTo('2026-11-24T17:00:00Z');
    // The hearing is held and its record written; a member's account is bound to the seat they hold.
    await as('office', async (page) => {
      await page.goto('/plan/board');
      const record = page
        .locator('form', { has: page.getByRole('button', { name: 'Save the record' }) })
        .first();
      await record.getByLabel('It was held').check();
      for (const seat of present) await record.locator(`input[name=present][value=${seat}]`).check();
      await record.getByLabel('Record (optional)').fill('Held; nobody spoke.');
      await press(record.getByRole('button', { name: 'Save the record' }));
      await press(page.getByText('Bind an account to a seat'));
      await page.getByLabel('Seat', { exact: true }).selectOption(present[0]!);
      await page.getByLabel('Account of its holder').selectOption({ label: member });
      await press(page.getByRole('button', { name: 'Save the account' }));
    });
    // The member moves and votes for that seat and for no other.
    await as('board', async (page) => {
      await page.goto('/plan/board');
      await page.getByLabel('The recommendation').fill('Adopt it.');
      await press(page.getByRole('button', { name: 'Put it before the board' }));
      await press(page.getByRole('button', { name: 'Vote yes' }));
      expect(await main(page)).toContain('Your vote is yes');
      expect(await page.getByLabel('Seat', { exact: true }).count()).toBe(0);
      await press(page.getByRole('button', { name: 'Count the 1 votes' }));
      expect(await main(page)).toContain('5 are needed to decide');
    });
    // The clerk writes down how the others voted in the room; with them the board has decided.
    await as('office', async (page) => {
      await page.goto('/plan/board');
      await press(page.getByText('Record a vote taken at this meeting'));
      await page.getByLabel('What was voted on').selectOption({ label: '1. Adopt it.' });
      for (const seat of present.slice(1))
        await page.locator(`select[name=vote-${seat}]`).selectOption('yes');
      await press(page.getByRole('button', { name: 'Record the vote and count it' }));
      expect(await main(page)).toMatch(/Carried, 5 to 0\s+4 of 5 votes recorded by the clerk/);
    });
    world.moveTo('2026-12-07T15:00:00Z');
    // Somebody writes a comment, and the office closes the phase meanwhile: it is kept all the same.
    const typing = await windowNow();
    await typing.page.goto('/plan/ethical-use');
    await press(typing.page.getByRole('link', { name: 'Comment on this' }));
    await typing.page.getByLabel('Your comment').fill('Written while the phase was closing.');
    await as('office', async (page) => {
      await page.goto('/desk');
      await press(page.getByRole('button', { name: 'Close phase 3' }));
      expect(await main(page)).toContain('Next: Adopt');
      expect(await main(page)).toContain('has no response');
      later(20_000);
      await press(typing.page.getByRole('button', { name: 'Send comment' }));
      expect(await main(typing.page)).toMatch(/Your comment is kept.*(late|phase)/s);
      await typing.context.close();
      await page.goto('/desk');
      // Nothing is answered by one click: what becomes of a comment is chosen, and a place of change only when it was accepted.
      expect(await page.locator('input[name=disposition]:checked').count()).toBe(0);
      const place = page.getByLabel('Where the text changes');
      expect(await place.isVisible()).toBe(false);
      await page.getByLabel('Accepted in part').check();
      expect([await place.isVisible(), await place.inputValue()]).toEqual([true, '']);
      // The comments, one after the other, as the desk hands them out.
      for (
        let left = 20;
        left > 0 && (await page.getByRole('button', { name: 'Save and open the next' }).count()) > 0;
        left--
      ) {
        await page.getByLabel('Noted, no change').check();
        await page.getByLabel('Reason, in your words').fill('The words stay as they are.');
        await press(page.getByRole('button', { name: 'Save and open the next' }));
      }
      expect(await main(page)).toContain('Every comment has its answer.');
      // What the board carried is answered.
      await press(page.getByRole('link', { name: /Answer recommendation/ }));
      await page.getByLabel('Accepted', { exact: true }).check();
      await page.getByLabel('Reason').fill('As the board wishes.');
      await press(page.getByRole('button', { name: 'Save the answer' }));
      // Agencies that were not heard are recorded as not responding.
      await page.goto('/plan/draft');
      const waiting = () => page.locator('#consulted tbody tr').filter({ hasText: /Waits$/ });
      const answered = page.locator('#consulted tbody tr').filter({ hasNotText: /Waits$/ });
      const kept = await answered.count();
      expect(kept).toBeGreaterThan(0);
      await page.getByLabel('Agency', { exact: true }).selectOption('');
      await page.getByLabel('It did not respond').check();
      await press(page.getByRole('button', { name: 'Record it' }));
      expect(
        await page.locator('#consulted tbody tr').filter({ hasNotText: 'Did not respond' }).count(),
      ).toBe(kept);
      expect(await waiting().count()).toBe(0);
      // Objectives without a baseline: the desk says which, and adoption waits for them.
      await page.goto('/desk');
      expect(await main(page)).toContain('lacks a baseline');
      await page.goto('/plan/draft');
      const lacking = page
        .getByRole('table', { name: 'Objectives of the draft' })
        .getByRole('row')
        .filter({ hasText: 'Lacks' });
      const wanting = await lacking
        .getByRole('link')
        .evaluateAll((all) => all.map((one) => one.getAttribute('href')!));
      expect(wanting.length).toBeGreaterThan(0);
      for (const href of wanting) {
        await page.goto(href);
        await page.getByLabel('Baseline', { exact: false }).first().fill('0');
        await page.getByLabel('Baseline measured on (optional)').fill('2026-11-01');
        await press(page.getByRole('button', { name: 'Save the objective' }));
      }
      expect(await lacking.count()).toBe(0);
      // Saved as it stands, an objective keeps whom and what it is bound to.
      const bound = async () =>
        (await world.http('GET', '/api/v1/plan/cycles/2027-2028/draft')).json.objectives.map(
          (one: { objective: string; covered: boolean; agencies: string[]; datasets: string[] }) => [
            one.objective,
            one.covered,
            one.agencies,
            one.datasets,
          ],
        );
      const before = await bound();
      expect(before).toContainEqual(['deaths-name-a-town', false, [], ['rybz-nyjw']]);
      for (const objective of ['deaths-name-a-town', 'posts-filled']) {
        await page.goto(`/plan/draft/objectives/${objective}`);
        await press(page.getByRole('button', { name: 'Save the objective' }));
      }
      expect(await bound()).toEqual(before);
    });
    world.moveTo('2026-12-31T15:00:00Z');
    // A colleague has an item of the draft open while it is adopted: what was typed stays on the page that answers.
    const drafting = await windowNow();
    await signIn(drafting.page, people.office);
    await drafting.page.goto('/plan/draft?item=ethical-use');
    await drafting.page
      .getByLabel('Words', { exact: true })
      .first()
      .fill('Words that came too late for this plan.');
    await as('office', async (page) => {
      await page.goto('/desk');
      await press(page.getByRole('button', { name: 'Adopt and publish the plan' }));
      await page.goto('/plan');
      expect(await main(page)).toContain('In force since December 31, 2026');
      expect(await main(page)).toContain('Eleven principles');
    });
    await press(drafting.page.getByRole('button', { name: 'Save the words' }));
    expect(await main(drafting.page)).toContain('This was not saved. What you wrote is kept here');
    expect(await drafting.page.getByLabel('Words, as you wrote it').inputValue()).toBe(
      'Words that came too late for this plan.',
    );
    expect(await axeFindings(drafting.page)).toEqual([]);
    await drafting.context.close();
  }, 120_000);
});
