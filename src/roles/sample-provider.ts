import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  type IdentityProvider,
  identityProvider,
  readAccessFile,
  sampleIssuer,
} from '../areas/access/index.ts';
import { sampleProviderOutside } from './role-errors.ts';
import { sampleProviderMemory } from './sample-provider-memory.ts';

/** An identity provider of this program's own, on this computer only. */
export interface SampleProvider {
  readonly identity: IdentityProvider;
  readonly people: IdentityProvider['samples'];
  close(): Promise<void>;
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Starts the demonstration's provider of OpenID Connect (oidc-provider) with the sample people of the state's folder, who
 * sign in without a password. `serverUrl` is where the platform answers: on any address but this computer's own it
 * refuses to run. Nothing when the state has no sample people.
 */
export async function startSampleProvider(options: {
  readonly home: string;
  readonly serverUrl: string;
  /** The address the server is bound to. */
  readonly address: string;
}): Promise<SampleProvider | undefined> {
  if (!loopback.has(options.address) || !loopback.has(new URL(options.serverUrl).hostname))
    throw sampleProviderOutside.with({ address: options.address });
  const file = await readFile(join(options.home, 'state', 'access.yaml'), 'utf8').catch(() => undefined);
  const people = file === undefined ? [] : readAccessFile(file).people;
  if (people.length === 0) return undefined;

  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientId = 'charter-oak';
  const clientSecret = randomBytes(32).toString('base64url');
  const redirectUri = `${options.serverUrl}/sign-in/callback`;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // Made when somebody first signs in: until then it would take 45 MB for nothing.
  const makeProvider = async () => {
    const { Provider } = await import('oidc-provider');
    return new Provider(issuer, {
      adapter: sampleProviderMemory(),
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: [redirectUri],
          response_types: ['code'],
          grant_types: ['authorization_code'],
          token_endpoint_auth_method: 'client_secret_basic',
        },
      ],
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'sample' }] },
      clientDefaults: { id_token_signed_response_alg: 'ES256' },
      enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
      cookies: { keys: [randomBytes(32).toString('base64url')] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      // Standard claims travel in the ID token: there is no further question to ask.
      conformIdTokenClaims: false,
      claims: {
        openid: ['sub', 'auth_time'],
        profile: ['name'],
        email: ['email'],
        groups: ['groups', 'person'],
      },
      scopes: ['openid', 'profile', 'email', 'groups'],
      findAccount: (_, id) => {
        const person = people.find((one) => one.id === id);
        return (
          person && {
            accountId: person.id,
            claims: () => ({
              sub: person.id,
              name: person.name,
              email: `${person.id}@sample.invalid`,
              groups: person.groups,
              ...(person.person === undefined ? {} : { person: person.person }),
            }),
          }
        );
      },
      interactions: { url: (_, { uid }) => `/choose/${uid}` },
      loadExistingGrant: async (ctx) => {
        const grant = new ctx.oidc.provider.Grant({
          clientId: ctx.oidc.client!.clientId,
          accountId: ctx.oidc.session!.accountId!,
        });
        grant.addOIDCScope('openid profile email groups');
        await grant.save();
        return grant;
      },
      ttl: {
        AuthorizationCode: 60,
        IdToken: 600,
        AccessToken: 600,
        Interaction: 600,
        Session: 60,
        Grant: 600,
      },
    });
  };
  let made: ReturnType<typeof makeProvider> | undefined;
  const provider = () => (made ??= makeProvider());

  /** Whoever the sign-in page named, or the one chosen in the list, comes back without a password. */
  const choose = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { params } = await (await provider()).interactionDetails(request, response);
    const chosen =
      new URL(request.url ?? '/', issuer).searchParams.get('as') ??
      (params['login_hint'] as string | undefined);
    if (people.some(({ id }) => id === chosen)) {
      const result = { login: { accountId: chosen!, remember: false } };
      return (await provider()).interactionFinished(request, response, result, {
        mergeWithLastSubmission: false,
      });
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(listOf(people));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    request.url?.startsWith('/choose/')
      ? choose(request, response)
      : (await provider()).callback()(request, response);
  server.on('request', (request, response) => {
    // Each way begins without a memory of whoever came before.
    if (request.url?.startsWith('/auth?')) delete request.headers.cookie;
    answer(request, response).catch(() => {
      response.statusCode = 400;
      response.end('This way to sign in has ended. Begin again.');
    });
  });

  const samples = people.map(({ id, name, is, may }) => ({ id, name, is, may }));
  return {
    people: samples,
    identity: identityProvider({
      issuer,
      clientId,
      clientSecret,
      redirectUri,
      groupsClaim: 'groups',
      personClaim: 'person',
      title: 'the demonstration’s own sign-in',
      recordedAs: sampleIssuer,
      allowHttp: true,
      samples,
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const listOf = (people: readonly { id: string; name: string; is: string }[]): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sample sign-in</title><main><h1>Who are you today?</h1><p>Sample people, on this computer only. No password.</p><ul>${people
    .map(({ id, name, is }) => `<li><a href="?as=${id}">${escaped(name)}</a>, ${escaped(is)}</li>`)
    .join('')}</ul></main></html>`;

const escaped = (text: string): string => text.replace(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
