import { ruleSetUnusable } from '../errors.ts';
import type { Linkage } from '../link-records.ts';
import { levelIn, type PatternSpace } from '../score/pattern-space.ts';
import { type RuleSet, type Ruling, rulingOf, type Verdict, verdicts } from './rule-set.ts';

/** What a rule set said of every pair of a run. */
export interface AppliedPolicy {
  readonly set: RuleSet;
  /** By pair: an index into {@link verdicts}. */
  readonly verdict: Uint8Array;
  /** By pair: the number of the rule in the set, -1 where the model's chance decided. */
  readonly rule: Int16Array;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Pairs that each rule decided, in the order of the set. */
  readonly byRule: readonly number[];
}

/**
 * Applies a rule set to every pair of a run. Rules look at levels of agreement, of which a pattern says all, so each pattern is
 * asked about once for each chance that rules tell apart. Throws `linkage.rule-set-unusable` for a field or level that the
 * run does not have: a rule that can never fit would be silently without effect.
 */
export function applyPolicy(set: RuleSet, linkage: Linkage, file: string): AppliedPolicy {
  const { space, pairs, chances, expected } = linkage;
  checkNames(set, space, file);
  const bounds = [
    ...set.rules.flatMap(({ when }) => [when.chance_from, when.chance_below]),
    set.otherwise?.accept_from ?? expected.threshold,
    set.otherwise?.review_from,
  ].filter((bound) => bound !== undefined);
  const steps = [...new Set(bounds)].sort((a, b) => a - b);
  const known = new Map<string, Ruling>();
  const number = new Map(set.rules.map((rule, at) => [rule, at]));
  const verdict = new Uint8Array(pairs.size);
  const rule = new Int16Array(pairs.size);
  const counts: Record<Verdict, number> = { accept: 0, review: 0, refuse: 0 };
  const byRule = set.rules.map(() => 0);
  for (let at = 0; at < pairs.size; at++) {
    const chance = chances[at]!;
    const pattern = pairs.pattern[at]! % space.size;
    const key = `${pattern}/${steps.filter((step) => chance >= step).length}`;
    let ruling = known.get(key);
    if (ruling === undefined) {
      ruling = rulingOf(set, { levelOf: levelsOfPattern(space, pattern), chance }, expected.threshold);
      known.set(key, ruling);
    }
    verdict[at] = verdicts.indexOf(ruling.verdict);
    rule[at] = ruling.rule === null ? -1 : number.get(ruling.rule)!;
    counts[ruling.verdict]++;
    if (ruling.rule !== null) byRule[rule[at]!]!++;
  }
  return { set, verdict, rule, counts, byRule };
}

/** The level of each field in a packed pattern, by the field's name. */
export function levelsOfPattern(space: PatternSpace, pattern: number): (field: string) => string {
  const levels = new Map<string, string>();
  for (const group of space.groups) {
    const cell = Math.floor((pattern % space.size) / group.stride) % group.cells;
    for (const part of group.comparisons) levels.set(part.name, part.levels[levelIn(cell, part)]!.label);
  }
  return (field) => levels.get(field) ?? 'missing';
}

/** Throws `linkage.rule-set-unusable` for a field or level that the comparisons do not have. */
export function checkNames(set: RuleSet, space: PatternSpace, file: string): void {
  const fields = new Map(
    space.groups.flatMap(({ comparisons }) =>
      comparisons.map(({ name, levels }) => [name, levels.map(({ label }) => label)] as const),
    ),
  );
  for (const { rule, when } of set.rules)
    for (const [field, wanted] of Object.entries(when.fields)) {
      const levels = fields.get(field);
      if (levels === undefined)
        throw ruleSetUnusable.with({
          file,
          problem: `the rule ${rule} asks for ${field}, which is not compared here; there are ${[...fields.keys()].join(', ')}`,
        });
      for (const one of typeof wanted === 'string' ? [wanted] : wanted) {
        const level = one.startsWith('not ') ? one.slice(4) : one;
        if (!levels.includes(level))
          throw ruleSetUnusable.with({
            file,
            problem: `the rule ${rule} asks for ${field}: ${level}; its levels are ${levels.join(' · ')}`,
          });
      }
    }
}
