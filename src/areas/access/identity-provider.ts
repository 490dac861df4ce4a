import * as oidc from 'openid-client';
import { z } from 'zod';

/** What a provider says of whoever has signed in there. */
export interface Claims {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email?: string;
  readonly groups: readonly string[];
  /** The id of this person in the record of agencies. */
  readonly person?: string;
  /** When they proved who they are, seconds since 1970. */
  readonly authTime?: number;
}

/** The way in: where people are sent to, and what they come back with. */
export interface IdentityProvider {
  /** Named on the sign-in page: `the state’s sign-in`. */
  readonly title: string;
  /** People who may be chosen without a password: the demonstration's own provider only. */
  readonly samples?: readonly SamplePerson[];
  begin(asked: {
    readonly state: string;
    readonly nonce: string;
    readonly verifier: string;
    /** Asks for a fresh proof, whoever is signed in there. */
    readonly anew: boolean;
    readonly hint?: string;
  }): Promise<URL>;
  /** Throws when anything about the answer is not as it was asked for. */
  finish(
    answer: URL,
    checks: {
      readonly state: string;
      readonly nonce: string;
      readonly verifier: string;
      readonly anew: boolean;
    },
  ): Promise<Claims>;
}

export interface SamplePerson {
  readonly id: string;
  readonly name: string;
  /** What they are: `Data officer, Department of Transportation`. */
  readonly is: string;
  readonly may: string;
}

export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where people come back to: this server's own address and `/sign-in/callback`. */
  readonly redirectUri: string;
  readonly groupsClaim: string;
  readonly personClaim: string;
  readonly title: string;
  /** The issuer's name in the record of accounts, when its address changes from start to start. */
  readonly recordedAs?: string;
  /** Only for a provider on this computer. */
  readonly allowHttp?: boolean;
  readonly samples?: readonly SamplePerson[];
}

/**
 * A provider of OpenID Connect, by the authorization code flow with PKCE (RFC 7636), state and nonce. It is asked what it
 * offers when the first person signs in, so that the server starts without it.
 */
export function identityProvider(settings: ProviderSettings): IdentityProvider {
  let found: Promise<oidc.Configuration> | undefined;
  const configuration = () => {
    found ??= oidc
      .discovery(
        new URL(settings.issuer),
        settings.clientId,
        undefined,
        oidc.ClientSecretBasic(settings.clientSecret),
        {
          // The library trusts the connection a token came by; here its signature must hold as well.
          execute: [
            oidc.enableNonRepudiationChecks,
            ...(settings.allowHttp ? [oidc.allowInsecureRequests] : []),
          ],
          timeout: 10,
        },
      )
      .catch((fault) => {
        found = undefined;
        throw fault;
      });
    return found;
  };
  return {
    title: settings.title,
    ...(settings.samples === undefined ? {} : { samples: settings.samples }),
    async begin({ state, nonce, verifier, anew, hint }) {
      return oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: settings.redirectUri,
        scope: 'openid profile email groups',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...(anew ? { prompt: 'login', max_age: '0' } : {}),
        ...(hint === undefined ? {} : { login_hint: hint }),
      });
    },
    async finish(answer, { state, nonce, verifier, anew }) {
      const own = new URL(settings.redirectUri);
      own.search = answer.search;
      const tokens = await oidc.authorizationCodeGrant(await configuration(), own, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
        ...(anew ? { maxAge: 300 } : {}),
      });
      const said = tokens.claims();
      if (said === undefined) throw new Error('no ID token');
      const claims = claimsForm.parse({
        ...said,
        groups: said[settings.groupsClaim],
        person: said[settings.personClaim],
      });
      return {
        issuer: settings.recordedAs ?? claims.iss,
        subject: claims.sub,
        name: claims.name ?? claims.preferred_username ?? claims.sub,
        groups: claims.groups,
        ...(claims.email === undefined ? {} : { email: claims.email }),
        ...(claims.person === undefined ? {} : { person: claims.person }),
        ...(claims.auth_time === undefined ? {} : { authTime: claims.auth_time }),
      };
    },
  };
}

const claimsForm = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  name: z.string().max(200).optional(),
  preferred_username: z.string().max(200).optional(),
  email: z.string().max(320).optional(),
  groups: z.array(z.string().max(200)).max(500).default([]),
  person: z.string().max(200).optional(),
  auth_time: z.number().optional(),
});
