import type { OurServer } from './ours.ts';

/** Ids and numbers in an address, so that two addresses of one screen look alike. */
const item = /^(?:[a-z0-9]{4}-[a-z0-9]{4}|[0-9A-Za-z]{20,}|[0-9a-f-]{36}|v?\d+)$/;
const shapeOf = (address: string) => {
  const url = new URL(address, 'http://127.0.0.1');
  const parts = url.pathname.split('/').map((part) => (item.test(part) ? '*' : part));
  const asked = [...url.searchParams.keys()].join('&');
  return { screen: parts.join('/'), parent: `${parts.slice(0, -1).join('/')}/* ${asked}`, asked };
};

/**
 * Every screen that can be reached by links from the first one, each with up to `each` of its addresses. Screens are
 * found, not listed, so that a new one is measured without being named here.
 */
export async function screensOf(server: OurServer, each = 4): Promise<Map<string, string[]>> {
  const queue = ['/'];
  const seen = new Set(queue);
  const admitted = new Map<string, number>();
  const pages: string[] = [];
  for (let address = queue.shift(); address !== undefined && pages.length < 300; address = queue.shift()) {
    const answer = await fetch(server.root + address, { headers: { accept: 'text/html' } });
    const html = await answer.text();
    if (answer.status !== 200 || !answer.headers.get('content-type')?.startsWith('text/html')) continue;
    pages.push(address);
    for (const [, link] of html.matchAll(/href="(\/[^"#]*)/g)) {
      const next = link!.replaceAll('&amp;', '&');
      if (seen.has(next) || /^\/(?:api|assets|resource)\b/.test(next)) continue;
      seen.add(next);
      const { parent } = shapeOf(next);
      const siblings = admitted.get(parent) ?? 0;
      if (siblings >= 12) continue;
      admitted.set(parent, siblings + 1);
      queue.push(next);
    }
  }
  const children = Map.groupBy(pages, (address) => shapeOf(address).parent);
  const screens = Map.groupBy(pages, (address) => {
    const { parent, screen, asked } = shapeOf(address);
    // Many pages under one parent are one screen with many records: agencies by code, fields by name.
    return `${children.get(parent)!.length > 6 ? parent.split(' ')[0] : screen}${asked === '' ? '' : ` ?${asked}`}`;
  });
  for (const [screen, addresses] of screens) screens.set(screen, addresses.slice(0, each));
  return screens;
}
