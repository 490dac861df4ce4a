import type { Handler } from '../handler.ts';
import type { listPolicies as op } from './contract.ts';
import { readPolicyFolder } from './policy/policies-in-force.ts';
import { digestOf, readPolicySet } from './policy/policy-set.ts';

export const listPolicies: Handler<typeof op> = async ({ policies, store }) => {
  const set = policies.current();
  const row = await store.read
    .selectFrom('policy_set')
    .select('in_force_at')
    .where('digest', '=', set.digest)
    .orderBy('in_force_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    digest: set.digest,
    inForceSince: row?.in_force_at ?? null,
    policies: [...set.policies.values()]
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, title, effect, file, refuses, ask, obligations, text }) => ({
        id,
        title,
        effect,
        file,
        refuses: refuses ?? null,
        ask: ask ?? null,
        obligations: { ...obligations, mask: [...obligations.mask] },
        text,
      })),
    fault: faultOnDisk(policies.folder, set.digest),
  };
};

/** What is wrong with the files as they lie there, when they are not those in force. */
function faultOnDisk(folder: string, inForce: string): string | null {
  const files = readPolicyFolder(folder);
  if (digestOf(files) === inForce) return null;
  const read = readPolicySet(files);
  return 'faults' in read
    ? read.faults.map(({ file, message }) => `${file}: ${message}`).join('. ')
    : 'The files have changed and have not been loaded.';
}
