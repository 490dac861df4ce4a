import { readFileSync } from 'node:fs';
import { type IdentityProvider, identityProvider } from '../areas/access/index.ts';
import { invalidInput } from '../core/request-errors.ts';

/**
 * The state's identity provider, when the environment names one: `OAK_OIDC_ISSUER`, `OAK_OIDC_CLIENT_ID`, and the client's
 * secret in the file `OAK_OIDC_CLIENT_SECRET_FILE`. `OAK_OIDC_GROUPS_CLAIM` and `OAK_OIDC_PERSON_CLAIM` say where the
 * provider puts groups and the person's id.
 */
export function configuredProvider(serverUrl: string): IdentityProvider | undefined {
  const {
    OAK_OIDC_ISSUER: issuer,
    OAK_OIDC_CLIENT_ID: clientId,
    OAK_OIDC_CLIENT_SECRET_FILE: secretFile,
    OAK_OIDC_GROUPS_CLAIM: groupsClaim = 'groups',
    OAK_OIDC_PERSON_CLAIM: personClaim = 'employee_number',
    OAK_OIDC_TITLE: title = 'the state’s sign-in',
  } = process.env;
  if (issuer === undefined || issuer === '') return undefined;
  if (!URL.canParse(issuer) || clientId === undefined || secretFile === undefined)
    throw invalidInput.with({
      problems: [
        'OAK_OIDC_ISSUER must be an address, and OAK_OIDC_CLIENT_ID and OAK_OIDC_CLIENT_SECRET_FILE go with it.',
      ],
    });
  return identityProvider({
    issuer,
    clientId,
    clientSecret: readFileSync(secretFile, 'utf8').trim(),
    redirectUri: `${serverUrl}/sign-in/callback`,
    groupsClaim,
    personClaim,
    title,
    allowHttp: ['127.0.0.1', 'localhost'].includes(new URL(issuer).hostname),
  });
}
