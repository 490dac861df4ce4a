import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  digestOf,
  type PoliciesInForce,
  policiesInForce,
  policyFault,
  readPolicyFolder,
  readPolicySet,
} from '../areas/access/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/database.ts';
import { programRoot } from './program.ts';

/** Where the policies of a home lie: in its state's folder when that has its own, else those that come with the program. */
export function policyFolder(home: string): string {
  const own = join(home, 'state', 'policies');
  return existsSync(own) ? own : join(programRoot(), 'policies');
}

/**
 * The policies that decide for a home. Those in the folder come into force when they hold; when they do not, the last set
 * that did stays, and the operator is told. Without any the home does not open. `take: false` only reads what is in force.
 */
export async function openPolicies(world: {
  readonly store: Store;
  readonly clock: Clock;
  readonly home: string;
  readonly say: (line: string) => void;
  readonly take?: boolean;
}): Promise<PoliciesInForce> {
  const { store, clock, home } = world;
  const folder = policyFolder(home);
  const last = await store.read
    .selectFrom('policy_set')
    .selectAll()
    .orderBy('in_force_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last !== undefined && world.take === false) return policiesInForce(JSON.parse(last.files), folder);
  const files = readPolicyFolder(folder);
  const digest = digestOf(files);
  if (last?.digest === digest) return policiesInForce(files, folder);
  const read = readPolicySet(files);
  if ('faults' in read) {
    const faults = read.faults.map(({ file, message }) => `${file}: ${message}`);
    if (last === undefined) throw policyFault.with({ faults });
    world.say(
      `The policies in ${folder} are not in force; those of ${last.in_force_at} still are. ${faults.join('. ')}.`,
    );
    return policiesInForce(JSON.parse(last.files), folder);
  }
  await store.write((tx) =>
    tx
      .insertInto('policy_set')
      .values({ digest, files: JSON.stringify(files), in_force_at: clock.now(), put_by: 'system' })
      .execute(),
  );
  return policiesInForce(files, folder);
}
