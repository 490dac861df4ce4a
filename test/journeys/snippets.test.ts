import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended, temporaryFolder } from '../program.ts';
import { openBrowser, openWindow } from './browser.ts';
import { type ExampleServer, exampleFile, serveExample } from './example-home.ts';
import { plainCsv } from './plain-csv.ts';

/** What a person copies from the page of a dataset, run as it stands. */

const isThere = (program: string) => spawnSync(program, ['--version']).error === undefined;
const folder = temporaryFolder();
let server: ExampleServer;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
  page = (await openWindow(browser, server.url)).page;
  await page.goto('/data/rybz-nyjw');
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
  folder[Symbol.dispose]();
});

const deaths = plainCsv(readFileSync(exampleFile('accidental-drug-deaths-2012-2022.csv'), 'utf8')).slice(1);

async function snippet(heading: RegExp): Promise<string> {
  const box = page.locator('.snippet').filter({ has: page.getByRole('heading', { name: heading }) });
  return (await box.locator('pre code').textContent())!;
}

/** Run in a process of its own, so that this one can still read what the server writes. */
const run = (program: string, args: readonly string[]) =>
  ended(spawn(program, args, { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] }));

describe('the snippets of a dataset', () => {
  it.skipIf(!isThere('curl'))('curl, in a shell', async () => {
    const { code, out, err } = await run('sh', ['-c', await snippet(/^Terminal/)]);
    expect(code, err).toBe(0);
    const { rows } = JSON.parse(out) as { rows: Record<string, unknown>[] };
    expect(rows).toHaveLength(100);
    expect(rows.map((row) => row['injury_city'] ?? '')).toEqual(deaths.slice(0, 100).map((row) => row[9]));
  });

  it.skipIf(!isThere('python3'))('Python 3, nothing else', { timeout: 60_000 }, async () => {
    const file = join(folder.path, 'read.py');
    // The same program, and one line that shows what it holds when it is done.
    writeFileSync(
      file,
      `${await snippet(/^Python/)}\nprint(sum(row.get("age") is not None for row in rows))\n`,
    );
    const { code, out, err } = await run('python3', [file]);
    expect(code, err).toBe(0);
    const withAge = deaths.filter((row) => row[2] !== '').length;
    expect(out.trim().split('\n')).toEqual(['10654 rows of version 2', String(withAge)]);
  });

  it('R, nothing else', { timeout: 60_000 }, async (test) => {
    if (!isThere('Rscript')) test.skip('R is not installed here');
    const file = join(folder.path, 'read.R');
    writeFileSync(file, await snippet(/^R,/));
    const { code, out, err } = await run('Rscript', ['--vanilla', file]);
    expect(code, err).toBe(0);
    expect(out.trim()).toBe('10654 rows of version 2');
  });

  it('are copied whole by the button', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
    const box = page.locator('.snippet').filter({ has: page.getByRole('heading', { name: /^Python/ }) });
    await box.getByRole('button', { name: /copy/i }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await snippet(/^Python/));
  });

  it('cite an address that gives the rows for ever', async () => {
    const citation = (await page
      .locator('.snippet')
      .filter({ hasText: 'version 2 [data set]' })
      .first()
      .textContent())!;
    const [address] = /http\S+\.csv/.exec(citation)!;
    const answer = await fetch(address!);
    expect(plainCsv(await answer.text())).toHaveLength(10_655);
  });
});
