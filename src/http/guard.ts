import { createHmac, timingSafeEqual } from 'node:crypto';
import { crossSite, foreignHost } from '../core/request-errors.ts';

/**
 * What stands before every request. Checking the name that the server was called by keeps a page of another site from
 * reaching it through a name that it points at 127.0.0.1. `publicUrl` is the address that a proxy serves it under.
 */
export function checkHost(host: string | undefined, publicUrl?: string): void {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase();
  if (publicUrl !== undefined && name === new URL(publicUrl).hostname) return;
  if (!['localhost', '127.0.0.1', '[::1]'].includes(name)) throw foreignHost.with({});
}

/** Browsers say where a request comes from; programs do not, and carry no one's cookies. */
export function checkOrigin(headers: Headers, host: string | undefined): void {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') throw crossSite.with({});
  const origin = headers.get('origin');
  if (origin !== null && URL.canParse(origin) && new URL(origin).host !== host) throw crossSite.with({});
  if (origin === 'null') throw crossSite.with({});
}

const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** What every answer carries; under a public address with TLS also that browsers are to use nothing else for a year. */
export const headersFor = (publicUrl?: string): Readonly<Record<string, string>> =>
  publicUrl?.startsWith('https:')
    ? { ...securityHeaders, 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
    : securityHeaders;

const day = 24 * 60 * 60 * 1000;

/** A form's token: bound to the browser's own cookie, good for two days. */
export function formToken(secret: string, browser: string, nowMs: number): string {
  const issued = Math.floor(nowMs / day).toString(36);
  return `${issued}.${sign(secret, browser, issued)}`;
}

export function checkFormToken(secret: string, browser: string, token: unknown, nowMs: number): void {
  const [issued = '', signature = ''] = typeof token === 'string' ? token.split('.') : [];
  const age = Math.floor(nowMs / day) - Number.parseInt(issued, 36);
  const wanted = Buffer.from(sign(secret, browser, issued));
  const given = Buffer.from(signature);
  if (!(age >= 0 && age <= 2) || wanted.length !== given.length || !timingSafeEqual(wanted, given))
    throw crossSite.with({});
}

function sign(secret: string, browser: string, issued: string): string {
  return createHmac('sha256', secret).update(`${browser}\n${issued}`).digest('base64url');
}
