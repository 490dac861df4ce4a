import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, openBrowser, openWindow, scrollsSideways } from './browser.ts';
import { type ExampleServer, serveExample } from './example-home.ts';
import { signIn } from './sign-in-as.ts';

/** An auditor finds who was refused and who changed a dataset, takes one entry's proof away, and anyone checks it. */
let server: ExampleServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
});

describe.each(['desk', 'phone'] as const)('an auditor, %s', (window) => {
  it('finds who did what to a dataset, and a stranger checks the proof', { timeout: 120_000 }, async () => {
    const { context, page, faults } = await openWindow(browser, server.url, { window });
    // A stranger is sent to sign in, and that is written down.
    await page.goto('/audit/entries');
    await signIn(page, 'brandt', '/audit');
    await page.getByRole('link', { name: 'Search the log' }).click();
    await page.getByLabel('Kind').selectOption('changed');
    await page.getByLabel('Operation', { exact: true }).fill('catalog.register-dataset');
    await page.keyboard.press('Enter');
    const rows = page.locator('tbody tr');
    await expect.poll(() => rows.first().innerText()).toContain('catalog.register-dataset');
    expect(await rows.count()).toBeGreaterThan(3);
    expect(await scrollsSideways(page)).toBe(false);
    expect(await axeFindings(page)).toEqual([]);

    await rows.first().getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: /^Entry / }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    const proof = (await page.locator('.snippet code').first().innerText()).trim();
    expect(JSON.parse(proof)).toMatchObject({ text: expect.stringContaining('catalog.register-dataset') });
    await context.close();

    // Without script, without signing in.
    const other = await openWindow(browser, server.url, { window, script: false });
    await other.page.goto('/audit/check');
    await other.page.getByLabel('Paste it here').fill(proof);
    await other.page.getByRole('button', { name: 'Check it' }).click();
    await other.page.getByRole('heading', { name: 'It holds' }).waitFor();
    await other.page.getByLabel('Paste it here').fill(proof.replace('changed', 'altered'));
    await other.page.getByRole('button', { name: 'Check it' }).click();
    await other.page.getByRole('heading', { name: 'It does not hold' }).waitFor();
    await other.context.close();
    expect(faults).toEqual([]);
  });

  it('reads what the stranger was refused, and the page of operations is not theirs', {
    timeout: 120_000,
  }, async () => {
    const { context, page } = await openWindow(browser, server.url, { window });
    await signIn(page, 'brandt', '/audit/entries?outcome=refused');
    await expect.poll(() => page.locator('tbody').innerText()).toContain('page /audit/entries');
    await page.goto('/operations');
    expect(await page.locator('main').innerText()).toContain('Whom to ask');
    await context.close();
  });
});
