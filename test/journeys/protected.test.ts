import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../program.ts';
import { plantedCsv, plantedPeople, plantedValues } from '../protection/planted.ts';
import { axeFindings, openBrowser, openWindow, scrollsSideways } from './browser.ts';
import { type ExampleServer, serveExample } from './example-home.ts';
import { signIn } from './sign-in-as.ts';

/** A register of people who do not exist: loaded by an officer, refused to a visitor, released, and taken back. */

const folder = temporaryFolder();
const file = join(folder.path, 'register-of-cases.csv');
let server: ExampleServer;
let browser: Browser;
beforeAll(async () => {
  writeFileSync(file, plantedCsv('second'));
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
  folder[Symbol.dispose]();
});

const somebody = plantedPeople[0]!;
const planted = (text: string) => plantedValues.filter((value) => text.includes(value));
const words = async (page: Page) => (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
const shot = async (page: Page, name: string) => {
  const to = process.env['OAK_SHOTS'];
  if (to !== undefined) await page.screenshot({ path: join(to, `${name}.png`), fullPage: true });
};

/** Looks at the page as it stands at both widths: no finding of axe, nothing that scrolls sideways. */
async function isWell(page: Page, name: string): Promise<void> {
  const size = page.viewportSize()!;
  await shot(page, `${name}-desk`);
  expect(await axeFindings(page), name).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await shot(page, `${name}-phone`);
  expect(await axeFindings(page), `${name} on a phone`).toEqual([]);
  expect(await scrollsSideways(page), name).toBe(false);
  await page.setViewportSize(size);
}

it('an analyst uses a grant in one step, and filters rows under an address that tells nothing; a mask and figures hold', {
  timeout: 120_000,
}, async () => {
  const { context, page, faults } = await openWindow(browser, server.url);
  await signIn(page, 'moreau', '/data/edvs-2025/rows');
  await page.getByRole('heading', { level: 1, name: 'Why may I not?' }).waitFor();
  await page.getByRole('link', { name: 'What it would take, and how long' }).click();
  await page.getByRole('button', { name: 'Work for this purpose and look' }).click();
  const rows = page.getByRole('table', { name: /Rows of Emergency department visits/ });
  await rows.waitFor();
  const name = await rows.getByRole('row').nth(1).getByRole('cell').nth(1).innerText();
  await page.getByLabel('Field', { exact: true }).selectOption({ label: 'Patient Last Name' });
  await page.getByLabel('Value').fill(name);
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.waitForURL(/\/data\/edvs-2025\/views\/[a-z0-9]+$/);
  expect(await words(page)).toContain(`Patient Last Name is “${name}”`);
  const found = await rows.getByRole('row').count();
  expect(found).toBeGreaterThan(1);
  expect(
    new Set((await rows.getByRole('row').allInnerTexts()).slice(1).map((row) => row.includes(name))),
  ).toEqual(new Set([true]));
  await isWell(page, 'view');
  await page.getByRole('button', { name: /^Remove/ }).click();
  await page.waitForURL(/\/data\/edvs-2025\/rows$/);
  expect(faults.filter((fault) => !fault.includes('403'))).toEqual([]);

  // Another's grant masks what says who someone is, and lets figures of the other dataset be seen, no row of it.
  const second = await openWindow(browser, server.url);
  await signIn(second.page, 'sandoval', '/me');
  await isWell(second.page, 'me-with-grants');
  await second.page
    .getByRole('listitem')
    .filter({ hasText: 'Emergency department visits' })
    .getByRole('button', { name: /^Work for this purpose/ })
    .click();
  await rows.waitFor({ state: 'attached' });
  const masked = await second.page
    .getByRole('table', { name: /Rows of Emergency department visits/ })
    .innerText();
  expect([masked.includes(name), masked.includes('masked') || masked.includes('(blank)')]).toEqual([
    false,
    true,
  ]);
  await second.page.goto('/data/part-2025/rows');
  await second.page.getByRole('heading', { level: 1, name: 'Why may I not?' }).waitFor();
  await second.page.goto('/data/part-2025');
  expect(await words(second.page)).toContain('You see figures, rounded and without small ones');

  // The holder's officer sees who holds what and who looked, by name, and takes a grant back at once.
  const officer = await openWindow(browser, server.url);
  await signIn(officer.page, 'quinlan', '/data/edvs-2025/looks');
  expect(await words(officer.page)).toMatch(/Julien Moreau.*Evaluation of overdose prevention/);
  await officer.page.goto('/data/edvs-2025/grants');
  await isWell(officer.page, 'grants');
  await officer.page.getByRole('button', { name: 'Withdraw the grant of Julien Moreau' }).click();
  await officer.page.getByText(/^Withdrawn/).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Why may I not?' }).waitFor();
  await Promise.all([context.close(), second.context.close(), officer.context.close()]);
});

it('an emergency asks to sign in again, opens the rows, and is reviewed by someone else', {
  timeout: 90_000,
}, async () => {
  const { context, page } = await openWindow(browser, server.url);
  await signIn(page, 'moreau', '/data/part-2025/rows');
  await page.getByRole('heading', { level: 1, name: 'Why may I not?' }).waitFor();
  await page.goto('/break-glass/open?dataset=part-2025');
  expect(await page.getByLabel('Reason').count()).toBe(0);
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await page.getByLabel('Purpose').fill('Find the family of a patient');
  await page.getByLabel('Reason').fill('The patient cannot speak and a relative must be reached now.');
  // The state's record says how long at most; the page offers nothing beyond it.
  expect(
    await page.getByRole('radio').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
  ).toEqual(['1', '4', '8']);
  await page.getByRole('button', { name: 'Open these rows' }).click();
  await page.getByText('Wendell Young was told at once').waitFor();
  const opened = new URL(page.url()).pathname;
  await page.goto('/data/part-2025/rows');
  await page.getByRole('table', { name: /Rows of Program participants/ }).waitFor();
  await page.goto(opened);
  expect(await page.getByRole('button', { name: 'Record the review' }).count()).toBe(0);
  const auditor = await openWindow(browser, server.url);
  await signIn(auditor.page, 'brandt', opened);
  await auditor.page.getByLabel('Justified', { exact: true }).check();
  await auditor.page.getByLabel('What you found').fill('The relative was reached; one row was looked at.');
  expect([await axeFindings(auditor.page), await scrollsSideways(auditor.page)]).toEqual([[], false]);
  await auditor.page.getByRole('button', { name: 'Record the review' }).click();
  await auditor.page.getByText('Because').waitFor();
  // A review closes what was open.
  await page.goto('/data/part-2025/rows');
  await page.getByRole('heading', { level: 1, name: 'Why may I not?' }).waitFor();
  await Promise.all([context.close(), auditor.context.close()]);
});

it('an officer loads a register; a visitor is refused and told what it would take; it is released, and withdrawn', {
  timeout: 240_000,
}, async () => {
  const officer = await openWindow(browser, server.url);
  const visitor = await openWindow(browser, server.url);
  const { page } = officer;

  // Loaded, by keyboard: what happens next stands first.
  await signIn(page, 'quinlan', '/data/upload');
  await page.locator('#f-file').setInputFiles(file);
  await page.getByRole('button', { name: 'Load it' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /is loaded$/ }).waitFor({ timeout: 60_000 });
  expect(await words(page)).toContain('Protected until someone releases it');
  expect(planted(await page.content())).toEqual([]);
  await isWell(page, 'loaded');

  // It is the officer's own agency's: stating what for is enough to look, and the look is logged.
  await page.getByLabel('What you look at the rows for').fill('checking the register before its release');
  await page.getByRole('button', { name: 'State this purpose and look' }).click();
  await page.locator('#cells').waitFor();
  expect(await page.locator('#cells').textContent()).toContain(plantedPeople[3]!.name);
  const address = await page.getByRole('link', { name: 'See the dataset' }).getAttribute('href');
  await page.goto(address!);
  expect(await words(page)).toContain('Protected dataset');

  // A visitor meets the record, the ways to more with their times, and a refusal with its policy.
  const outside = visitor.page;
  await outside.goto(address!);
  expect(await words(outside)).toMatch(/Protected dataset.*You see its record/);
  expect(await words(outside)).toContain('What it would take');
  expect(planted(await outside.content())).toEqual([]);
  await isWell(outside, 'protected-dataset');
  await outside.goto(`${address}/rows`);
  expect(await words(outside)).toMatch(/Why may I not\?.*Whom to ask/);
  expect(planted(await outside.content())).toEqual([]);
  await isWell(outside, 'refused');
  await outside.getByRole('link', { name: 'What it would take, and how long' }).click();
  expect(await words(outside)).toContain('Why it is protected');
  expect(await outside.getByRole('table', { name: 'Ways to this data' }).textContent()).toContain(
    'release gate',
  );
  await isWell(outside, 'access');
  const refused = await visitor.context.request.get(`${server.url}/resource/${address!.slice(6)}.json`);
  expect([refused.status(), planted(await refused.text())]).toEqual([403, []]);

  // Classified, with its ground; then one step.
  await page.goto(`${address}/versions/1/release`);
  expect(await words(page)).toContain('Classify it first');
  await page.getByRole('link', { name: /Say of which class/ }).click();
  await page.getByLabel('Open', { exact: false }).first().check();
  await page.getByLabel('A row is about').fill('people');
  await page.getByLabel('Ground').fill('Everyone in it is invented');
  await isWell(page, 'classification');
  await page.getByRole('button', { name: 'Classify the dataset' }).click();
  await page.waitForURL(/\/access$/);
  await page.goto(`${address}/versions/1/release`);
  await isWell(page, 'release');
  // Without a reviewer nothing is released, and what was chosen is kept.
  await page.getByLabel('Reviewed by').fill('');
  await page.getByRole('button', { name: 'Release version 1' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Reviewed by').fill('Ines Duarte');
  await page.getByRole('button', { name: 'Release version 1' }).click();
  await page.waitForURL(new RegExp(`${address}$`));
  await outside.goto(`${address}/rows`);
  expect(await outside.content()).toContain(somebody.name);

  // Taken back: at once for everyone, with the reason in its place.
  await page.goto(`${address}/versions/1/withdraw`);
  expect(await words(page)).toContain('People known to have looked');
  await isWell(page, 'withdraw');
  await page.getByLabel('Why it is withdrawn').fill('It was loaded by mistake');
  await page.getByRole('button', { name: 'Withdraw version 1' }).click();
  await page.waitForURL(/\/versions\/1$/);
  await outside.goto(`${address}/versions/1`);
  expect(await words(outside)).toContain('It was loaded by mistake');
  for (const path of [`${address}/rows`, `${address}/rows?version=1`]) {
    const answer = await outside.goto(path);
    expect([path, answer!.status() >= 400 || planted(await outside.content()).length === 0]).toEqual([
      path,
      true,
    ]);
    expect(planted(await outside.content())).toEqual([]);
  }
  expect([...officer.faults, ...visitor.faults]).toEqual([]);
  await officer.context.close();
  await visitor.context.close();
});

it('the schedule, a hold and what is due are read by anyone, and a hold is placed by the officer', {
  timeout: 120_000,
}, async () => {
  const { context, page } = await openWindow(browser, server.url);
  await page.goto('/data/retention');
  expect(await page.getByRole('table', { name: 'Record classes' }).textContent()).toContain(
    'Data published as open data',
  );
  await isWell(page, 'schedule');
  await signIn(page, 'reyes', '/data/rybz-nyjw/retention');
  await page.getByText('Place a hold').click();
  await page.getByLabel('Why nothing may be destroyed').fill('A suit is pending');
  await page.getByRole('button', { name: 'Place the hold' }).click();
  await page.getByText('A legal hold keeps everything').waitFor();
  await isWell(page, 'retention');
  await page.getByLabel('Why it has ended').fill('The suit ended');
  await page.getByRole('button', { name: 'Lift it' }).click();
  await page.getByText('The suit ended').waitFor();
  // Rows that describe people are shown in groups first.
  await page.goto('/data/rybz-nyjw');
  expect(await words(page)).toContain('Rows describe people, so this preview shows groups.');
  await shot(page, 'people-groups-desk');
  await context.close();
});
