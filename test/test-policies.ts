import { join } from 'node:path';
import { decideData, policiesInForce, readPolicyFolder } from '../src/areas/access/index.ts';
import type { Context } from '../src/areas/handler.ts';

const folder = join(import.meta.dirname, '..', 'policies');

/** The policies that come with the program, parsed once for a test file. */
export const testPolicies = policiesInForce(readPolicyFolder(folder), folder);

/** What a handler under test is handed as `context.decide`. The operator of a test reads for the test's own purpose. */
export const testDecide =
  ({ actor, purpose, clock }: Pick<Context, 'actor' | 'purpose' | 'clock'>): Context['decide'] =>
  (question) =>
    decideData(
      testPolicies.current(),
      { actor, purpose: purpose ?? (actor.kind === 'operator' ? 'test' : undefined), now: clock.now() },
      question,
    );
