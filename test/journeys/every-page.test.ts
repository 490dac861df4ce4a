import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../visit.ts';
import { axeFindings, openBrowser, openWindow, scrollsSideways, type windows } from './browser.ts';
import { type ExampleServer, serveExample } from './example-home.ts';
import { signIn, visitorAs } from './sign-in-as.ts';

/**
 * Every kind of page, found by following links from the first one. A kind is an address with its names taken out:
 * `/data/rybz-nyjw/versions/2` and `/data/hfcr-2015/versions/1` are one. Every link of the crawl is asked for; one page of
 * each kind, the largest, is opened in a real browser in both windows.
 */

let server: ExampleServer;
let browser: Browser;
/** Who follows the links: the chief data officer, who meets open pages, those of the office, and refusals. */
let visitor: Visitor;
beforeAll(async () => {
  [server, browser] = await Promise.all([serveExample(), openBrowser()]);
  visitor = await visitorAs(server, 'calloway');
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.end();
});

interface Visit {
  readonly path: string;
  readonly status: number;
  readonly html?: string;
}

const fixedWords = new Set(
  'about access accessibility agencies api audit break-glass classification compare contract data edit fields figures focal-points issues jobs law leaving me new objectives officer open people plan policies release retention rows rules search sharing sign-in standards tokens upload v1 versions withdraw'.split(
    ' ',
  ),
);
/** `/data/:/versions/:`, and which of `parameters` it has, but not their values. */
function kindOf(path: string, parameters?: readonly string[]): string {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  const names = pathname.split('/').map((part) => (part === '' || fixedWords.has(part) ? part : ':'));
  const query = [...new Set(searchParams.keys())]
    .filter((name) => parameters?.includes(name) ?? true)
    .sort()
    .join('&');
  return names.join('/') + (query === '' ? '' : `?${query}`);
}
/** Parameters that make another page of it, and not only other rows. */
const telling = ['q', 'places', 'fields'];

const visits = new Map<string, Visit>();
const kinds = new Map<string, Visit>();
const perKind = 3;

beforeAll(async () => {
  const waiting = [
    '/',
    '/agencies/DOT',
    '/agencies/DMV',
    '/sign-in',
    '/people',
    '/break-glass/open',
    '/agencies/DMV/leaving',
    '/nothing-is-here',
    '/data/none-such',
    '/search?q=zzz',
  ];
  const found = new Map<string, number>();
  const look = async (path: string) => {
    const answer = await visitor.fetch(server.url + path, { headers: { accept: 'text/html' } });
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
    if (!isPage) {
      await answer.body?.cancel();
      visits.set(path, { path, status: answer.status });
      return;
    }
    const visit = { path, status: answer.status, html: await answer.text() };
    visits.set(path, visit);
    const kind = kindOf(path, telling);
    if (visit.html.length > (kinds.get(kind)?.html?.length ?? 0)) kinds.set(kind, visit);
    for (const [, href] of visit.html.matchAll(/\shref="(\/[^"#]*)/g)) {
      const next = href!.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
      if (
        next.startsWith('/assets/') ||
        next.startsWith('/sign-in/') ||
        visits.has(next) ||
        waiting.includes(next)
      )
        continue;
      const seen = found.get(kindOf(next)) ?? 0;
      if (seen >= perKind) continue;
      found.set(kindOf(next), seen + 1);
      waiting.push(next);
    }
  };
  while (waiting.length > 0) await Promise.all(waiting.splice(0, 4).map(look));
}, 180_000);

const meantToFail = ['/nothing-is-here', '/data/none-such'];

describe('the pages that links lead to', () => {
  it('are all of the kinds there are', () => {
    const paths = [...kinds.keys()];
    for (const kind of [
      ...[
        '/',
        '/plan',
        '/plan/objectives/:',
        '/plan/:',
        '/agencies',
        '/agencies/:',
        '/agencies/:/officer',
        '/law',
        '/law/:',
      ],
      ...[
        '/data',
        '/data/upload',
        '/data/:',
        '/data/:/rows',
        '/data/:/fields',
        '/data/:/fields/:',
        '/data/:/versions/:',
        '/data/:/access',
        '/data/:/retention',
      ],
      ...[
        '/data/:/compare',
        '/data/:/edit',
        '/data/:/rules',
        '/data/:/rules/:',
        '/data/issues',
        '/data/issues/:',
        '/data/standards',
        '/data/:/standards',
      ],
      ...[
        '/focal-points',
        '/sharing',
        '/jobs',
        '/jobs/:',
        '/api',
        '/about/figures',
        '/about/accessibility',
        '/search?q',
        '/sign-in',
        '/me',
        '/me/tokens',
        '/policies',
        '/people',
        '/break-glass',
        '/break-glass/open',
        '/agencies/:/leaving',
      ],
    ])
      expect(paths).toContain(kind);
  });

  it('all answer', () => {
    const broken = [...visits.values()].filter(
      ({ path, status, html }) =>
        status >= 400 && !meantToFail.includes(path) && !(status === 403 && html?.includes('Whom to ask')),
    );
    expect(broken.map(({ path, status }) => `${path} answers ${status}`)).toEqual([]);
    expect(visits.size).toBeGreaterThan(100);
  });

  it('have one title, one heading of the first rank, a language, and no style or script inside', () => {
    const wrong: string[] = [];
    for (const { path, html } of visits.values()) {
      if (html === undefined) continue;
      const count = (pattern: RegExp) => html.match(pattern)?.length ?? 0;
      if (count(/<h1[\s>]/g) !== 1) wrong.push(`${path} has ${count(/<h1[\s>]/g)} h1`);
      if (!/<title>[^<]{3,}<\/title>/.test(html)) wrong.push(`${path} has no title`);
      if (!/<html lang="en/.test(html)) wrong.push(`${path} has no language`);
      if (/\sstyle="|<style|\son\w+="|<script(?![^>]*\s(?:src=|type="application\/ld\+json"))/.test(html))
        wrong.push(`${path} has style or script inside`);
    }
    expect(wrong).toEqual([]);
  });

  it('stay within 60 kB; all places at once, asked for by a link, within 90', () => {
    const limit = (path: string) => (path.includes('places=all') ? 90_000 : 60_000);
    const heavy = [...visits.values()]
      .filter(({ path, html }) => html !== undefined && Buffer.byteLength(html) > limit(path))
      .map(({ path, html }) => `${path}: ${Math.round(Buffer.byteLength(html!) / 1000)} kB`);
    expect(heavy).toEqual([]);
  });
});

async function wrongOn(page: Page, path: string, faults: string[]): Promise<string[]> {
  faults.length = 0;
  await page.goto(path);
  const findings = (await axeFindings(page)).map(
    ({ rule, help, where }) => `${path}: ${rule}, ${help} (${where.slice(0, 3).join(' | ')})`,
  );
  const sideways = (await scrollsSideways(page)) ? [`${path} scrolls sideways`] : [];
  const told = faults
    .filter((fault) => !(meantToFail.includes(path) && fault.includes('404')))
    .map((fault) => `${path} tells: ${fault}`);
  return [...findings, ...sideways, ...told];
}

describe.each<keyof typeof windows>(['desk', 'phone'])('in the window of a %s', (window) => {
  it('nothing is found by axe, nothing scrolls sideways, nothing is told on the console', {
    timeout: 150_000,
  }, async () => {
    const paths = [...kinds.values()].map(({ path }) => path);
    const wrong: string[] = [];
    // Two windows at a time: the browser is the slow part.
    const work = async () => {
      const { context, page, faults } = await openWindow(browser, server.url, { window });
      await signIn(page, 'calloway');
      for (let path = paths.pop(); path !== undefined; path = paths.pop())
        wrong.push(...(await wrongOn(page, path, faults)));
      await context.close();
    };
    await Promise.all([work(), work()]);
    expect(wrong).toEqual([]);
  });
});

describe('printed', () => {
  it.each([
    '/plan',
    '/plan/objectives/metadata-complete',
    '/data/rybz-nyjw',
    '/agencies/DOT',
    '/data/rybz-nyjw/compare',
  ])('%s has its words and no buttons, masthead or filters', async (path) => {
    const { context, page } = await openWindow(browser, server.url);
    await page.goto(path);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
    expect(await page.getByRole('table').first().isVisible()).toBe(true);
    const shown = await page
      .locator('header button, main button, header nav a, form.filters, main input[type=search]')
      .evaluateAll((all) =>
        all.filter((one) => (one as HTMLElement).checkVisibility()).map((one) => one.outerHTML),
      );
    expect(shown).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
    const pdf = await page.pdf({ format: 'Letter' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await context.close();
  });
});
