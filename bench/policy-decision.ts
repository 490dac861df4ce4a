/**
 * Decisions a second: ours (a question about a person, an agency and an operation, answered with its policy and
 * obligations) beside the bare library with policies preparsed and the same entities, in turns in the same run. No question
 * is asked twice, so that none is answered from memory.
 * `node bench/policy-decision.ts [decisions]`
 */
import { join } from 'node:path';
import cedar, { type EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import { decideUse, type UseQuestion } from '../src/areas/access/policy/decide-use.ts';
import { readPolicyFolder } from '../src/areas/access/policy/policies-in-force.ts';
import { readPolicySet } from '../src/areas/access/policy/policy-set.ts';
import type { Role } from '../src/core/access.ts';

const total = Number(process.argv[2] ?? 20_000);
const files = readPolicyFolder(join(import.meta.dirname, '..', 'policies'));
const read = readPolicySet(files);
if ('faults' in read) throw new Error(JSON.stringify(read.faults));
const set = read;

const rules = ['everyone', 'staff', 'officer', 'office', 'auditor'] as const;
const roles: readonly Role[] = ['officer', 'deputy', 'office', 'analyst', 'auditor'];
const agencies = ['DPH', 'DOT', 'OCME', 'DSS'];
const questions: UseQuestion[] = Array.from({ length: total + 4_000 }, (_, at) => ({
  actor: {
    id: `person-${at}`,
    kind: 'person',
    roles: [{ role: roles[at % 5]!, agency: agencies[at % 4]! }, { role: 'analyst' }],
  },
  thing: {
    kind: 'Operation',
    name: `area.verb-${at % 500}`,
    rule: rules[at % 5]!,
    effect: 'write',
    stepUp: false,
  },
  agency: agencies[(at >> 2) % 4]!,
  now: '2026-11-23T12:00:00.000Z',
}));
// What ours hands to the library, made beforehand: the bare side only asks.
const bare: Parameters<typeof cedar.statefulIsAuthorized>[0][] = questions.map(
  ({ actor, thing, agency }) => ({
    principal: { type: 'Person', id: actor.id },
    action: { type: 'Action', id: 'use' },
    resource: { type: 'Operation', id: thing.name },
    context: { agency: agency! },
    entities: [
      {
        uid: { type: 'Person', id: actor.id },
        attrs: {
          roles: [...new Set(actor.roles!.map(({ role }) => role))].sort(),
          officerOf: ['officer', 'deputy'].includes(actor.roles![0]!.role) ? [actor.roles![0]!.agency!] : [],
          scope: 'write',
        },
        parents: [],
      },
      {
        uid: { type: 'Operation', id: thing.name },
        attrs: { rule: thing.rule, effect: thing.effect, stepUp: thing.stepUp },
        parents: [],
      },
    ] as EntityJson[],
    preparsedPolicySetId: set.digest,
    preparsedSchemaName: set.digest,
    validateRequest: false,
  }),
);

const took = (times: number[], run: () => void, rounds: number): number => {
  const began = performance.now();
  for (let at = 0; at < rounds; at += 1) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  return performance.now() - began;
};
/** Asks one after the other, each once. */
const inTurn = (ask: (at: number) => void) => {
  let next = 0;
  return () => ask(next++);
};
const ours = inTurn((at) => void decideUse(set, questions[at]!));
const theirs = inTurn((at) => void cedar.statefulIsAuthorized(bare[at]!));
let [oursMs, bareMs, differ] = [0, 0, 0];
for (const [at, question] of questions.entries()) {
  if (at < total + 3_000) continue;
  const answer = cedar.statefulIsAuthorized(bare[at]!);
  const allowed = answer.type === 'success' && answer.response.decision === 'allow';
  if (allowed !== decideUse(set, question).allowed) differ += 1;
}
if (differ > 0) throw new Error(`${differ} answers differ from the bare library's`);
const [oursTimes, bareTimes]: number[][] = [[], []];
took([], ours, 2000);
took([], theirs, 2000);
const rounds = 20;
for (let round = 0; round < rounds; round += 1) {
  oursMs += took(oursTimes!, ours, total / rounds);
  bareMs += took(bareTimes!, theirs, total / rounds);
}
const at = (times: number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)]!;
const line = (name: string, ms: number, times: number[]) =>
  console.log(
    `${name}: ${Math.round((total / ms) * 1000).toLocaleString('en-US')}/s, p50 ${at(times, 0.5).toFixed(3)} ms, p99 ${at(times, 0.99).toFixed(3)} ms`,
  );
line('Charter Oak', oursMs, oursTimes!);
line('Cedar bare, preparsed', bareMs, bareTimes!);
console.log(
  `ratio ${(bareMs / oursMs).toFixed(2)} (target at least 0.80); p99 of ours ${at(oursTimes!, 0.99).toFixed(3)} ms (target at most 1)`,
);
