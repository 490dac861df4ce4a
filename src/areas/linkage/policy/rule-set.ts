import { z } from 'zod';
import { OakError } from '../../../core/error.ts';
import { parseRecordFile } from '../../../core/record-file.ts';
import { ruleSetUnusable } from '../errors.ts';

/** What becomes of a pair: it is linked, a person looks at it, or it is kept apart. */
export const verdicts = ['accept', 'review', 'refuse'] as const;
export type Verdict = (typeof verdicts)[number];

const levels = z.union([z.string(), z.array(z.string()).min(1)]);
const conditions = z.strictObject({
  fields: z
    .record(z.string(), levels)
    .default({})
    .describe('for each field the levels of agreement, of which one must hold; `not X` for any but X'),
  chance_from: z.number().min(0).max(1).optional().describe('the model gives the pair this chance or more'),
  chance_below: z.number().min(0).max(1).optional(),
});

const ruleSet = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1),
  source: z.string().optional().describe('the law, agreement or decision that it rests on'),
  rules: z
    .array(
      z.strictObject({
        rule: z.string().min(1).describe('a name of its own, shown with every pair that it decides'),
        when: conditions,
        verdict: z.enum(verdicts),
        because: z.string().min(1),
      }),
    )
    .describe('the first that fits decides'),
  otherwise: z
    .strictObject({
      accept_from: z.number().min(0).max(1),
      review_from: z.number().min(0).max(1),
    })
    .optional()
    .describe(
      'what the chance of the model decides where no rule fits; without it the threshold of the run does',
    ),
  tests: z
    .array(
      z.strictObject({
        test: z.string().min(1),
        fields: z
          .record(z.string(), z.string())
          .default({})
          .describe('the level of each field; the others are missing'),
        chance: z.number().min(0).max(1).default(0.5),
        expect: z.enum(verdicts),
      }),
    )
    .default([])
    .describe('examples that the rules must decide so; a set that fails one of its own is not used'),
});

/** A policy over the model: readable rules, tried in order, with their own examples. */
export type RuleSet = z.output<typeof ruleSet>;
export type PolicyRule = RuleSet['rules'][number];

/** How a pair agrees: the level of each field by name; a field that is not there is missing. */
export interface AgreementView {
  readonly levelOf: (field: string) => string;
  readonly chance: number;
}

export interface Ruling {
  readonly verdict: Verdict;
  /** The rule that decided; null when it was the model's chance. */
  readonly rule: PolicyRule | null;
}

/** Reads a rule set and tries it on its own examples. Throws `linkage.rule-set-unusable`. */
export function parseRuleSet(text: string, file: string): RuleSet {
  const set = parsed(text, file);
  const names = set.rules.map(({ rule }) => rule);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw ruleSetUnusable.with({ file, problem: `two rules are called ${twice}` });
  const failed = failedTests(set);
  if (failed.length > 0)
    throw ruleSetUnusable.with({
      file,
      problem: `it decides its own example ${failed.map(({ test, got }) => `“${test}” as ${got}`).join(', ')}`,
    });
  return set;
}

function parsed(text: string, file: string): RuleSet {
  try {
    return parseRecordFile(text, ruleSet, file);
  } catch (error) {
    if (!(error instanceof OakError)) throw error;
    throw ruleSetUnusable.with(
      { file, problem: `${error.details['where']}: ${error.details['problem']}` },
      error,
    );
  }
}

/** Examples of the set that its rules decide otherwise. */
export function failedTests(set: RuleSet): { test: string; expect: Verdict; got: Verdict }[] {
  return set.tests.flatMap(({ test, fields, chance, expect }) => {
    const got = rulingOf(set, { levelOf: (field) => fields[field] ?? 'missing', chance }, 0.5).verdict;
    return got === expect ? [] : [{ test, expect, got }];
  });
}

/** What the set says of a pair; `threshold` is that of the run. */
export function rulingOf(set: RuleSet, pair: AgreementView, threshold: number): Ruling {
  for (const rule of set.rules) if (fits(rule.when, pair)) return { verdict: rule.verdict, rule };
  const { accept_from, review_from } = set.otherwise ?? { accept_from: threshold, review_from: threshold };
  const verdict = pair.chance >= accept_from ? 'accept' : pair.chance >= review_from ? 'review' : 'refuse';
  return { verdict, rule: null };
}

function fits({ fields, chance_from, chance_below }: PolicyRule['when'], pair: AgreementView): boolean {
  if (chance_from !== undefined && pair.chance < chance_from) return false;
  if (chance_below !== undefined && pair.chance >= chance_below) return false;
  return Object.entries(fields).every(([field, wanted]) => {
    const level = pair.levelOf(field);
    return (typeof wanted === 'string' ? [wanted] : wanted).some((one) =>
      one.startsWith('not ') ? level !== one.slice(4) : level === one,
    );
  });
}
