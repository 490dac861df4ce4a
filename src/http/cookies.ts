import type { Context as Exchange } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Env } from './server.ts';

interface Lasting {
  readonly sameSite: 'Strict' | 'Lax';
  readonly httpOnly?: boolean;
  readonly maxAge?: number;
}

/**
 * Cookies of the platform. Served under a public https address they are Secure and their names begin with `__Host-`
 * (RFC 6265bis, 4.1.3.2), so that no other host and no plain connection can plant one, and a cookie without that name counts
 * for nothing; on plain loopback they have their bare names, for browsers take no prefix there.
 */
const prefix = (exchange: Exchange<Env>) => (exchange.get('secure') ? ('host' as const) : undefined);

export const readCookie = (exchange: Exchange<Env>, name: string): string | undefined => {
  const asked = prefix(exchange);
  return asked === undefined ? getCookie(exchange, name) : getCookie(exchange, name, asked);
};

export const writeCookie = (exchange: Exchange<Env>, name: string, value: string, lasting: Lasting): void => {
  const asked = prefix(exchange);
  setCookie(
    exchange,
    name,
    value,
    asked === undefined ? { ...lasting, path: '/' } : { ...lasting, path: '/', secure: true, prefix: asked },
  );
};

export const dropCookie = (exchange: Exchange<Env>, name: string): void => {
  const asked = prefix(exchange);
  deleteCookie(exchange, asked === undefined ? name : `__Host-${name}`, {
    path: '/',
    secure: asked !== undefined,
  });
};
