import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings, openBrowser, openWindow, scrollsSideways, tabTo } from './browser.ts';
import { type ExampleServer, exampleFile, serveExample } from './example-home.ts';
import { signIn, visitorAs } from './sign-in-as.ts';

/**
 * An analyst links two protected datasets of invented people by keyboard alone: purpose, datasets, fields, report, a cluster,
 * the reasons of a pair, the review. Whoever may see figures only is refused, and everything stands in the log.
 */

const purpose = 'Evaluation of overdose prevention';
let server: ExampleServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
});

const words = async (page: Page) => (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');

/** Looks at the page as it stands at both widths, and at its address: nothing about a person may be in it. */
async function isWell(page: Page, name: string): Promise<void> {
  const size = page.viewportSize()!;
  const to = process.env['OAK_SHOTS'];
  for (const [window, width, height] of [
    ['desk', 1280, 900],
    ['phone', 390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    if (to !== undefined) await page.screenshot({ path: join(to, `${name}-${window}.png`), fullPage: true });
    expect(await axeFindings(page), `${name}, ${window}`).toEqual([]);
    expect(await scrollsSideways(page), `${name}, ${window}`).toBe(false);
  }
  await page.setViewportSize(size);
  const address = decodeURIComponent(page.url())
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  expect(familyNames.filter((one) => address.includes(one))).toEqual([]);
}

/** The report as it is printed: all of it, within the paper, without what only a screen can use. */
async function isWellOnPaper(page: Page): Promise<void> {
  const size = page.viewportSize()!;
  const to = process.env['OAK_SHOTS'];
  await page.emulateMedia({ media: 'print' });
  // A letter page within its margins.
  await page.setViewportSize({ width: 662, height: 912 });
  expect(await scrollsSideways(page)).toBe(false);
  expect(await page.locator('.masthead').isVisible()).toBe(false);
  expect(await page.locator('#try-at').isVisible()).toBe(false);
  for (const name of [
    'Where the line is drawn',
    'Is it fair?',
    'Where the records went',
    'What was compared',
  ])
    expect(await page.getByRole('heading', { name }).isVisible(), name).toBe(true);
  if (to !== undefined) await page.screenshot({ path: join(to, 'report-paper.png'), fullPage: true });
  await page.emulateMedia({ media: null });
  await page.setViewportSize(size);
}

/** Of both files, in small letters, the longer ones: none of them is a word of an address. */
const familyNames = [
  ...new Set(
    (
      [
        ['program-participants-2025.csv', 1],
        ['emergency-visits-2025.csv', 2],
      ] as const
    ).flatMap(([file, column]) =>
      readFileSync(exampleFile(file), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[column]!.toLowerCase())
        .filter((one) => one.length >= 6),
    ),
  ),
];

const press = async (page: Page, role: string, name: string | RegExp, most = 140) => {
  await tabTo(page, role, name, most);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
};
/** From the top of a page. */
const top = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

it('two protected datasets are linked, judged, explained and reviewed by keyboard alone', {
  timeout: 240_000,
}, async () => {
  const { page, faults } = await openWindow(browser, server.url);
  await signIn(page, 'moreau', '/linkage');
  await isWell(page, 'links');
  await press(page, 'link', 'Start a link');
  expect(await words(page)).toContain('State your purpose');
  await press(page, 'button', purpose);

  // Both datasets, by typing the beginnings of their titles.
  await tabTo(page, 'combobox', 'First dataset');
  await page.keyboard.type('Program');
  await tabTo(page, 'combobox', 'Second dataset');
  await page.keyboard.type('Emergency');
  await press(page, 'button', 'Look at the fields');
  await isWell(page, 'start');
  const kindOf = (column: string) => page.getByLabel(`What ${column} is compared as`).inputValue();
  expect(await Promise.all(['dob', 'birth_date', 'street', 'address', 'visit_date'].map(kindOf))).toEqual([
    'birth_date',
    'birth_date',
    'street',
    'address',
    '',
  ]);
  await press(page, 'button', 'Start the link');
  const home = page.url();
  await page.getByRole('heading', { name: 'Where the line is drawn' }).waitFor({ timeout: 90_000 });
  await page.goto(home);
  await isWell(page, 'report');
  expect(await words(page)).toMatch(/\d,\d{3} of 3,600 records .* have a partner/);

  await isWellOnPaper(page);

  // Another line says its cost while it is moved, and as a form without script.
  await tabTo(page, 'slider', 'Try another line').catch(() => page.locator('#try-at').focus());
  await page.keyboard.press('End');
  expect(await page.locator('.line-says').innerText()).toMatch(/more missed|fewer wrong/);
  await page.goto(`${home}?at=2`);
  expect(await page.locator('.line-says').innerText()).toMatch(/^At \+/);

  // A cluster, then the pair that holds it together.
  await top(page);
  await press(page, 'link', 'Clusters');
  await press(page, 'link', /^Row .* of the (first|second)$/);
  await isWell(page, 'cluster');
  expect(await words(page)).toContain('The weakest bridge');
  await press(page, 'link', /^Look at that pair$|^A and B$/);
  await isWell(page, 'pair');
  const why = await words(page);
  for (const word of ['How the weight adds up', 'What would change it', 'Why they were compared'])
    expect(why).toContain(word);

  // The review: drawn, then decided by single keys, one taken back.
  await page.goto(`${home}/review`);
  await tabTo(page, 'textbox', 'Pairs to decide');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('20');
  await press(page, 'button', 'Draw the pairs');
  await page.getByRole('link', { name: /^Review \d/ }).waitFor({ timeout: 60_000 });
  await press(page, 'link', /^Review \d+ pairs$/);
  await isWell(page, 'review');
  const kindLine = () => page.locator('.kind').innerText();
  expect(await kindLine()).toContain('pair 1 of ');
  const decide = (key: string) => Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
  await decide('s');
  const asked = new URL(page.url()).searchParams.get('last');
  expect(asked).toMatch(/^[a-z0-9]{16}$/);
  await decide('z');
  expect(await kindLine()).toContain('pair 1 of ');
  // Keys are off while somebody types.
  await page.keyboard.press('n');
  await page.keyboard.type('said by the clerk');
  expect(await page.locator('#f-note').inputValue()).toBe('said by the clerk');
  await page.keyboard.press('Escape');
  for (const [at, key] of ['s', 'd', 'u', 's'].entries()) {
    await decide(key);
    expect(new URL(page.url()).searchParams.get('last'), `decision ${at + 1}`).toMatch(/^[a-z0-9]{16}$/);
  }
  await page.goto(`${home}/review`);
  expect(await words(page)).toContain('Band by band');
  await isWell(page, 'reviews');
  expect(faults).toEqual([]);

  // Figures only is not enough, and the refusal says why.
  const other = await openWindow(browser, server.url);
  await signIn(other.page, 'sandoval', '/linkage/start');
  await other.page
    .getByLabel(/purpose/i)
    .first()
    .fill('Study of asthma in families');
  await other.page.getByRole('button', { name: 'State this purpose' }).click();
  await other.page.waitForLoadState();
  const refused = await words(other.page);
  expect(refused).toContain('your grant shows figures only, never a row');
  expect(refused).toContain('masked rows, and those cannot be compared');
  await other.page.goto(home);
  expect(await words(other.page)).not.toContain('Where the line is drawn');

  // The log has every look, for its purpose.
  const auditor = await visitorAs(server, 'brandt');
  const log = await auditor.fetch(
    `${server.url}/api/v1/audit/entries?${new URLSearchParams({ purpose, limit: '500' })}`,
  );
  const text = await log.text();
  expect(log.status, text.slice(0, 300)).toBe(200);
  for (const operation of ['link-datasets', 'show-cluster', 'explain-pair', 'next-pair', 'decide-pair'])
    expect(text).toContain(`linkage.${operation}`);
  expect(familyNames.filter((one) => text.toLowerCase().includes(`"${one}"`))).toEqual([]);
});
