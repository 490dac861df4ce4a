import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings, openBrowser, openWindow, scrollsSideways } from './browser.ts';
import { type ExampleServer, serveExample } from './example-home.ts';
import { signIn } from './sign-in-as.ts';
import { writeComment } from './write-comment.ts';

/** A year of duties, by whom the law names: signed in through the provider, every step a form of a page. */
let server: ExampleServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
});
const main = async (page: Page) => (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');

it('an agency data officer finishes the year’s duties in one sitting, and the office sees them', {
  timeout: 120_000,
}, async () => {
  const { page, context, faults } = await openWindow(browser, server.url);
  const year = (await (await fetch(`${server.url}/api/v1/plan/inventories`)).json()) as { year: number };
  const desk = '/agencies/DOT/desk';
  await signIn(page, 'zamora', desk);
  // The comment is begun first, in another window.
  const comment = await context.newPage();
  await comment.goto('/plan/ethical-use');
  await comment.getByRole('link', { name: 'Comment on this' }).click();

  // The progress report: what can be counted is filled in.
  for (
    let left = 5;
    left > 0 && (await page.getByRole('link', { name: 'Confirm and send' }).count()) > 0;
    left--
  ) {
    await page.getByRole('link', { name: 'Confirm and send' }).first().click();
    await page.getByRole('button', { name: 'Confirm and send' }).click();
    expect(await main(page)).toContain('Waiting for review');
    await page.goto(desk);
  }
  // The action whose date has passed: done, and what shows it.
  await page.getByRole('link', { name: 'Link crash and hospital records and report the rate.' }).click();
  await page.getByLabel('It is done').check();
  await page.getByRole('button', { name: 'Record it' }).click();
  expect(await main(page)).toContain('to correct');
  await page.getByLabel('What shows it').fill('Report of November 20, 2026 (example)');
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.goto(desk);
  expect(await main(page)).not.toContain('Link crash and hospital records');

  // The open data access plan: a later day for what slipped, then sent.
  await page.getByRole('link', { name: 'Open the plan' }).click();
  await page.getByRole('link', { name: 'Change' }).first().click();
  await page.getByLabel('The day it will be open').fill(`${year.year + 1}-03-31`);
  await page
    .getByRole('button', { name: /plan$|Save/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Submit the access plan' }).click();
  expect(await main(page)).toContain('Submitted');

  // The inventory: two assets get a reason, then what each lacks, then the year is frozen.
  await page.goto(desk);
  await page.getByRole('link', { name: 'Open the inventory' }).click();
  expect(await axeFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await scrollsSideways(page)).toBe(false);
  await page.setViewportSize({ width: 1280, height: 900 });
  for (const [at, reason] of ['A, D', 'Z'].entries()) {
    await page.getByLabel('High value reasons').nth(at).fill(reason);
    await page.getByLabel('Determined by').nth(at).fill('Commissioner');
  }
  await page.getByRole('button', { name: 'Take into the inventory' }).click();
  // No such reason: nothing is taken, and both rows stand as they were typed.
  expect(await main(page)).toContain('Row 2');
  expect(await page.getByLabel('High value reasons').first().inputValue()).toBe('A, D');
  await page.getByLabel('High value reasons').nth(1).fill('C');
  await page.getByRole('button', { name: 'Take into the inventory' }).click();
  const assets = await page.getByLabel('High value reasons').count();
  expect(assets).toBe(2);
  for (let at = 0; at < assets; at++) {
    await page.getByLabel('Access', { exact: true }).nth(at).selectOption('public');
    await page.getByLabel('Owner').nth(at).fill('Road safety unit');
    await page.getByLabel('Format').nth(at).fill('table');
    await page.getByLabel('Updated').nth(at).selectOption('yearly');
  }
  await page.getByRole('button', { name: 'Save 2 assets' }).click();
  expect(await main(page)).toContain('none lacks anything');
  await page.getByRole('button', { name: `Submit the inventory of ${year.year}` }).click();
  expect(await main(page)).toContain('This year is frozen');

  // The comment of the agency on the draft, and the directory.
  await writeComment(comment, 'Name the officer who decides for each agency.');
  expect(await main(comment)).toContain('Your comment is kept');
  await page.goto('/agencies/DOT');
  expect(await main(page)).toContain('Ximena Zamora');
  await page.goto(desk);
  expect(await main(page)).not.toMatch(/Confirm and send|Changed since it was submitted/);
  expect(await page.getByRole('row').filter({ hasText: 'Submit the yearly inventory' }).innerText()).toMatch(
    /Submitted/,
  );
  expect(faults).toEqual([]);
  await context.close();

  const office = await openWindow(browser, server.url);
  await signIn(office.page, 'calloway', '/plan/inventories');
  expect(await main(office.page)).toMatch(/Department of Transportation [^.]*Submitted/);
  await office.page.goto('/desk');
  await office.page.getByRole('link', { name: /No\. \d+: Name the officer who decides/ }).click();
  expect(await main(office.page)).toContain('DOT');
  await office.page.getByLabel('Noted, no change').check();
  await office.page.getByLabel('Reason, in your words').fill('The directory names them already.');
  await office.page.getByRole('button', { name: 'Save and open the next' }).click();
  expect(office.faults).toEqual([]);
  await office.context.close();
});
