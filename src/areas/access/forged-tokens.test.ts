import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identityProvider } from './identity-provider.ts';

/** A provider that answers whatever a test tells it to: what it signs is right in all but one thing. */

const clientId = 'charter-oak';
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const others = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let server: Server;
let issuer: string;
let idToken: () => Promise<string>;

beforeAll(async () => {
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    const path = new URL(request.url!, issuer).pathname;
    const answers: Record<string, () => unknown> = {
      '/.well-known/openid-configuration': () => ({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
      }),
      '/jwks': () => ({ keys: [jwk] }),
      '/token': async () => ({ access_token: 'x', token_type: 'Bearer', id_token: await idToken() }),
    };
    response.end(JSON.stringify(await answers[path]?.()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const now = () => Math.floor(Date.now() / 1000);
interface Said {
  readonly claims?: Record<string, unknown>;
  readonly audience?: string;
  readonly issuedAt?: number;
  readonly expires?: number;
  readonly key?: typeof keys.privateKey;
  readonly by?: string;
}
const signed = ({
  claims = {},
  audience = clientId,
  issuedAt = now(),
  expires = now() + 60,
  key,
  by,
}: Said) =>
  new SignJWT({ nonce: 'the nonce', name: 'Ann', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setIssuer(by ?? issuer)
    .setAudience(audience)
    .setSubject('ann')
    .setIssuedAt(issuedAt)
    .setExpirationTime(expires)
    .sign(key ?? keys.privateKey);

/** Comes back from the provider with a code and the state that was asked for; what is in the token is up to the test. */
function finish(said: Said | string, anew = false) {
  idToken = async () => (typeof said === 'string' ? said : signed(said));
  const provider = identityProvider({
    issuer,
    clientId,
    clientSecret: 'secret',
    redirectUri: 'http://127.0.0.1:9/sign-in/callback',
    groupsClaim: 'groups',
    personClaim: 'person',
    title: 'a test',
    allowHttp: true,
  });
  return provider.finish(new URL('http://127.0.0.1:9/sign-in/callback?code=c&state=s'), {
    state: 's',
    nonce: 'the nonce',
    verifier: 'v'.repeat(43),
    anew,
  });
}

test('a token that is right in everything opens', async () => {
  expect(await finish({ claims: { groups: ['g'] } })).toMatchObject({
    issuer,
    subject: 'ann',
    name: 'Ann',
    groups: ['g'],
  });
});

describe('a token that is wrong in one thing opens nothing', () => {
  const wrong: Record<string, () => Said | string | Promise<string>> = {
    'made for another audience': () => ({ audience: 'another-client' }),
    'signed by another key': () => ({ key: others.privateKey }),
    'by another issuer': () => ({ by: 'https://evil.example' }),
    expired: () => ({ issuedAt: now() - 900, expires: now() - 600 }),
    'replayed from another sign-in': () => ({ claims: { nonce: 'another nonce' } }),
    'without a nonce': () => ({ claims: { nonce: undefined } }),
    unsigned: async () => {
      const [, payload] = (await signed({})).split('.');
      return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    },
    'changed after it was signed': async () => {
      const [head, payload = '', signature] = (await signed({})).split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
      const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'root' })).toString('base64url');
      return `${head}.${changed}.${signature}`;
    },
    'with groups that are no list': () => ({ claims: { groups: 'chief-data-office' } }),
  };
  test.each(Object.keys(wrong))('%s', async (name) => {
    await expect(finish(await wrong[name]!())).rejects.toThrow();
  });

  test('for a step, proved long before', async () => {
    await expect(finish({ claims: { auth_time: now() - 3600 } }, true)).rejects.toThrow();
    expect(await finish({ claims: { auth_time: now() } }, true)).toMatchObject({ subject: 'ann' });
  });
});
