import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { focused, openBrowser, openWindow, tabTo } from './browser.ts';
import { type ExampleServer, exampleFile, serveExample } from './example-home.ts';
import { plainCsv, plainRecords } from './plain-csv.ts';

const source = plainCsv(readFileSync(exampleFile('accidental-drug-deaths-2012-2022.csv'), 'utf8'));
const [head = [], ...deaths] = source;
const columnOf = (title: string) => head.indexOf(title);
const deathsInHartfordIn2022 = deaths.filter(
  (row) => row[columnOf('Injury City')] === 'HARTFORD' && row[columnOf('Date')]!.endsWith('/2022'),
);

/** A cell of the file as the API writes it: dates in ISO form, all else as it stands. */
const asExported = (row: readonly string[]) =>
  row.map((cell, at) =>
    head[at] === 'Date' ? cell.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3-$1-$2T00:00:00.000') : cell,
  );

let server: ExampleServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
});

async function textOfDownload(
  page: Page,
  act: () => Promise<unknown>,
): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), text: readFileSync((await download.path())!, 'utf8') };
}

async function addFilter(page: Page, field: RegExp, comparison: string, value: string): Promise<void> {
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Add filter' }) });
  const label = await form
    .getByLabel('Field')
    .locator('option')
    .filter({ hasText: field })
    .first()
    .innerText();
  await form.getByLabel('Field').selectOption({ label });
  await form.getByLabel('Comparison').selectOption({ label: comparison });
  await form.getByLabel('Value').fill(value);
  await form.getByRole('button', { name: 'Add filter' }).click();
  await page.waitForURL(/where=/);
}

describe('a member of the public', () => {
  it('finds the drug deaths, filters them and takes exactly the rows of the file home', {
    timeout: 90_000,
  }, async () => {
    const { context, page, faults } = await openWindow(browser, server.url);
    await page.goto('/');
    await page.getByRole('main').getByRole('searchbox').fill('drug deaths');
    await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
    await page
      .getByRole('main')
      .getByRole('link', { name: 'Accidental drug related deaths' })
      .first()
      .click();
    await expect(page.getByRole('heading', { level: 1 }).innerText()).resolves.toBe(
      'Accidental drug related deaths',
    );

    const trust = page.locator('section', { has: page.getByRole('heading', { name: 'May I trust it?' }) });
    await trust.getByRole('table').getByRole('row').filter({ hasText: 'Manner of Death' }).waitFor();
    // Counted in the file: 10,654 rows, 9 without a manner of death; the rest are "Accident", "Pending" or one of a few others.
    const manners = deaths.map((row) => row[columnOf('Manner of Death')]!).filter((cell) => cell !== '');
    const other = manners.filter((cell) => !['Accident', 'Pending'].includes(cell)).length;
    expect(other).toBeGreaterThan(0);
    await expect(
      trust.getByRole('row').filter({ hasText: 'Manner of Death' }).innerText(),
    ).resolves.toContain(`${other} of ${manners.length.toLocaleString('en-US')} rows fail`);

    await page.getByRole('link', { name: 'Filter all rows here' }).click();
    await addFilter(page, /^Injury ?City$/, 'is', 'HARTFORD');
    await addFilter(page, /^Date$/, 'is at least', '2022-01-01');
    await addFilter(page, /^Date$/, 'is at most', '2022-12-31');
    const found = deathsInHartfordIn2022.length;
    await page.getByText(`${found} of 10,654 rows match.`).waitFor();
    const { name, text } = await textOfDownload(page, () =>
      page.getByRole('link', { name: `Download these ${found} rows, CSV` }).click(),
    );
    expect(name).toMatch(/\.csv$/);
    const [columns, ...rows] = plainCsv(text);
    expect(columns).toHaveLength(head.length);
    // The order of rows is not promised without one being asked for; every cell is.
    expect(rows.toSorted()).toEqual(deathsInHartfordIn2022.map(asExported).toSorted());
    expect(faults).toEqual([]);
    await context.close();
  });

  it('row-67 with no training: plain words, filter, chart, map, download and a citable link in a few steps; the same by the API', {
    timeout: 60_000,
  }, async () => {
    const began = performance.now();
    const { context, page, faults } = await openWindow(browser, server.url);
    await page.goto('/');
    // Words of daily life: none of them stands in the title, "Accidental drug related deaths".
    const words = 'people who died of an overdose';
    await page.getByRole('main').getByRole('searchbox').fill(words);
    await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
    await page
      .getByRole('main')
      .getByRole('link', { name: 'Accidental drug related deaths' })
      .first()
      .click();

    const aYear = (year: string) =>
      deaths.filter((row) => row[columnOf('Date')]!.endsWith(`/${year}`)).length;
    expect(await page.locator('svg.chart:visible').count()).toBeGreaterThan(0);
    const charted = await page.locator('#time-values tbody tr').allTextContents();
    expect(charted.at(-1)).toBe(`2022${aYear('2022').toLocaleString('en-US')}`);
    await page.locator('svg[data-places]').waitFor();
    const mapped = page.locator('#places tbody tr').first();
    const place = await mapped.locator('th').innerText();
    const mappedRows = Number((await mapped.locator('td').first().innerText()).replace(',', ''));
    await mapped.locator('a.counted').click();
    await page.getByText(`${mappedRows} of 10,654 rows match.`).waitFor();
    expect(await page.getByRole('main').innerText()).toContain(place);

    await page.goBack();
    await page.getByRole('link', { name: 'Filter all rows here' }).click();
    await addFilter(page, /^Injury ?City$/, 'is', 'HARTFORD');
    await addFilter(page, /^Date$/, 'is at least', '2022-01-01');
    const rows = deathsInHartfordIn2022.length;
    await page.getByText(`${rows} of 10,654 rows match.`).waitFor();
    const { text } = await textOfDownload(page, () =>
      page.getByRole('link', { name: `Download these ${rows} rows, CSV` }).click(),
    );
    expect(plainCsv(text)).toHaveLength(rows + 1);

    // The address is the filter: whoever is sent it sees the same rows.
    const sent = page.url();
    await page.goto('/data/rybz-nyjw');
    const cited = await page.locator('.snippet').filter({ hasText: 'Cite it' }).locator('code').innerText();
    expect(cited).toContain('Accidental drug related deaths, version 2');
    expect(performance.now() - began).toBeLessThan(5 * 60_000);
    await page.goto(sent);
    await page.getByText(`${rows} of 10,654 rows match.`).waitFor();
    expect(faults).toEqual([]);
    await context.close();

    const get = async (path: string) => {
      const answer = await fetch(new URL(path, server.url));
      expect(answer.status, path).toBe(200);
      return answer;
    };
    // The link of the citation gives the version that was read, whole.
    const link = /https?:\S+$/.exec(cited)![0];
    expect(link).toMatch(/\/api\/v1\/datasets\/rybz-nyjw\/versions\/2\.csv$/);
    expect(plainCsv(await (await get(link)).text())).toHaveLength(10_654 + 1);

    const hits = await (await get(`/api/v1/search?${new URLSearchParams({ q: words })}`)).json();
    expect(JSON.stringify(hits)).toContain('/data/rybz-nyjw');
    const api = '/api/v1/datasets/rybz-nyjw';
    const { points } = await (await get(`${api}/chart?period=year`)).json();
    expect(points.at(-1)).toEqual({ key: '2022-01-01', count: aYear('2022') });
    const { places } = await (await get(`${api}/map`)).json();
    expect(places.find((one: { name: string }) => one.name === place)).toMatchObject({
      count: mappedRows,
    });
    const where = new URL(sent).searchParams.getAll('where');
    const asked = new URLSearchParams({ $where: where.join(' and '), $limit: '50000' });
    const same = plainCsv(await (await get(`/resource/rybz-nyjw.csv?${asked}`)).text());
    expect(same.toSorted()).toEqual(plainCsv(text).toSorted());
    const snippets = new URLSearchParams({ base: server.url });
    expect((await (await get(`${api}/snippets?${snippets}`)).json()).citation).toBe(cited);
  });

  it('downloads the whole version, and every cell is as in the file', { timeout: 60_000 }, async () => {
    const { context, page } = await openWindow(browser, server.url);
    await page.goto('/data/rybz-nyjw');
    const { text } = await textOfDownload(page, () =>
      page.getByRole('link', { name: 'Download CSV, 10,654 rows' }).click(),
    );
    const [columns, ...rows] = plainCsv(text);
    expect(columns).toHaveLength(48);
    expect(rows).toHaveLength(10_654);
    const wrong = rows.filter((row, at) => {
      const wanted = deaths[at]!;
      return !row.every((cell, column) =>
        column === 0 ? cell.startsWith(asExported(wanted)[0]!.slice(0, 10)) : cell === wanted[column],
      );
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    await context.close();
  });

  it('sees what changed between the two versions, and what that breaks', async () => {
    const { context, page, faults } = await openWindow(browser, server.url);
    await page.goto('/data/rybz-nyjw');
    await page.getByRole('link', { name: 'Compare the versions' }).click();
    const [older = []] = plainCsv(readFileSync(exampleFile('accidental-drug-deaths-2012-2018.csv'), 'utf8'));
    const lede = await page.locator('.lede').innerText();
    // 10,654 - 5,105 rows; 41 fields before, 48 now: one gone, eight new, so 40 in both.
    expect(lede).toContain('5,549 rows more');
    expect(lede).toContain('drops ID');
    expect([older.length, head.length]).toEqual([41, 48]);
    const sameName = older.filter((title) => head.includes(title)).length;
    const counts = await page.locator('.counts').first().innerText();
    const said = (what: string) => Number(new RegExp(`(\\d+)\\s+${what}`).exec(counts)?.[1]);
    expect([said('dropped'), said('added')]).toEqual([1, 8]);
    expect(said('unchanged') + said('renamed')).toBe(40);
    expect(said('unchanged')).toBeGreaterThanOrEqual(sameName);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('goes from the plan to an objective and its records, whose CSV adds up to the figure', async () => {
    const { context, page, faults } = await openWindow(browser, server.url);
    await page.goto('/');
    await page.getByRole('navigation').getByRole('link', { name: 'Plan', exact: true }).first().click();
    await page.getByRole('link', { name: 'Datasets whose required metadata is complete' }).first().click();
    const fraction = await page.locator('.fraction').innerText();
    const [, numerator, denominator] = /([\d,]+) of ([\d,]+)/
      .exec(fraction)!
      .map((one) => Number(one.replace(',', '')));
    // Of datasets.yaml: two of DOT, one of SDE, four of DPH, one of DSS, and the result of its link. The act covers no other holder.
    expect(denominator).toBe(9);
    await page
      .locator('.fraction')
      .getByRole('link', { name: String(denominator), exact: true })
      .click();
    await page.waitForURL(/view=denominator/);
    const { text } = await textOfDownload(page, () =>
      page.getByRole('link', { name: `Download ${denominator} rows (CSV)` }).click(),
    );
    const records = plainRecords(text);
    expect(records).toHaveLength(denominator!);
    expect(records.filter(({ counts }) => counts === '1')).toHaveLength(numerator!);
    const great = await page.locator('.big').innerText();
    expect(Number.parseFloat(great)).toBe(Math.round((100 * numerator!) / denominator!));
    for (const { address } of records)
      expect((await fetch(`${server.url}${address}`)).status, address).toBe(200);
    expect(faults).toEqual([]);
    await context.close();
  });
});

it('the same by keyboard alone, always seeing where one is', { timeout: 90_000 }, async () => {
  const { context, page, faults } = await openWindow(browser, server.url);
  await page.goto('/');
  await page.keyboard.press('Tab');
  expect(await focused(page)).toMatchObject({ role: 'link', name: 'Skip to the content' });
  await page.keyboard.press('Enter');
  await tabTo(page, 'searchbox', /^Find data/);
  expect((await focused(page)).ringed).toBe(true);
  await page.keyboard.type('drug deaths');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?/);
  await tabTo(page, 'link', 'Accidental drug related deaths');
  expect((await focused(page)).ringed).toBe(true);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/data\/rybz-nyjw$/);
  await tabTo(page, 'link', 'Filter all rows here');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/rows$/);
  await tabTo(page, 'combobox', 'Field');
  await page.keyboard.type('Injury', { delay: 20 });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await focused(page)).toMatchObject({ role: 'searchbox', name: 'Value', ringed: true });
  await page.keyboard.type('HARTFORD');
  await page.keyboard.press('Enter');
  await page.waitForURL(/where=/);
  const inHartford = deaths.filter((row) => row[columnOf('Injury City')] === 'HARTFORD').length;
  await page.getByText(`${inHartford} of 10,654 rows match.`).waitFor();
  await tabTo(page, 'link', `Download these ${inHartford} rows, CSV`);
  const { text } = await textOfDownload(page, () => page.keyboard.press('Enter'));
  expect(plainCsv(text)).toHaveLength(inHartford + 1);
  expect(faults).toEqual([]);
  await context.close();
});

it('the same without script', { timeout: 60_000 }, async () => {
  const { context, page } = await openWindow(browser, server.url, { script: false });
  await page.goto('/');
  await page.getByRole('main').getByRole('searchbox').fill('drug deaths');
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Accidental drug related deaths' }).first().click();
  await page.getByRole('link', { name: 'Filter all rows here' }).click();
  await addFilter(page, /^Injury ?City$/, 'is', 'HARTFORD');
  await addFilter(page, /^Date$/, 'is at least', '2022-01-01');
  const found = deathsInHartfordIn2022.length;
  await page.getByText(`${found} of 10,654 rows match.`).waitFor();
  await page.goBack();
  await page.getByRole('link', { name: 'Age', exact: true }).first().click();
  await page.waitForURL(/order=/);
  await context.close();
});
