import { readFile } from 'node:fs/promises';
import type { Engine } from '../../engine/engine.ts';
import { honourDecisions, type PairDecision } from './cluster/honour-decisions.ts';
import { noSuchRecordFile } from './errors.ts';
import { readDecisions } from './files/read-decisions.ts';
import type { RecordIds } from './files/record-ids.ts';
import type { Linkage } from './link-records.ts';
import type { LinkageReport } from './model.ts';
import { type AppliedPolicy, applyPolicy } from './policy/apply-policy.ts';
import { parseRuleSet, verdicts } from './policy/rule-set.ts';

/** A result in which people and rules have had their say. */
export interface DecidedPairs {
  readonly linkage: Linkage;
  readonly policy?: AppliedPolicy;
  readonly decisions: readonly PairDecision[];
  /** By pair, where rules decided: what the model gives. */
  readonly chances?: Float64Array;
  readonly reported: Pick<LinkageReport, 'policy' | 'decisions'>;
}

/**
 * Lets people decide first, then rules, then the model. A rule that accepts joins two records; one that refuses keeps them
 * apart; one that asks for a review keeps them apart until somebody has decided. What only the chance of the model says moves
 * nothing. Throws the errors of rule sets and of decision files.
 */
export async function decidePairs(
  engine: Engine,
  linkage: Linkage,
  request: {
    readonly rules?: string;
    readonly decisions?: string;
    readonly ids: () => Promise<RecordIds>;
    readonly rows: number;
    readonly leftRows?: number;
  },
): Promise<DecidedPairs> {
  const { rows, leftRows } = request;
  let current = linkage;
  let decisions: readonly PairDecision[] = [];
  let decided: LinkageReport['decisions'] = null;
  if (request.decisions !== undefined) {
    const read = await readDecisions(engine, request.decisions, await request.ids(), { rows, leftRows });
    decisions = read.decisions;
    const { changed, contradicted, linkage: next } = honourDecisions(current, rows, decisions);
    current = next;
    decided = {
      file: request.decisions,
      honoured: decisions.length - contradicted.length,
      changed,
      contradicted: contradicted.length,
      gone: read.gone,
    };
  }
  if (request.rules === undefined)
    return { linkage: current, decisions, reported: { policy: null, decisions: decided } };
  const file = request.rules;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw noSuchRecordFile.with({ file }, cause);
  });
  const ruled = letRulesDecide(current, rows, decisions, { file, text });
  return { ...ruled, decisions, reported: { decisions: decided, policy: ruled.reported } };
}

/** Lets a rule set decide where people have not. Throws `linkage.rule-set-unusable`. */
export function letRulesDecide(
  linkage: Linkage,
  rows: number,
  decisions: readonly PairDecision[],
  { file, text }: { readonly file: string; readonly text: string },
): {
  readonly linkage: Linkage;
  readonly policy: AppliedPolicy;
  /** By pair: what the model gives where a rule decided otherwise; what is kept of a pair says both. */
  readonly chances: Float64Array;
  readonly reported: NonNullable<LinkageReport['policy']>;
} {
  const policy = applyPolicy(parseRuleSet(text, file), linkage, file);
  const settled = honourDecisions(linkage, rows, [...decisions, ...ruledPairs(linkage, policy)]);
  const chances = settled.linkage.chances.slice();
  for (const [at, rule] of policy.rule.entries()) if (rule !== -1) chances[at] = linkage.chances[at]!;
  return {
    linkage: settled.linkage,
    policy,
    chances,
    reported: {
      file,
      name: policy.set.name,
      ...policy.counts,
      changed: settled.changed,
      byRule: policy.set.rules.map(({ rule, verdict }, at) => ({
        rule,
        verdict,
        pairs: policy.byRule[at]!,
      })),
    },
  };
}

/** What rules decide by themselves: those that refuse or ask first, then those that accept. */
function ruledPairs({ pairs }: Linkage, { verdict, rule }: AppliedPolicy): PairDecision[] {
  const [apart, same]: [PairDecision[], PairDecision[]] = [[], []];
  for (let at = 0; at < pairs.size; at++) {
    if (rule[at] === -1) continue;
    const accepted = verdicts[verdict[at]!] === 'accept';
    const pair = { left: pairs.left[at]!, right: pairs.right[at]!, same: accepted };
    (accepted ? same : apart).push(pair);
  }
  return [...apart, ...same];
}

const byPerson = 'a person';
const byChance = 'the chance';

/** What is written of each pair where people or rules have decided: the verdict, and who gave it. */
export function decidedColumns(
  { pairs, chances, expected }: Linkage,
  policy: AppliedPolicy | undefined,
  decisions: readonly PairDecision[],
) {
  if (policy === undefined && decisions.length === 0) return {};
  const key = (left: number, right: number) => `${Math.min(left, right)}/${Math.max(left, right)}`;
  const people = new Map(decisions.map(({ left, right, same }) => [key(left, right), same]));
  return {
    deciders: [byChance, byPerson, ...(policy?.set.rules.map(({ rule }) => rule) ?? [])],
    decided(at: number) {
      const same = people.get(key(pairs.left[at]!, pairs.right[at]!));
      if (same !== undefined) return { verdict: verdicts.indexOf(same ? 'accept' : 'refuse'), by: 1 };
      if (policy === undefined)
        return { verdict: verdicts.indexOf(chances[at]! >= expected.threshold ? 'accept' : 'refuse'), by: 0 };
      const rule = policy.rule[at] ?? -1;
      return { verdict: policy.verdict[at] ?? 0, by: rule < 0 ? 0 : rule + 2 };
    },
  };
}
