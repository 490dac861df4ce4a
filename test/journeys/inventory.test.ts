import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workbookOf } from '../workbook.ts';
import { axeFindings, openBrowser, openWindow } from './browser.ts';
import { type ExampleServer, serveExample } from './example-home.ts';
import { signIn } from './sign-in-as.ts';

let server: ExampleServer;
let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oak-inventory-'));
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

const head = [
  'Id',
  'Title',
  'Description',
  'Agency',
  'Owner',
  'Updated',
  'System',
  'First year',
  'High value reasons',
  'Determined by',
];
const asset = (at: number) => [
  '',
  `Road inventory ${at}`,
  `What is known of roads of class ${at}.`,
  'DOT',
  'Ximena Zamora',
  'Yearly',
  'RoadBase',
  2010 + at,
  'A, D',
  'Commissioner',
];

async function send(page: Page, rows: (string | number)[][], what: RegExp): Promise<void> {
  const file = join(folder, 'inventory.xlsx');
  writeFileSync(file, workbookOf({ Inventory: [head, ...rows] }));
  await page.getByLabel('The workbook (.xlsx)').setInputFiles(file);
  await page.getByLabel(what).check();
  await page.getByRole('button', { name: 'Send it' }).click();
  await page.waitForLoadState('load');
}

describe('an agency data officer', () => {
  it('registers thirty assets from a spreadsheet in one sitting, and anyone finds them', {
    timeout: 120_000,
  }, async () => {
    const { context, page, faults } = await openWindow(browser, server.url);
    await signIn(page, 'zamora', '/data/inventory');
    expect(await axeFindings(page)).toEqual([]);
    const rows = Array.from({ length: 30 }, (_, at) => asset(at + 1));

    const wrong = rows.with(11, rows[11]!.with(5, 'now and then'));
    await send(page, wrong, /Check and take it over/);
    await expect.poll(() => page.getByRole('main').innerText()).toMatch(/1 error: nothing was taken over/);
    const problem = page.getByRole('row', { name: /13 Inventory Updated/ });
    expect(await problem.innerText()).toMatch(/must be one of: daily/);
    expect(await axeFindings(page)).toEqual([]);

    await send(page, rows, /Only check/);
    expect(await page.getByRole('main').innerText()).toMatch(/30 assets new, 0 changed/);
    await send(page, rows, /Check and take it over/);
    expect(await page.getByRole('main').innerText()).toMatch(/The inventory was taken over/);

    await page.goto('/search?q=road+inventry+17');
    const first = page
      .getByRole('listitem')
      .filter({ hasText: 'Road inventory 17' })
      .getByRole('link')
      .first();
    await first.click();
    const main = await page.getByRole('main').innerText();
    expect(main).toMatch(/Road inventory 17/);
    expect(main).toMatch(/2027 to now/);
    expect(main).toMatch(/Critical to the operation of the agency/);
    const linked = await page.locator('script[type="application/ld+json"]').textContent();
    expect(JSON.parse(linked!)).toMatchObject({
      '@type': 'Dataset',
      name: 'Road inventory 17',
      isAccessibleForFree: false,
    });

    const catalogue = (await (await fetch(`${server.url}/data.json`)).json()) as {
      dataset: { title: string }[];
    };
    expect(catalogue.dataset.filter(({ title }) => title.startsWith('Road inventory'))).toHaveLength(30);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('asks and is asked: a stranger’s question is answered for everyone', { timeout: 60_000 }, async () => {
    const stranger = await openWindow(browser, server.url, { window: 'phone', script: false });
    await stranger.page.goto('/data/hfcr-2015/questions');
    await stranger.page.getByLabel('Your question').fill('What does severity K stand for?');
    await stranger.page.getByRole('button', { name: 'Ask' }).click();
    expect(await stranger.page.getByRole('main').innerText()).toMatch(/They are to answer by/);
    await stranger.context.close();

    const { context, page } = await openWindow(browser, server.url);
    await signIn(page, 'zamora', '/data/hfcr-2015/questions');
    await page.getByLabel('Your answer').fill('A crash in which somebody was killed.');
    await page.getByLabel('Show question and answer to everyone').check();
    await page.getByRole('button', { name: 'Answer' }).click();
    expect(await page.getByRole('main').innerText()).toMatch(/A crash in which somebody was killed/);
    expect(await axeFindings(page)).toEqual([]);
    await context.close();
    await expect
      .poll(async () => (await fetch(`${server.url}/feeds/dataset/hfcr-2015.atom`)).text(), {
        timeout: 20_000,
      })
      .toMatch(/a question was answered/);
  });
});
