import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** The windows every page is looked at in: a desk and a phone. */
export const windows = {
  desk: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/**
 * A real Chromium: on Linux the one from npm, elsewhere the one `CHROME_PATH` names. Says what is missing when neither is
 * there.
 */
export async function openBrowser(): Promise<Browser> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROME_PATH names ${named}, and there is no such file.`);
    return chromium.launch({ executablePath: named });
  }
  if (process.platform !== 'linux') {
    throw new Error(
      'The journey tests need a browser. On Linux one comes from npm; here, set CHROME_PATH to a Chrome or Chromium.',
    );
  }
  const { default: bundled, inflate } = await import('@sparticuz/chromium');
  // The libraries beyond libc's that it needs come in the same package, for a system that has none of them.
  const libraries = join(await inflate(join(dirname(chromiumEntry), '..', 'bin', 'al2023.tar.br')), 'lib');
  // Its own list of arguments is for one page in a function that is thrown away: one process, web security off.
  return chromium.launch({
    executablePath: await bundled.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    headless: true,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: [process.env['LD_LIBRARY_PATH'], libraries].filter(Boolean).join(':'),
    },
  });
}

const chromiumEntry = createRequire(import.meta.url).resolve('@sparticuz/chromium');

/** A fresh window, without what another test left behind. `script: false` for pages that must work without it. */
export async function openWindow(
  browser: Browser,
  baseURL: string,
  options: { readonly window?: keyof typeof windows; readonly script?: boolean } = {},
): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const phone = options.window === 'phone';
  const context = await browser.newContext({
    baseURL,
    viewport: windows[options.window ?? 'desk'],
    javaScriptEnabled: options.script ?? true,
    ...(phone ? { deviceScaleFactor: 2, isMobile: true, hasTouch: true } : {}),
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // Failed loads and breaches of the content security policy are told on the console.
    if (message.type() !== 'error') return;
    // A page that answers 404 or 422 is told here too, and says so itself: only what it brings along must load.
    const own =
      message.text().startsWith('Failed to load resource') && !message.location().url.includes('/assets/');
    if (!own) faults.push(message.text());
  });
  return { context, page, faults };
}

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export interface AxeFinding {
  readonly rule: string;
  readonly help: string;
  readonly where: readonly string[];
}

/** What axe finds on the page as it stands: WCAG 2.2 A and AA, and its best practices. Empty when all is well. */
export async function axeFindings(page: Page): Promise<AxeFinding[]> {
  // Evaluated rather than added as a script, which the page's content security policy would refuse.
  const { readFile } = await import('node:fs/promises');
  await page.evaluate(await readFile(axeSource, 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (
          root: Document,
          options: object,
        ) => Promise<{ violations: { id: string; help: string; nodes: { target: unknown[] }[] }[] }>;
      };
    };
    const found = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.violations.map(({ id, help, nodes }) => ({
      rule: id,
      help,
      where: nodes.map(({ target }) => target.map(String).join(' ')),
    }));
  });
}

/** Whether the page is wider than its window: nothing but a table's own box may scroll sideways. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Presses Tab until the element `name` describes has the keyboard; fails after `most` presses, saying where it stands. */
export async function tabTo(page: Page, role: string, name: string | RegExp, most = 80): Promise<void> {
  const told: string[] = [];
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    told.push(`${now.role}: ${now.name}`);
    if (now.role === role && (typeof name === 'string' ? now.name === name : name.test(now.name))) return;
  }
  throw new Error(`Tab never reached ${role} ${String(name)}. It went through:\n${told.join('\n')}`);
}

/** What has the keyboard: its role and its name, as a screen reader would say them, and whether a ring shows it. */
export const focused = (page: Page): Promise<{ role: string; name: string; ringed: boolean }> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (element === null || element === document.body) return { role: 'none', name: '', ringed: false };
    const implied: Record<string, string> = {
      A: 'link',
      BUTTON: 'button',
      SELECT: 'combobox',
      TEXTAREA: 'textbox',
      SUMMARY: 'button',
    };
    const kinds: Record<string, string> = {
      checkbox: 'checkbox',
      radio: 'radio',
      search: 'searchbox',
      file: 'file',
    };
    const type = element instanceof HTMLInputElement ? (kinds[element.type] ?? 'textbox') : undefined;
    const label =
      element.getAttribute('aria-label') ??
      (element as HTMLInputElement).labels?.[0]?.textContent ??
      element.textContent ??
      '';
    const style = getComputedStyle(element);
    return {
      role: element.getAttribute('role') ?? type ?? implied[element.tagName] ?? element.tagName.toLowerCase(),
      name: label.replace(/\s+/g, ' ').trim(),
      ringed: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
    };
  });
