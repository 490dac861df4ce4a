import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import type { Env } from './server.ts';

const server = (secure: boolean) => {
  const made = new Hono<Env>();
  made.use(async (exchange, next) => {
    exchange.set('secure', secure);
    await next();
  });
  made.get('/set', (exchange) => {
    writeCookie(exchange, 'oak-session', 'secret', { sameSite: 'Lax', httpOnly: true });
    return exchange.text('');
  });
  made.get('/drop', (exchange) => {
    dropCookie(exchange, 'oak-session');
    return exchange.text('');
  });
  made.get('/read', (exchange) => exchange.text(readCookie(exchange, 'oak-session') ?? 'none'));
  return made;
};
const setBy = async (secure: boolean, path: string) =>
  (await server(secure).request(path)).headers.get('set-cookie');
const read = async (secure: boolean, cookie: string) =>
  (await server(secure).request('/read', { headers: { cookie } })).text();

it('cookies under https are bound to this host: Secure, no Domain, the whole path, and a name that says so', async () => {
  const set = await setBy(true, '/set');
  expect(set).toMatch(/^__Host-oak-session=secret; /);
  for (const part of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(set).toContain(part);
  expect(set).not.toMatch(/domain/i);
  expect(await setBy(true, '/drop')).toMatch(/^__Host-oak-session=; .*Secure/);
  expect(await read(true, '__Host-oak-session=secret')).toBe('secret');
});

it('a cookie that another host or a plain connection could have planted opens nothing there', async () => {
  expect(await read(true, 'oak-session=planted')).toBe('none');
  expect(await read(true, 'oak-session=planted; __Host-oak-session=secret')).toBe('secret');
});

it('on loopback without https browsers take no prefix, and the bare name is used', async () => {
  expect(await setBy(false, '/set')).toMatch(/^oak-session=secret; /);
  expect(await read(false, 'oak-session=secret')).toBe('secret');
});
