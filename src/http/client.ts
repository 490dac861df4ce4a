import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import type { Context as Exchange } from 'hono';
import type { Env } from './server.ts';

/** Where a request comes from: the address of the socket, or what a trusted proxy says it is; nothing over the owner's socket. */
export function addressOf(exchange: Exchange<Env>, trustedProxies: readonly string[]): string | undefined {
  const socket = (exchange.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)
    ?.incoming?.socket;
  const direct = plain(socket?.remoteAddress);
  if (direct === undefined || !trustedProxies.includes(direct)) return direct;
  // The last entry is the one that the proxy itself wrote; all before it anyone can have sent.
  const said = plain(exchange.req.header('x-forwarded-for')?.split(',').at(-1)?.trim());
  return said !== undefined && isIP(said) !== 0 ? said : direct;
}

const plain = (address: string | undefined) => address?.replace(/^::ffff:/, '');

export const isLoopback = (address: string | undefined): boolean =>
  address === undefined || address === '::1' || address.startsWith('127.');

/** Tells clients apart without keeping addresses: keyed, so that nobody can try all addresses until one fits. */
export const fingerprintOf = (secret: string, address: string | undefined): string | undefined =>
  address === undefined
    ? undefined
    : createHmac('sha256', secret).update(`client ${address}`).digest('base64url').slice(0, 12);
