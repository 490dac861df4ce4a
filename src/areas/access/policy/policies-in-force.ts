import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyFault } from './policy.ts';
import { type PolicyFiles, type PolicySet, readPolicySet } from './policy-set.ts';

/** The policies that decide now. They are parsed when the first question comes. */
export interface PoliciesInForce {
  readonly current: () => PolicySet;
  /** The folder they are read from. */
  readonly folder: string;
  /** Puts another set in force, whole; a set with a fault changes nothing and answers what is wrong with it. */
  readonly takeOver: (files: PolicyFiles) => readonly PolicyFault[];
}

/** `files` have been found good before: a fault in them is an error of the program. */
export function policiesInForce(files: PolicyFiles, folder: string): PoliciesInForce {
  let set: PolicySet | undefined;
  const current = () => {
    if (set !== undefined) return set;
    const read = readPolicySet(files);
    if ('faults' in read)
      throw new Error(
        `policies: ${read.faults.map(({ file, message }) => `${file}: ${message}`).join('; ')}`,
      );
    set = read;
    return set;
  };
  return {
    current,
    folder,
    takeOver: (next) => {
      const read = readPolicySet(next);
      if ('faults' in read) return read.faults;
      set = read;
      return [];
    },
  };
}

/** The policy files of a folder, by name. */
export function readPolicyFolder(folder: string): PolicyFiles {
  return Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.cedar') || name.endsWith('.cedarschema'))
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}
