import { ask, type OurServer } from './ours.ts';

/** Ids and numbers in an address, so that two addresses of one screen look alike. */
const item = /^(?:[a-z0-9]{4}-[a-z0-9]{4}|[0-9A-Za-z]{16,}|[0-9a-f-]{36}|v?\d+)$/;
/** More pages than this under one parent are one screen with many records: agencies by code, fields by name. */
const mostScreensUnderOne = 6;
/** Enough of each to choose from, without walking a thousand datasets. */
const mostFollowedOfOne = 12;

/**
 * Every screen that links reach from the first one and from the largest datasets, each with up to `each` of its
 * addresses. Screens are found, not listed, so that a new one is measured without being named here.
 */
export async function screensOf(server: OurServer, each = 4): Promise<Map<string, string[]>> {
  const pages = await walk(server);
  const children = new Map<string, Set<string>>();
  const shape = (address: string, depth = 9) => {
    const [path, asked] = address.split('?');
    const parts = path!.split('/').slice(1, depth + 1);
    return (
      parts.reduce((prefix, part, at) => {
        const many = (children.get(prefix)?.size ?? 0) > mostScreensUnderOne;
        return `${prefix}/${at > 0 && (item.test(part) || many) ? '*' : part}`;
      }, '') +
      (asked === undefined || depth < 9 ? '' : ` ?${[...new URLSearchParams(asked).keys()].join('&')}`)
    );
  };
  for (let depth = 1; depth < 6; depth++) {
    for (const address of pages) {
      const child = address.split('?')[0]!.split('/')[depth + 1];
      const parent = shape(address, depth);
      if (child !== undefined && !item.test(child)) {
        children.set(parent, (children.get(parent) ?? new Set()).add(child));
      }
    }
  }
  const screens = Map.groupBy(pages, (address) => shape(address));
  for (const [screen, addresses] of screens) screens.set(screen, addresses.slice(0, each));
  return screens;
}

async function walk(server: OurServer): Promise<string[]> {
  const largest = '/api/v1/datasets?sort=rows&order=desc&limit=4';
  const { datasets } = await ask<{ datasets: { dataset: string }[] }>(server, 'GET', largest);
  const queue = ['/', ...datasets.map(({ dataset }) => `/data/${dataset}`)];
  const seen = new Set(queue);
  const followed = new Map<string, number>();
  const pages: string[] = [];
  for (let address = queue.shift(); address !== undefined && pages.length < 400; address = queue.shift()) {
    const answer = await fetch(server.root + address, { headers: { accept: 'text/html' } });
    const html = await answer.text();
    if (answer.status !== 200 || !answer.headers.get('content-type')?.startsWith('text/html')) continue;
    pages.push(address);
    for (const [, link] of html.matchAll(/href="(\/[^"#]*)/g)) {
      const next = link!.replaceAll('&amp;', '&');
      if (seen.has(next) || /^\/(?:api|assets|resource)\b/.test(next)) continue;
      seen.add(next);
      const [path, asked] = next.split('?');
      const parts = path!.split('/').map((part) => (item.test(part) ? '*' : part));
      const kind = `${parts.slice(0, -1).join('/')} ${[...new URLSearchParams(asked).keys()].join('&')}`;
      followed.set(kind, (followed.get(kind) ?? 0) + 1);
      if (followed.get(kind)! <= mostFollowedOfOne) queue.push(next);
    }
  }
  return pages;
}
