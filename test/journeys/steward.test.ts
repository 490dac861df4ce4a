import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../program.ts';
import { openBrowser, openWindow } from './browser.ts';
import { type ExampleServer, serveExample } from './example-home.ts';
import { makeOpen, statePurpose } from './make-open.ts';
import { plainRecords } from './plain-csv.ts';
import { signIn } from './sign-in-as.ts';

/**
 * Permits, 30,050 of them. The first file has planted: three amounts and one day that are none, one row with a cell too
 * many, one permit number given twice, and a code with leading zeros that stands only in row 30,000. The second file is
 * the first, put right, with a new column and five new rows.
 */
const rowsIn = 30_050;
function permitsFile(corrected: boolean): string {
  const lines = [`permit,town,opened,amount,code${corrected ? ',channel' : ''}`];
  const towns = ['Hartford', 'New Haven', 'Bridgeport', 'Stamford', 'Waterbury'];
  for (let row = 1; row <= rowsIn + (corrected ? 5 : 0); row++) {
    const wrong = !corrected;
    const permit = 500_000 + (wrong && row === 2000 ? 1999 : row);
    const day = `2024-${String(1 + (row % 12)).padStart(2, '0')}-${String(1 + (row % 28)).padStart(2, '0')}`;
    const cells = [
      `P${permit}`,
      towns[row % towns.length]!,
      wrong && row === 500 ? '2024-13-45' : day,
      wrong && [100, 200, 300].includes(row) ? 'about ten' : `${10 + (row % 90)}.50`,
      row === 30_000 ? '00412' : String(1000 + (row % 9000)),
    ];
    if (wrong && row === 1000) cells.push('one too many');
    if (corrected) cells.push(row % 2 === 0 ? 'web' : 'desk');
    lines.push(cells.join(','));
  }
  return `${lines.join('\n')}\n`;
}

const folder = temporaryFolder();
const firstFile = join(folder.path, 'building-permits.csv');
const secondFile = join(folder.path, 'building-permits-corrected.csv');
let server: ExampleServer;
let browser: Browser;
beforeAll(async () => {
  writeFileSync(firstFile, permitsFile(false));
  writeFileSync(secondFile, permitsFile(true));
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
  folder[Symbol.dispose]();
});

const api = async <T>(path: string): Promise<T> =>
  (await fetch(`${server.url}/api/v1/${path}`)).json() as Promise<T>;

/** Follows the page of the load, which renews itself, to its end. */
async function untilLoaded(page: Page): Promise<void> {
  await page.waitForURL(/\/jobs\/\w+/);
  await page.getByRole('heading', { level: 1, name: /is loaded$/ }).waitFor({ timeout: 45_000 });
}

/** A page shown again until it says what is waited for: work in the background changes it. */
async function shownUntil(page: Page, path: string, ready: () => Promise<boolean>): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.goto(path);
        return ready();
      },
      { timeout: 45_000, interval: 400 },
    )
    .toBe(true);
}

it('a steward turns a faulty file into a dataset that can be trusted', { timeout: 180_000 }, async () => {
  const { context, page, faults } = await openWindow(browser, server.url);

  // Dropped on the page, as a file manager would.
  await signIn(page, 'zamora', '/data/upload');
  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'building-permits.csv', { type: 'text/csv' }));
    return transfer;
  }, permitsFile(false));
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: dropped });
  await page.getByText(/building-permits\.csv, /).waitFor();
  await page.getByRole('button', { name: 'Load it' }).click();
  await untilLoaded(page);

  // 30,050 rows came in: one has a cell too many, the others are stored. Three amounts and one day are none.
  const lede = (await page.locator('.lede').textContent())!;
  expect(lede).toContain('30,050 rows came in, 30,049 are stored, 1 set aside. 4 cells do not fit');
  // What was loaded is protected at first: the rows of one's own agency are shown for a purpose.
  await statePurpose(page, 'checking the permits');
  const aside = page.locator('#rows-set-aside');
  expect(await aside.textContent()).toContain('one too many');
  const cells = (await page.locator('#cells').textContent())!;
  expect(cells).toContain('about ten');
  expect(cells).toContain('2024-13-45');
  const columns = page.getByRole('table', { name: 'Columns' });
  expect(await columns.getByRole('row').filter({ hasText: 'code' }).textContent()).toContain('text');
  await page.getByRole('link', { name: 'See the dataset' }).click();
  await page.waitForURL(/\/data\/\w{4}-\w{4}$/);
  const dataset = new URL(page.url()).pathname.split('/')[2]!;
  // Nothing in it is about a person: it is released, with all that follows.
  await makeOpen(page, dataset, 1);
  const zeros = await api<{ rows: { code: string }[] }>(`datasets/${dataset}/rows?where=permit='P530000'`);
  expect(zeros.rows.map(({ code }) => code)).toEqual(['00412']);

  // One click accepts a suggested rule; the check finds the doubled number and an issue opens.
  const accept = page.getByRole('button', { name: /Accept the rule: Each permit occurs once/ });
  await shownUntil(page, `/data/${dataset}/rules`, () => accept.isVisible());
  await accept.click();
  await page.waitForURL(/#suggested$/);
  const accepted = page.getByRole('table', { name: 'Accepted rules and what they found' });
  const opened = accepted.getByRole('link', { name: 'Issue open' });
  await shownUntil(page, `/data/${dataset}/rules`, () => opened.isVisible());
  expect(await accepted.getByRole('row').filter({ hasText: 'permit' }).textContent()).toMatch(
    /2.*30,049 rows fail/,
  );
  await opened.click();
  await page.waitForURL(/\/data\/issues\/\w+/);
  const issue = page.url();
  expect(await page.locator('.title').first().textContent()).toContain('open');
  await page.getByRole('link', { name: 'The rule and its failing rows' }).click();
  const failing = (await page.getByRole('main').textContent())!;
  expect(failing).toContain('P501999');

  // The corrected file, chosen with the keyboard's file chooser, as a newer version.
  await page.goto(`/data/${dataset}`);
  await page.getByRole('link', { name: 'Load a newer file' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByLabel('File', { exact: true }).click(),
  ]);
  await chooser.setFiles(secondFile);
  await page.getByRole('button', { name: 'Load it' }).click();
  await untilLoaded(page);
  expect(await page.locator('.lede').textContent()).toContain(
    '30,055 rows came in, 30,055 are stored, none set aside. Every cell fits its column.',
  );
  await page.getByRole('link', { name: 'What changed' }).click();
  const change = (await page.locator('.lede').textContent())!;
  expect(change).toContain('Version 2 has 6 rows more than version 1.');
  expect(change).toContain('It adds 1.');
  const { rows, cells: changedCells } = await api<{
    rows: { by: string; added: number; removed: number; changed: number; unchanged: number };
    cells: { column: string; changed: number }[];
  }>(`datasets/${dataset}/compare?from=1&to=2`);
  // Told apart by the permit, whose rule was accepted. The number given twice tells nothing: its two rows went, and the
  // two permits they should have been came; so did the row set aside and five new ones. The other 30,047 have a cell in
  // the new column, and four of them another that was put right.
  expect(rows).toMatchObject({ by: 'key', added: 8, removed: 2, changed: 30_047, unchanged: 0 });
  expect(Object.fromEntries(changedCells.map(({ column, changed }) => [column, changed]))).toEqual({
    amount: 3,
    opened: 1,
    channel: 30_047,
  });

  await shownUntil(page, issue, async () =>
    /closed/i.test((await page.locator('.title').first().textContent())!),
  );
  await shownUntil(page, `/data/${dataset}/rules`, () =>
    page.getByText('Every rule checked in version 2 passes.').isVisible(),
  );

  // Back to the first rows: a third version. Each version stays readable under its own address, and by its time.
  const second = await api<{ loaded_at: string }>(`datasets/${dataset}/versions/2`);
  await page.goto(`/data/${dataset}/versions/1`);
  await page.getByRole('button', { name: 'Roll back to version 1' }).click();
  await page.waitForURL(/\/versions\/3$/);
  const rowsOf = async (which: string) =>
    (
      await api<{ rows: { n: string | number }[] }>(`datasets/${dataset}/rows?select=count(*) as n&${which}`)
    ).rows.map(({ n }) => Number(n));
  expect(await rowsOf('')).toEqual([30_049]);
  expect(await rowsOf('version=2')).toEqual([30_055]);
  expect(await rowsOf(`as_of=${second.loaded_at}`)).toEqual([30_055]);
  const then = await api<{ version: number }>(`datasets/${dataset}/as-of/${second.loaded_at}`);
  expect(then.version).toBe(2);
  const third = plainRecords(
    await (await fetch(`${server.url}/api/v1/datasets/${dataset}/versions/3.csv`)).text(),
  );
  expect(third).toHaveLength(30_049);
  expect(third.filter(({ permit }) => permit === 'P501999')).toHaveLength(2);
  // The fault is back, and the issue with it.
  await shownUntil(page, issue, async () =>
    /open/i.test((await page.locator('.title').first().textContent())!),
  );
  expect(faults).toEqual([]);
  await context.close();
});
