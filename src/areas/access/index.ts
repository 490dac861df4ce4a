/**
 * Who may see what, and why: people who sign in, the roles they hold, the policies that decide, emergencies, and what
 * happens when someone leaves. Uses core, the store, and the agencies' record of posts; every area to its right is guarded
 * by it.
 */
import { area as form } from '../area.ts';
import { operations } from './contract.ts';
import { errors } from './errors.ts';
import { loadAccess } from './load-access.ts';
import { tables } from './tables.ts';
import { whoAmI } from './who-am-i.ts';

export { readAccessFile } from './access-file.ts';
export { type SignInDoor, signInDoor } from './door.ts';
export { policyFault } from './errors.ts';
export { type IdentityProvider, identityProvider, type SamplePerson } from './identity-provider.ts';
export { decideData } from './policy/decide-data.ts';
export { decideUse, type UseQuestion } from './policy/decide-use.ts';
export { type PoliciesInForce, policiesInForce, readPolicyFolder } from './policy/policies-in-force.ts';
export { digestOf, readPolicySet } from './policy/policy-set.ts';
export { sampleIssuer } from './sign-in.ts';
export { vacantAgencies } from './vacant-agencies.ts';

export const area = form({
  name: 'access',
  operations,
  handlers: { 'who-am-i': whoAmI, 'load-access': loadAccess },
  tables,
  errors,
});
