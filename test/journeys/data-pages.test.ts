import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../program.ts';
import { axeFindings, focused, openBrowser, openWindow, scrollsSideways, tabTo, windows } from './browser.ts';
import { type ExampleServer, exampleFile, serveExample } from './example-home.ts';
import { statePurpose } from './make-open.ts';
import { signIn } from './sign-in-as.ts';

/** What people do with data on the pages, in a real browser. Counts come from the files, read here by other means. */

const folder = temporaryFolder();
let server: ExampleServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
  folder[Symbol.dispose]();
});

/** A page in a fresh window; the test fails when the page told a fault on its console. */
async function inWindow(
  options: Parameters<typeof openWindow>[2],
  journey: (page: Page) => Promise<void>,
): Promise<void> {
  const { context, page, faults } = await openWindow(browser, server.url, options);
  await journey(page);
  await context.close();
  expect(faults).toEqual([]);
}

function fileOf(name: string, text: string): string {
  const path = join(folder.path, 'files');
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, name), text);
  return join(path, name);
}

/** What the first such part of the page says, as it is laid out: cells apart by tabs. */
const read = (page: Page, part: string): Promise<string> => page.locator(part).first().innerText();

/** Records of a CSV text: a line end between quotes does not end one. */
const recordsIn = (text: string): number =>
  text
    .replace(/"(?:[^"]|"")*"/g, 'x')
    .split(/\r\n|\r|\n/)
    .filter((line) => line !== '').length;

const deaths = readFileSync(exampleFile('accidental-drug-deaths-2012-2022.csv'), 'utf8');

describe('from a file to a dataset', () => {
  it('by the keyboard alone: every row is accounted for, and what does not fit is listed', {
    timeout: 60_000,
  }, async () => {
    const lines = ['code,town,opened', '007,Avon,2024-01-31', '008,Bethel,2024-02-29', '009,Canton'];
    const file = fileOf('three openings.csv', `${lines.join('\n')}\n`);
    await inWindow({}, async (page) => {
      await signIn(page, 'zamora', '/data');
      await tabTo(page, 'link', 'Load a file');
      expect((await focused(page)).ringed).toBe(true);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/data/upload');
      await tabTo(page, 'file', /^File/);
      // The window in which a file is chosen belongs to the system, not to the page.
      await page.locator('input[type=file]').setInputFiles(file);
      await tabTo(page, 'button', 'Load it');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Three openings is loaded' }).waitFor();
      expect(await read(page, '.sum')).toMatch(/3\s*rows in\s*=\s*2\s*stored\s*\+\s*1\s*set aside/);
      // Protected at first: its own officer looks for a purpose.
      await statePurpose(page, 'checking what was loaded');
      expect(await read(page, '#rows-set-aside')).toContain('009,Canton');
      expect(await axeFindings(page)).toEqual([]);
      await tabTo(page, 'link', 'See the dataset');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Three openings' }).waitFor();
      expect(await read(page, '#rows')).toContain('007');
    });
  });

  it('without script, and a file that cannot be read says why', { timeout: 60_000 }, async () => {
    await inWindow({ script: false }, async (page) => {
      await signIn(page, 'zamora', '/data/upload');
      await page.setInputFiles('input[type=file]', fileOf('good.csv', 'a,b\n1,2\n3,4\n'));
      await page.getByRole('button', { name: 'Load it' }).click();
      expect(new URL(page.url()).pathname).toMatch(/^\/jobs\//);
      for (let tries = 0; tries < 40 && !(await page.title()).includes('done'); tries += 1) {
        await page.waitForTimeout(250);
        await page.reload();
      }
      expect(await read(page, 'h1')).toBe('Good is loaded');

      await page.goto('/data/upload');
      await page.setInputFiles('input[type=file]', fileOf('bad.csv', ''));
      await page.getByRole('button', { name: 'Load it' }).click();
      for (let tries = 0; tries < 40 && !/failed|empty/.test(await read(page, 'main')); tries += 1) {
        await page.waitForTimeout(250);
        await page.reload();
      }
      expect(await read(page, 'main')).toContain('bad.csv is empty');
    });
  });
});

describe('a dataset', () => {
  it('tells what changed before use, and compares the versions field by field', async () => {
    await inWindow({}, async (page) => {
      await page.goto('/data/rybz-nyjw');
      const notice = await read(page, '.notice.warn');
      expect(notice).toContain('Dropped: ID');
      expect(notice).toContain('Renamed: 19');
      await page.getByRole('link', { name: 'Compare the versions' }).click();
      expect(await read(page, '.lede')).toContain('5,549 rows more than version 1');
      const counts = await read(page, '.counts');
      expect(counts.replace(/\s+/g, ' ')).toBe('21 unchanged 19 renamed 8 added 1 dropped');
    });
  });

  it('shows as many rows a year as the file has, in the chart and in its table', async () => {
    const years = new Map<string, number>();
    for (const line of deaths.split('\n')) {
      const year = /^\d\d\/\d\d\/(\d{4}),/.exec(line)?.[1];
      if (year !== undefined) years.set(year, (years.get(year) ?? 0) + 1);
    }
    await inWindow({}, async (page) => {
      await page.goto('/data/rybz-nyjw#time-values');
      const told = await page.locator('#time-values tbody tr').allInnerTexts();
      const wanted = [...years].sort().map(([year, n]) => `${year}\t${n.toLocaleString('en-US')}`);
      expect(told.map((row) => row.trim())).toEqual(wanted);
      // By arrow keys, for those who cannot point.
      await page.locator('svg.chart.wide').first().focus();
      await page.keyboard.press('ArrowLeft');
      expect(await read(page, '.reading:visible')).toContain(
        `2021\nRows a year ${wanted.at(-2)?.split('\t')[1]}`,
      );
    });
  });

  it('filters all rows by a plain form; the address holds it and the download adds up to it', async () => {
    await inWindow({ script: false }, async (page) => {
      await page.goto('/data/rybz-nyjw/rows');
      await page.getByLabel('Field', { exact: true }).selectOption({ label: 'Age' });
      await page.getByLabel('Comparison').selectOption({ label: 'is at least' });
      await page.getByLabel('Value').fill('60');
      await page.keyboard.press('Enter');
      await page.waitForURL(/where=/);
      // 1,214 and 285: counted in the file with Python's csv module.
      expect(await read(page, '.lede')).toBe('1,214 of 10,654 rows match.');
      await page.getByLabel('Field', { exact: true }).selectOption({ label: 'Sex' });
      await page.getByLabel('Comparison').selectOption({ label: 'is' });
      await page.getByLabel('Value').fill('Female');
      await page.getByRole('button', { name: 'Add filter' }).click();
      expect(await read(page, '.lede')).toBe('285 of 10,654 rows match.');
      expect(await read(page, '.active-filters')).toContain('Age is at least 60');
      const csv = await page.getByRole('link', { name: 'Download these 285 rows, CSV' }).getAttribute('href');
      const text = await (await fetch(`${server.url}${csv}`)).text();
      expect(recordsIn(text) - 1).toBe(285);
      const shared = page.url();
      await page
        .getByRole('link', { name: /^Remove the filter/ })
        .first()
        .click();
      expect(await read(page, '.lede')).not.toContain('285');
      await page.goto(shared);
      expect(await read(page, '.lede')).toBe('285 of 10,654 rows match.');
      await page.getByLabel('Value').fill('forty');
      await page.getByLabel('Field', { exact: true }).selectOption({ label: 'Age' });
      await page.keyboard.press('Enter');
      await page.waitForURL(/value=forty/);
      expect(await read(page, '.notice.bad')).toContain('Write Age as a whole number, such as 42');
    });
  });

  it('opens the rows of a town from the map’s list, as many as it says', async () => {
    await inWindow({}, async (page) => {
      await page.goto('/data/rybz-nyjw');
      const first = page.locator('#places tbody tr').first();
      const [, rows] = (await read(page, '#places tbody tr')).split('\t');
      await first.locator('a.counted').click();
      expect(await read(page, '.lede')).toContain(`${rows} of 10,654 rows match.`);
    });
  });
});

describe('finding', () => {
  it('finds data by what it holds, and helps where nothing is found', async () => {
    await inWindow({}, async (page) => {
      await page.goto('/');
      await tabTo(page, 'searchbox', /^Find data/);
      await page.keyboard.type('drug deaths');
      await page.keyboard.press('Enter');
      await page.waitForURL(/search/);
      expect(await read(page, '.hit h3')).toBe('Accidental drug related deaths');
      await page.goto('/search?q=zzyzx+qwfpg');
      expect(await read(page, 'h1')).toBe('Nothing found for “zzyzx qwfpg”');
    });
    const wrong = await fetch(`${server.url}/data/rybz-nyjv`, { headers: { accept: 'text/html' } });
    expect(wrong.status).toBe(404);
    expect(await wrong.text()).toContain('href="/data/rybz-nyjw"');
  });
});

const everyPage = [
  '/',
  '/data',
  '/data?q=crashes',
  '/data/upload',
  '/data/rybz-nyjw',
  '/data/rybz-nyjw?places=all',
  '/data/hfcr-2015',
  '/data/rybz-nyjw/rows',
  '/data/rybz-nyjw/rows?fields=all',
  '/data/rybz-nyjw/fields',
  '/data/rybz-nyjw/fields/age',
  '/data/rybz-nyjw/versions',
  '/data/rybz-nyjw/versions/1',
  '/data/rybz-nyjw/compare',
  '/data/rybz-nyjw/edit',
  '/jobs',
  '/search?q=drug',
  '/search?q=qqqq',
  '/sharing',
  '/plan',
  '/plan/objectives/owner-named',
  '/focal-points',
  '/agencies',
  '/agencies/DPH',
  '/law',
  '/data/issues',
  '/data/rybz-nyjw/rules',
  '/api',
  '/about/figures',
  '/about/accessibility',
];

describe.each(Object.keys(windows) as (keyof typeof windows)[])('at the width of a %s', (window) => {
  it.each(everyPage)('%s has no fault of accessibility and fits its window', async (path) => {
    await inWindow({ window }, async (page) => {
      if (/upload$|edit$/.test(path)) await signIn(page, 'reyes');
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(200);
      expect((await answer?.text())?.length ?? 0).toBeLessThanOrEqual(
        path.includes('=all') ? 120_000 : 60_000,
      );
      expect(await axeFindings(page)).toEqual([]);
      expect(await scrollsSideways(page)).toBe(false);
    });
  });
});

describe('what a page brings along', () => {
  it('stays within the budget, and nothing comes from elsewhere', async () => {
    const page = await (await fetch(`${server.url}/data/rybz-nyjw`)).text();
    const own = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((found) => found[1] ?? '');
    const sizes = await Promise.all(
      own.map(
        async (path) =>
          [path, (await (await fetch(`${server.url}${path}`)).arrayBuffer()).byteLength] as const,
      ),
    );
    for (const [path, bytes] of sizes)
      expect(bytes, path).toBeLessThanOrEqual(path.includes('.css') ? 40_000 : 60_000);
    expect(page).not.toMatch(/(?:src|href)="https?:\/\/(?!127\.0\.0\.1)[^"]*\.(?:js|css|woff2|png)/);
    expect(page).not.toMatch(
      / style=|<style|<script(?![^>]* (?:src="\/assets\/|type="application\/ld\+json"))/,
    );
  });
});
