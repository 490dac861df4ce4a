import { lookup as resolveName } from 'node:dns/promises';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { errorKind, exitCode } from './error.ts';
import { isPublicAddress } from './outside-address.ts';

export const addressNotAllowed = errorKind<{ host: string; because: string }>({
  code: 'request.address-not-allowed',
  status: 422,
  exit: exitCode.refused,
  says: ({ host, because }) => `${host} is not asked: ${because}.`,
  remedy: 'Give a public address that begins with https:// or http://. An operator may allow a private one.',
});

export const outsideFailed = errorKind<{ host: string; because: string }>({
  code: 'request.outside-failed',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ host, because }) => `${host} did not answer as it should: ${because}.`,
  remedy: 'Try again later, or save the answer as a file and name that.',
});

export interface GuardedRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes of the answer; more is an error. */
  readonly mostBytes: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** An operator has allowed loopback and private addresses. */
  readonly allowPrivate?: boolean;
  /** Followed at most; each is judged like the first. */
  readonly redirects?: number;
  /** How names become addresses; the system's way unless a test hands in another. */
  readonly resolve?: (
    host: string,
  ) => Promise<readonly { readonly address: string; readonly family: number }[]>;
}

/**
 * Asks an address outside. It never reaches this machine or its network unless that is allowed: a name is resolved here,
 * every address it has is judged, and the connection goes to an address that was judged, so that a name which means
 * something else a moment later (DNS rebinding) or a redirect leads nowhere new. Throws `request.address-not-allowed`,
 * `request.outside-failed`.
 */
export async function guardedRequest(
  address: string,
  options: GuardedRequest,
): Promise<{ readonly status: number; readonly bytes: Buffer; readonly address: string }> {
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  let current = address;
  for (let left = options.redirects ?? 5; ; left--) {
    const url = judged(current, options);
    const answer = await send(url, options, signal);
    const { statusCode: status = 0 } = answer;
    const next = answer.headers.location;
    if (status >= 300 && status < 400 && next !== undefined) {
      answer.destroy();
      if (left <= 0) throw outsideFailed.with({ host: url.hostname, because: 'it redirects too often' });
      if (!URL.canParse(next, url))
        throw outsideFailed.with({ host: url.hostname, because: 'it redirects nowhere' });
      current = new URL(next, url).href;
      continue;
    }
    return { status, bytes: await bytesOf(answer, url.hostname, options.mostBytes), address: url.href };
  }
}

/** Throws `request.address-not-allowed` for an address that would never be asked, as far as can be told unresolved. */
export const checkOutsideAddress = (address: string): void =>
  void judged(address, { mostBytes: 0, timeoutMs: 0 });

function judged(address: string, options: GuardedRequest): URL {
  if (!URL.canParse(address)) throw addressNotAllowed.with({ host: 'The text', because: 'it is no address' });
  const url = new URL(address);
  const host = url.hostname;
  const refuse = (because: string) => addressNotAllowed.with({ host: host || 'The address', because });
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('only https and http are spoken');
  if (url.username !== '' || url.password !== '') throw refuse('it carries a user name');
  // Written as a number it is never looked up, so it is judged here.
  const literal = host.replace(/^\[|\]$/g, '');
  if (!options.allowPrivate && isIP(literal) !== 0 && !isPublicAddress(literal))
    throw refuse('it is an address of this machine or its network');
  return url;
}

function send(url: URL, options: GuardedRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const resolve = options.resolve ?? ((host: string) => resolveName(host, { all: true }));
  const lookup: LookupFunction = (host, asked, done) => {
    resolve(host).then(
      (found) => {
        const bad = options.allowPrivate ? undefined : found.find((one) => !isPublicAddress(one.address));
        const first = found[0];
        if (bad !== undefined || first === undefined)
          done(
            addressNotAllowed.with({
              host,
              because: first ? 'its name leads to this machine or its network' : 'its name leads nowhere',
            }),
            [],
          );
        else if (asked.all)
          done(
            null,
            found.map(({ address, family }) => ({ address, family })),
          );
        else done(null, first.address, first.family);
      },
      () => done(addressNotAllowed.with({ host, because: 'its name cannot be found' }), []),
    );
  };
  return new Promise((take, fail) => {
    const request = (url.protocol === 'https:' ? secureRequest : plainRequest)(
      url,
      {
        method: options.method ?? 'GET',
        headers: { accept: 'application/json, */*;q=0.5', 'accept-encoding': 'identity', ...options.headers },
        agent: false,
        lookup,
        signal,
      },
      take,
    );
    request.on('error', (error: Error & { code?: string }) => {
      if (error.name === 'OakError') fail(error);
      else
        fail(
          outsideFailed.with(
            {
              host: url.hostname,
              because:
                error.name === 'AbortError'
                  ? 'it took too long'
                  : `no connection (${error.code ?? error.name})`,
            },
            error,
          ),
        );
    });
    request.end(options.body);
  });
}

async function bytesOf(answer: IncomingMessage, host: string, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > most)
        throw outsideFailed.with({ host, because: `it sends more than ${Math.round(most / 1e6)} MB` });
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'OakError') throw error;
    throw outsideFailed.with({ host, because: 'it stopped in the middle' }, error);
  }
  return Buffer.concat(parts);
}
