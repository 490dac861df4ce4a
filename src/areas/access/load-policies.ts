import type { Handler } from '../handler.ts';
import type { loadPolicies as op } from './contract.ts';
import { policyFault } from './errors.ts';
import { readPolicyFolder } from './policy/policies-in-force.ts';

/** A set with a fault in it changes nothing: the one in force stays, and the operator hears what to mend and where. */
export const loadPolicies: Handler<typeof op> = async (context) => {
  const { policies, clock, actor } = context;
  const files = readPolicyFolder(policies.folder);
  const faults = policies.takeOver(files);
  if (faults.length > 0)
    throw policyFault.with({ faults: faults.map(({ file, message }) => `${file}: ${message}`) });
  const set = policies.current();
  context.audit.about({ detail: { digest: set.digest, policies: set.policies.size } });
  await context.store.write((tx) =>
    tx
      .insertInto('policy_set')
      .values({
        digest: set.digest,
        files: JSON.stringify(files),
        in_force_at: clock.now(),
        put_by: actor.id,
      })
      .execute(),
  );
  return { digest: set.digest, policies: set.policies.size };
};
