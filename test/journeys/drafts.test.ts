import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, openBrowser, openWindow } from './browser.ts';
import { type ExampleServer, serveExample } from './example-home.ts';
import { signIn } from './sign-in-as.ts';

let server: ExampleServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
});

describe('what somebody types into a long form', () => {
  it('is there again after the page was closed and after the session ended, and gone once it was sent', {
    timeout: 60_000,
  }, async () => {
    const { context, page, faults } = await openWindow(browser, server.url);
    await signIn(page, 'reyes', '/data/register');
    await page.getByLabel('Title').fill('Toxicology requests');
    await page.getByLabel('What it is').fill('Each row is one request to the laboratory.');
    await page.getByLabel('How often it is updated').selectOption('monthly');
    await page.getByLabel('C: Improves').check();
    await page.getByText(/Draft kept on this device at \d+:\d\d [ap]m\./).waitFor();
    await page.close();

    const again = await context.newPage();
    await again.goto('/data/register');
    await again.getByText(/What you typed until .* is back/).waitFor();
    expect(await again.getByLabel('Title').inputValue()).toBe('Toxicology requests');
    expect(await again.getByLabel('How often it is updated').inputValue()).toBe('monthly');
    expect(await again.getByLabel('C: Improves').isChecked()).toBe(true);
    expect(await axeFindings(again)).toEqual([]);

    // The session is gone in the middle: what is sent is refused, and stands there after signing in again.
    await again.getByLabel('System that holds it').fill('LabWare');
    await context.clearCookies({ name: 'oak-session' });
    await again.getByRole('button', { name: 'Register it' }).click();
    await again.getByRole('heading', { level: 1 }).waitFor();
    await signIn(again, 'reyes', '/data/register');
    expect(await again.getByLabel('System that holds it').inputValue()).toBe('LabWare');

    // Another person on the same device finds an empty form.
    const other = await context.newPage();
    await signIn(other, 'zamora', '/data/register');
    expect(await other.getByLabel('Title').inputValue()).toBe('');
    await signIn(other, 'reyes', '/data/register');
    expect(await other.getByLabel('Title').inputValue()).toBe('Toxicology requests');

    // What is refused registers nothing: the reason of high value lacks whoever determined it.
    await other.getByRole('button', { name: 'Register it' }).click();
    await other.getByRole('alert').waitFor();
    expect(await other.getByLabel('Title').inputValue()).toBe('Toxicology requests');
    await other.getByLabel('Who determined that').fill('Chief Medical Examiner');
    await other.getByRole('button', { name: 'Register it' }).click();
    await other.getByRole('heading', { level: 1, name: 'Toxicology requests' }).waitFor();
    await other.goto('/data/register');
    expect(await other.getByLabel('Title').inputValue()).toBe('');
    expect(await other.getByText('is back').count()).toBe(0);
    await other.goto('/data?q=toxicology+requests');
    expect(await other.getByText('1 dataset matches').count()).toBe(1);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('stands beside what was saved meanwhile, and leaves with the person who signs out', {
    timeout: 60_000,
  }, async () => {
    const { context, page } = await openWindow(browser, server.url);
    const edit = '/data/rybz-nyjw/edit';
    await signIn(page, 'reyes', edit);
    const title = () => page.getByLabel('Title', { exact: true });
    await title().fill('Deaths by accidental overdose');
    await page.getByText('Draft kept').waitFor();
    const elsewhere = await openWindow(browser, server.url);
    await signIn(elsewhere.page, 'reyes', edit);
    await elsewhere.page.getByLabel('Title', { exact: true }).fill('Overdose deaths');
    await elsewhere.page.getByRole('button', { name: 'Save' }).click();
    await elsewhere.page.getByRole('heading', { level: 1, name: 'Overdose deaths' }).waitFor();
    await elsewhere.context.close();

    await page.reload();
    expect(await title().inputValue()).toBe('Deaths by accidental overdose');
    await page.getByText('Meanwhile this was saved: “Overdose deaths”.').waitFor();
    await page.getByRole('button', { name: 'Use that' }).click();
    expect(await title().inputValue()).toBe('Overdose deaths');
    await title().fill('Something else');
    await page.getByText('Draft kept').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('oak-draft'))),
      )
      .toEqual([]);
    await context.close();
  });
});

describe('the map of a dataset', () => {
  it('is walked by arrow keys, each place told in words, and Enter goes to its rows', {
    timeout: 60_000,
  }, async () => {
    const { context, page, faults } = await openWindow(browser, server.url);
    await page.goto('/data/hfcr-2015');
    await page.goto('/data/rybz-nyjw');
    const map = page.locator('svg[data-places]');
    await map.focus();
    const told = page.locator('.map-reading');
    expect(await told.innerText()).toContain('Arrow keys');
    await page.keyboard.press('ArrowRight');
    const first = await told.innerText();
    // The same place and figures as the first row of the list beside it.
    const row = page.getByRole('region', { name: 'Rows by town' }).locator('tbody tr').first();
    const [rows, rate] = await row.locator('td').allInnerTexts();
    const name = await row.locator('th').innerText();
    expect(first).toMatch(/^[A-Z].*: [\d.]+ per 100,000 residents|a year per/);
    await page.keyboard.press('Home');
    for (let step = 0; !(await told.innerText()).startsWith(`${name}:`); step++) {
      expect(step).toBeLessThan(169);
      await page.keyboard.press('ArrowDown');
    }
    expect(await told.innerText()).toContain(`${name}: ${rate}`);
    expect(await told.innerText()).toContain(`${rows} rows`);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/data\/rybz-nyjw\/rows\?place=/);
    expect(await page.getByRole('main').innerText()).toContain(name);
    expect(faults).toEqual([]);
    await context.close();
  });
});
