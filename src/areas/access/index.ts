/**
 * Who may see what, and why: people who sign in, the roles they hold, the policies that decide, emergencies, and what
 * happens when someone leaves. Uses core, the store, and the agencies' record of posts; every area to its right is guarded
 * by it.
 */
import './events.ts';
import { area as form } from '../area.ts';
import { endBreakGlass } from './break-glass/end-break-glass.ts';
import { listBreakGlass } from './break-glass/list-break-glass.ts';
import { openBreakGlass } from './break-glass/open-break-glass.ts';
import { reviewBreakGlass } from './break-glass/review-break-glass.ts';
import { operations } from './contract.ts';
import { errors } from './errors.ts';
import { giveNotice } from './leaving/give-notice.ts';
import { handOver } from './leaving/hand-over.ts';
import { listLeaving } from './leaving/list-leaving.ts';
import { showHandover } from './leaving/show-handover.ts';
import { withdrawNotice } from './leaving/withdraw-notice.ts';
import type { AccessLinks } from './links.ts';
import { listAllowed } from './list-allowed.ts';
import { listPolicies } from './list-policies.ts';
import { loadAccess } from './load-access.ts';
import { loadPolicies } from './load-policies.ts';
import { pages } from './pages.ts';
import { endRole } from './roles/end-role.ts';
import { giveRole } from './roles/give-role.ts';
import { listPeople } from './roles/list-people.ts';
import { nameHelper } from './roles/name-helper.ts';
import { namePeople } from './roles/name-people.ts';
import { endSession, listSessions } from './sessions/own-sessions.ts';
import { setPurpose } from './set-purpose.ts';
import { tables } from './tables.ts';
import { createToken } from './tokens/create-token.ts';
import { listTokens } from './tokens/list-tokens.ts';
import { revokeToken } from './tokens/revoke-token.ts';
import { waysIn } from './ways-in.ts';
import { whoAmI } from './who-am-i.ts';

export { readAccessFile } from './access-file.ts';
export { agencyAddresses, headInstead } from './agency-addresses.ts';
export { breakGlassGrants, breakGlassOpened } from './break-glass/break-glass-grants.ts';
export { decidesFor } from './decides-for.ts';
export { type SignInDoor, signInDoor } from './door.ts';
export { policyFault } from './errors.ts';
export { type IdentityProvider, identityProvider, type SamplePerson } from './identity-provider.ts';
export { gonePeople } from './leaving/gone-people.ts';
export type { DatasetFacts } from './links.ts';
export { decideData } from './policy/decide-data.ts';
export { decideUse, type UseQuestion } from './policy/decide-use.ts';
export { type PoliciesInForce, policiesInForce, readPolicyFolder } from './policy/policies-in-force.ts';
export { digestOf, readPolicySet } from './policy/policy-set.ts';
export { visibleDatasets } from './policy/visible-datasets.ts';
export { vacantAgencies } from './vacant-agencies.ts';
export { sampleIssuer } from './write-account.ts';

/** The area, with what it asks of those to its right. */
export const accessArea = (links: AccessLinks) =>
  form({
    name: 'access',
    operations,
    handlers: {
      'ways-in': waysIn,
      'who-am-i': whoAmI,
      'list-allowed': listAllowed(links),
      'set-purpose': setPurpose,
      'create-token': createToken,
      'list-tokens': listTokens,
      'revoke-token': revokeToken,
      'list-sessions': listSessions,
      'end-session': endSession,
      'load-access': loadAccess,
      'list-policies': listPolicies,
      'load-policies': loadPolicies,
      'list-people': listPeople,
      'name-people': namePeople,
      'give-role': giveRole,
      'name-helper': nameHelper,
      'end-role': endRole,
      'give-notice': giveNotice,
      'withdraw-notice': withdrawNotice,
      'list-leaving': listLeaving,
      'show-handover': showHandover(links),
      'hand-over': handOver(links),
      'break-glass': openBreakGlass(links),
      'end-break-glass': endBreakGlass(links),
      'review-break-glass': reviewBreakGlass(links),
      'list-break-glass': listBreakGlass(links),
    },
    pages,
    tables,
    errors,
  });
