import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Hono } from 'hono';
import { assetsFolder } from '../roles/program.ts';
import type { Env } from './server.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

/**
 * The site's own styles, scripts and fonts, read once at start. Only names found then are answered, so a path can lead
 * nowhere else. Each is asked for with its fingerprint (`?v=`) and may be kept for ever.
 */
export function serveAssets(server: Hono<Env>): void {
  const folder = assetsFolder();
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const mediaType = mediaTypes[extname(name)];
    if (mediaType === undefined) continue;
    const bytes = new Uint8Array(readFileSync(join(folder, name)));
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"`;
    server.get(`/assets/${name}`, (exchange) => {
      const kept = exchange.req.query('v') !== undefined || /-[A-Z0-9]{8}\./.test(name);
      const headers = {
        'content-type': mediaType,
        etag,
        'cache-control': kept ? 'public, max-age=31536000, immutable' : 'no-cache',
      };
      if (exchange.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
      return new Response(bytes, { headers });
    });
  }
}
