import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings, openBrowser, openWindow } from './browser.ts';
import { type ExampleServer, serveExample } from './example-home.ts';
import { signIn } from './sign-in-as.ts';

const deaths = '/data/rybz-nyjw';
let server: ExampleServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
});

/** Chooses in a select box by keyboard alone. */
async function choose(page: Page, label: string, text: string): Promise<void> {
  const box = page.getByLabel(label, { exact: true });
  await box.focus();
  await page.keyboard.type(text);
  expect(await box.locator('option:checked').textContent()).toBe(text);
}

it('an analyst is refused, chooses another way, a reviewer lets the table out, and everybody finds it in the register', async () => {
  const analyst = await openWindow(browser, server.url);
  const { page } = analyst;
  await signIn(page, 'moreau', `${deaths}/table`);
  // Nearly 300 places: the gate says why that is no table, and what else could be asked.
  await page.getByLabel('Rows', { exact: true }).selectOption('injury_city');
  await page.getByRole('button', { name: 'Show the table' }).press('Enter');
  await page
    .getByRole('heading', { level: 1, name: 'This table may not leave' })
    .waitFor({ timeout: 60_000 });
  await page.getByRole('heading', { name: 'What the gate found' }).waitFor();
  expect(await page.getByText(/it has \d+ values, and at most 200 can stand/).count()).toBe(1);
  expect(await page.getByRole('button', { name: 'Send to a reviewer' }).count()).toBe(0);
  expect(await axeFindings(page)).toEqual([]);
  const another = page.getByRole('button', { name: 'Put values with fewer than 11 people together' });
  expect(await another.count()).toBe(1);

  await page.goto(`${deaths}/table`);
  await choose(page, 'Rows', 'Race');
  await choose(page, 'Columns', 'Sex');
  await page.getByRole('button', { name: 'Show the table' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Race by Sex' }).waitFor({ timeout: 60_000 });
  await page.getByRole('heading', { name: 'What would leave' }).waitFor();
  const small = await page.getByText('small', { exact: true }).count();
  expect(small).toBeGreaterThan(0);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel('What the table shows').fill('Drug deaths by race and sex');
  await page.getByRole('button', { name: 'Send to a reviewer' }).press('Enter');
  await page.waitForURL(/\/releases\/\w+/);
  const address = new URL(page.url()).pathname;
  expect(await page.getByText('Waits for a reviewer').count()).toBeGreaterThan(0);
  // As it will be printed: every blank alike.
  expect(await page.getByText('small', { exact: true }).count()).toBe(0);
  // Each small count was named twice to the analyst, in the table and below it.
  expect(await page.getByText('withheld', { exact: true }).count()).toBeGreaterThan(small / 2);
  expect(await page.getByRole('button', { name: 'Record the decision' }).count()).toBe(0);

  const visitor = await openWindow(browser, server.url, { window: 'phone' });
  await visitor.page.goto('/releases');
  expect(await visitor.page.getByText('Drug deaths by race and sex').count()).toBe(0);

  const reviewer = await openWindow(browser, server.url);
  await signIn(reviewer.page, 'adler', address);
  await reviewer.page.getByLabel('Release it').check();
  await reviewer.page.getByLabel('Why').fill('As the yearly report needs it');
  expect(await axeFindings(reviewer.page)).toEqual([]);
  await reviewer.page.getByRole('button', { name: 'Record the decision' }).press('Enter');
  await reviewer.page.getByText('Paul Adler').first().waitFor();

  await visitor.page.goto('/releases');
  await visitor.page.getByRole('link', { name: 'Drug deaths by race and sex' }).click();
  await visitor.page.getByRole('heading', { level: 1, name: 'Drug deaths by race and sex' }).waitFor();
  expect(await axeFindings(visitor.page)).toEqual([]);
  const wide = await visitor.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBeLessThanOrEqual(0);
  expect([...analyst.faults, ...visitor.faults, ...reviewer.faults]).toEqual([]);
  for (const { context } of [analyst, visitor, reviewer]) await context.close();
}, 240_000);

it('an analyst measures who could be recognised, at phone width', async () => {
  const { context, page, faults } = await openWindow(browser, server.url, { window: 'phone' });
  await signIn(page, 'moreau', `${deaths}/risk?quasi=age,sex,race`);
  await page.getByRole('heading', { name: 'Rows by the size of their group' }).waitFor();
  expect(await page.getByText('Smallest group (k)').count()).toBe(1);
  expect(await axeFindings(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
}, 120_000);

it('a reviewer records what an expert determined, with the risk as measured, and finds it again', async () => {
  const { context, page, faults } = await openWindow(browser, server.url, { window: 'phone' });
  await signIn(page, 'adler', deaths);
  await page.getByRole('link', { name: 'What experts determined of it' }).click();
  await page.getByText('Nothing is recorded yet.').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  for (const [label, text] of [
    ['Fields by which somebody could be recognized', 'age, sex'],
    ['Expert', 'Ines Duarte (example)'],
    ['Qualification', 'Twelve years of disclosure control at a statistics office'],
    ['Anticipated recipient', 'The school of public health'],
    ['What binds the recipient', 'An agreement, and a room without a way out'],
    ['Methods of the analysis', 'Sizes of groups by age and sex'],
    ['Results that justify it', 'Few rows are alone in their group'],
    ['Determined anew by', 'next year'],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByLabel('Not very small').check();
  await page.getByRole('button', { name: 'Record it' }).press('Enter');
  // A day that is none is said beside the field, and what was typed stays.
  await page.getByRole('heading', { name: 'One thing to correct' }).waitFor();
  expect(await page.getByLabel('Expert', { exact: true }).inputValue()).toBe('Ines Duarte (example)');
  await page.getByLabel('Determined anew by', { exact: true }).fill('2027-11-24');
  await page.getByRole('button', { name: 'Record it' }).press('Enter');
  await page.getByRole('heading', { level: 3, name: /Ines Duarte/ }).waitFor();
  expect(await page.getByText(/smallest group \d+, \d+ of 10,654 rows/).count()).toBe(1);
  expect(await axeFindings(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
}, 120_000);

it('an analyst with a grant states its purpose where the table is asked for; what names people is not offered', async () => {
  const { context, page, faults } = await openWindow(browser, server.url, { window: 'phone' });
  await signIn(page, 'moreau', '/data/edvs-2025/table');
  await page.getByRole('heading', { name: 'Say what you count it for' }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page
    .getByRole('button', { name: /^Work for this purpose ?: Evaluation of overdose prevention$/ })
    .press('Enter');
  await page.getByRole('heading', { name: 'Say what you count it for' }).waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe('/data/edvs-2025/table');
  const offered = await page.getByLabel('Rows', { exact: true }).locator('option').allTextContents();
  expect(offered).toEqual(expect.arrayContaining(['Sex', 'Hospital']));
  for (const name of ['Visit ID', 'Patient Last Name', 'Patient First Name', 'Home Phone', 'Address'])
    expect(offered).not.toContain(name);
  await page.getByLabel('Rows', { exact: true }).selectOption({ label: 'Hospital' });
  await page.getByRole('button', { name: 'Show the table' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'By Hospital' }).waitFor({ timeout: 60_000 });
  expect(faults).toEqual([]);
  await context.close();
}, 120_000);
