import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVisitor } from '../visit.ts';
import { axeFindings, focused, openBrowser, openWindow, scrollsSideways, tabTo } from './browser.ts';
import { type ExampleServer, serveExample } from './example-home.ts';
import { signIn, visitorAs } from './sign-in-as.ts';

let server: ExampleServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
});

const asked = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { headers, redirect: 'manual' });

describe('signing in', () => {
  it('and out, by the keyboard alone, and back to where one was', { timeout: 60_000 }, async () => {
    const { context, page, faults } = await openWindow(browser, server.url);
    await page.goto('/agencies/DPH');
    await tabTo(page, 'link', 'Sign in');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await tabTo(page, 'link', 'Be Quinlan');
    expect((await focused(page)).ringed).toBe(true);
    await page.keyboard.press('Enter');
    // Through the provider and back.
    await page.waitForURL('**/agencies/DPH');
    await page.getByRole('link', { name: 'Peter Quinlan' }).first().waitFor();
    await tabTo(page, 'link', 'Peter Quinlan');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Peter Quinlan' }).waitFor();
    expect(await page.getByRole('main').innerText()).toContain('Data officer, DPH');
    expect(await axeFindings(page)).toEqual([]);
    const cookies = (await context.cookies()).filter(({ name }) => name === 'oak-session');
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Lax', path: '/' }]);
    await tabTo(page, 'button', 'Sign out');
    const out = page.waitForResponse((answer) => answer.url().endsWith('/sign-out'));
    await page.keyboard.press('Enter');
    await page.getByText('You are signed out').waitFor();
    expect((await (await out).allHeaders())['clear-site-data']).toBe('"storage"');
    expect((await context.cookies()).filter(({ name }) => name === 'oak-session')).toEqual([]);
    // The cookie that was there opens nothing any more.
    const me = await asked('/api/v1/me', { cookie: `oak-session=${cookies[0]!.value}` });
    expect(await me.json()).toMatchObject({ kind: 'open' });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('changes the secret of the session, and never takes one that was planted', async () => {
    const planted = 'x'.repeat(43);
    const visitor = await visitorAs(server, 'moreau');
    const host = new URL(server.url).host;
    const jar = visitor.cookies.get(host)!;
    const first = jar.get('oak-session')!;
    expect(first).not.toContain(planted);
    jar.set('oak-session', `${planted}\n/`);
    await visitor.follow(`${server.url}/sign-in/start?as=moreau`);
    const second = jar.get('oak-session')!;
    expect([second.includes(planted), second === first]).toEqual([false, false]);
  });

  it('leads to no other site', async () => {
    for (const evil of ['https://evil.example', '//evil.example', '/\\evil.example', '/%09/evil.example']) {
      const visitor = newVisitor();
      const start = `${server.url}/sign-in/start?as=lind&return_to=${encodeURIComponent(evil)}`;
      const { url } = await visitor.follow(
        start,
        ({ pathname, hostname }) => pathname === '/' || hostname !== '127.0.0.1',
      );
      expect(url.hostname, evil).toBe('127.0.0.1');
    }
  });
});

it('a session warns in the page before it ends, and what was typed is there after signing in again', {
  timeout: 60_000,
}, async () => {
  const { context, page, faults } = await openWindow(browser, server.url);
  await signIn(page, 'quinlan', '/about/accessibility');
  await page.clock.install();
  await page.goto('/data/register');
  await page.getByLabel('Title').fill('Toxicology requests');
  const warning = page.locator('[data-session-until]');
  await page.clock.runFor(24 * 60_000);
  expect(await warning.isVisible()).toBe(false);
  await page.clock.runFor(2 * 60_000);
  await page.getByText(/^Your session ends at .* kept on this device/).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.clock.runFor(5 * 60_000);
  await page.getByText(/^Your session has ended/).waitFor();
  // Truly ended, as on the server: the way back leads to the same form, with the words in it.
  await context.clearCookies({ name: 'oak-session' });
  expect(await warning.getByRole('link', { name: 'Sign in again' }).getAttribute('href')).toBe(
    '/sign-in?return_to=%2Fdata%2Fregister',
  );
  await signIn(page, 'quinlan', '/data/register');
  expect(await page.getByLabel('Title').inputValue()).toBe('Toxicology requests');
  expect(faults).toEqual([]);
  await context.close();
});

describe('a refusal', () => {
  it('says why, by which policy, and whom to ask: on the page and in the API', {
    timeout: 60_000,
  }, async () => {
    const { context, page } = await openWindow(browser, server.url, { window: 'phone' });
    await page.goto('/data/rybz-nyjw/edit');
    await page.getByRole('heading', { level: 1, name: 'Why may I not?' }).waitFor();
    const words = await page.getByRole('main').innerText();
    expect(words).toContain('An agency’s own data officer, deputy or steward decides about its data');
    expect(words).toContain('The data officer of OCME');
    expect([await axeFindings(page), await scrollsSideways(page)]).toEqual([[], false]);
    // Signing in leads back: another agency's officer is refused still, the agency's own is not.
    await signIn(page, 'zamora', '/data/rybz-nyjw/edit');
    await page.getByRole('heading', { level: 1, name: 'Why may I not?' }).waitFor();
    await signIn(page, 'reyes', '/data/rybz-nyjw/edit');
    await page.getByRole('button', { name: 'Save the record' }).waitFor();
    await context.close();

    const zamora = await visitorAs(server, 'zamora');
    const refused = await zamora.fetch(`${server.url}/api/v1/datasets/rybz-nyjw`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const method = refused.status === 404 ? 'POST' : 'PUT';
    const answer =
      method === 'PUT'
        ? refused
        : await zamora.fetch(`${server.url}/api/v1/datasets/rybz-nyjw`, { method, body: '{}' });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      code: 'access.refused',
      remedy: 'Ask the data officer named on the agency’s page.',
      details: { policy: 'use/officer', agency: 'OCME' },
    });
  });
});

describe('a token', () => {
  it('is made on the page, shown once, works for a script, and opens nothing once it is ended', {
    timeout: 60_000,
  }, async () => {
    const { context, page } = await openWindow(browser, server.url);
    await signIn(page, 'quinlan', '/me/tokens');
    await page.getByLabel('What is it for?').fill('nightly count');
    await page.getByRole('button', { name: 'Make the token' }).click();
    await page.getByRole('heading', { level: 1, name: 'nightly count' }).waitFor();
    const secret = (await page.locator('pre').first().innerText()).trim();
    expect(secret).toMatch(/^oak_[\w-]{43}$/);
    expect(page.url()).not.toContain(secret);
    const bearer = { authorization: `Bearer ${secret}` };
    expect(await (await asked('/api/v1/me', bearer)).json()).toMatchObject({
      name: 'Peter Quinlan',
      signedInBy: 'token',
    });
    // It may only read, whoever holds it.
    const write = await fetch(`${server.url}/api/v1/me/purpose`, {
      method: 'POST',
      headers: { ...bearer, 'content-type': 'application/json' },
      body: '{"purpose":"x"}',
    });
    expect(await write.json()).toMatchObject({ status: 403, details: { policy: 'use/read-token' } });
    await page.goto('/me/tokens');
    expect(await page.getByRole('main').innerText()).not.toContain(secret);
    await page.getByRole('button', { name: /End it now/ }).click();
    await page.getByText('You have no live token.').waitFor();
    expect((await asked('/api/v1/me', bearer)).status).toBe(401);
    await context.close();
  });
});

it('a leaver’s desk is handed over in one step', { timeout: 120_000 }, async () => {
  const leaver = await visitorAs(server, 'quinlan');
  const { context, page, faults } = await openWindow(browser, server.url);
  await signIn(page, 'delgado', '/agencies/DPH');
  await page.getByRole('link', { name: 'Who leaves' }).click();
  await page.getByLabel('Who leaves').selectOption({ label: 'Peter Quinlan' });
  await page.getByLabel('Last day').fill('tomorrow');
  await page.getByRole('button', { name: 'Give notice' }).click();
  await page.locator('[role=alert]').waitFor();
  await page.getByLabel('Last day').fill('');
  await page.getByRole('button', { name: 'Give notice' }).click();
  await page.getByRole('heading', { level: 1, name: 'Peter Quinlan' }).waitFor();
  // agencies.yaml and datasets.yaml: one post, two datasets.
  expect(await page.locator('.lede').innerText()).toContain('One post and two datasets are theirs');
  expect(await axeFindings(page)).toEqual([]);
  const owned = await page.getByRole('main').getByRole('listitem').allInnerTexts();
  expect(owned).toContain('Agency data officer, DPH');
  await page.getByLabel('Successor').selectOption({ label: 'Inés Delgado, Deputy data officer, DPH' });
  await page.getByRole('button', { name: 'Hand over everything' }).click();
  await page.waitForURL('**/agencies/DPH/leaving');
  expect(await page.getByRole('main').innerText()).toContain('To Inés Delgado: 1 post, 2 datasets');
  await page.goto('/agencies/DPH');
  await page.getByText('Inés Delgado').first().waitFor();
  // Whoever left is a visitor again, and cannot come back.
  expect(await (await leaver.fetch(`${server.url}/api/v1/me`)).json()).toMatchObject({ kind: 'open' });
  const { response } = await leaver.follow(`${server.url}/sign-in/start?as=quinlan`);
  expect(response?.status).toBe(403);
  expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
  await context.close();
});
