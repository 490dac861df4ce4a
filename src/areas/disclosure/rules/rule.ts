import { z } from 'zod';
import { contradictoryRule } from '../errors.ts';

const share = z.string().regex(/^\d+(\.\d+)?%$/, 'expected a number of cases or a share such as 20%');

/** The values a disclosure rule may set. Every one is data of a rule set or of a request, never a constant in code. */
export const ruleSchema = z.strictObject({
  threshold: z.int().min(1).optional().describe('counts of 1 up to one less than this are withheld'),
  zero: z
    .enum(['shown', 'hidden'])
    .optional()
    .describe('shown: a blank is never 0, and everybody knows it; hidden: 0 is withheld like a small count'),
  width: z
    .union([z.number().min(0), share])
    .optional()
    .describe(
      "least width of an outsider's interval: a number of cases for every blank, or a share of a withheld value to either side",
    ),
  choice: z
    .enum(['hidden', 'cheapest'])
    .optional()
    .describe(
      'how companions are chosen: hidden, with a secret, so that the choice says nothing of what is blank; cheapest, which others can do again. Hidden unless the width is a share',
    ),
  told: z
    .int()
    .min(1)
    .optional()
    .describe('values of a small count that stay possible for someone told which blanks are small'),
  singletons: z
    .boolean()
    .optional()
    .describe('protect also against the one person behind a count of 1, who knows it'),
  dominance: z
    .strictObject({ n: z.int().min(1), k: z.number().gt(0).max(100) })
    .optional()
    .describe('an amount is withheld when its n largest contributors make more than k % of it'),
  p_percent: z
    .number()
    .gt(0)
    .max(100)
    .optional()
    .describe(
      'an amount is withheld when the second contributor can estimate the largest to within this per cent',
    ),
  denominator: z.int().min(1).optional().describe('no percentage of fewer people than this is printed'),
  rounding: z.int().min(2).optional().describe('counts are printed as multiples of this'),
  cell_key: z
    .strictObject({
      most: z.int().min(1).max(1000).describe('most by which a count is moved (D)'),
      variance: z.number().gt(0).describe('of the noise (V)'),
      blocked: z.int().min(0).max(1000).default(0).describe('counts of 1 up to this are never printed (js)'),
    })
    .optional()
    .describe('counts are printed with noise by their cell key, the same for the same people in every table'),
  percent_codes: z
    .array(
      z.strictObject({
        people: z.int().min(1).describe('least size of group'),
        ranges: z
          .array(z.tuple([z.int().min(0).max(100), z.int().min(0).max(100)]))
          .min(1)
          .describe('ranges of whole per cents, from 0 to 100'),
      }),
    )
    .min(1)
    .optional()
    .describe(
      'percentages are printed as the range they lie in, coarser for smaller groups, in place of the counts behind them',
    ),
  degrees_of_freedom: z
    .int()
    .min(1)
    .optional()
    .describe('residual degrees of freedom that a fitted model must have'),
  survivors: z
    .int()
    .min(1)
    .optional()
    .describe('least people at risk, and least who leave, at a step of a survival table'),
});
export type Rule = z.output<typeof ruleSchema>;

/** Throws `disclosure.contradictory-rule` for values that cannot both be meant. `name` says whose rule it is. */
export function checkRule(rule: Rule, name: string): Rule {
  const fault = (problem: string) => contradictoryRule.with({ rule: name, problem });
  const { threshold, told, width, zero, rounding } = rule;
  if (told !== undefined && threshold === undefined)
    throw fault('it sets how many small counts stay possible, but no threshold that says which are small');
  if (told !== undefined && threshold !== undefined && told > threshold - 1)
    throw fault(
      `${told} values are to stay possible, but there are only ${threshold - 1} counts below the threshold`,
    );
  if (zero === 'hidden' && threshold === undefined)
    throw fault('it hides zeros, but sets no threshold for other counts');
  if (typeof width === 'string' && Number.parseFloat(width) > 100 && zero === 'shown')
    throw fault(
      'an interval wider than the value itself would have to reach 0, which is never a blank where zeros are shown',
    );
  if (rounding !== undefined && threshold !== undefined && rounding < threshold - 1 && width === 0)
    throw fault('printed multiples lie closer together than the small counts they must hide');
  if (rounding !== undefined && rule.cell_key !== undefined)
    throw fault('it rounds counts and perturbs them by their cell keys: one of the two');
  if (rule.cell_key !== undefined && rule.cell_key.blocked >= rule.cell_key.most)
    throw fault(
      'counts that are never printed reach as far as the noise: a count just above them could not move',
    );
  if (rule.percent_codes !== undefined) checkCodes(rule.percent_codes, fault);
  if (rule.percent_codes !== undefined && (rounding !== undefined || rule.cell_key !== undefined))
    throw fault('it codes percentages and moves the counts they are of: one of the two');
  return rule;
}

/** Each row of codes covers every per cent once, and no row is coarser than the one for smaller groups. */
function checkCodes(rows: NonNullable<Rule['percent_codes']>, fault: (problem: string) => Error): void {
  rows.forEach(({ people, ranges }, row) => {
    const before = rows[row - 1];
    if (before !== undefined && before.people >= people)
      throw fault('its codes of percentages do not go from smaller groups to larger');
    ranges.forEach(([low, high], at) => {
      if (low > high || low !== (at === 0 ? 0 : ranges[at - 1]![1] + 1))
        throw fault(`its codes for groups of ${people} leave a per cent out, or have one twice`);
    });
    if (ranges.at(-1)![1] !== 100) throw fault(`its codes for groups of ${people} do not end at 100`);
    if (before !== undefined && before.ranges.length > ranges.length)
      throw fault(`its codes for groups of ${people} are coarser than for smaller ones`);
  });
}

/** The share of `width`, as a fraction; undefined when it is a number of cases or is not set. */
export const widthShare = (rule: Rule): number | undefined =>
  typeof rule.width === 'string' ? Number.parseFloat(rule.width) / 100 : undefined;

/**
 * Least width in cases, when it is not a share. A rule that names a threshold alone asks for an interval as wide as its
 * own range of small counts, for a narrower one would say more than the printed `<11` does; no rule at all asks that no
 * blank be known exactly.
 */
export const widthInCases = (rule: Rule): number =>
  typeof rule.width === 'number' ? rule.width : Math.max(1, (rule.threshold ?? 2) - 1);

/** `20%` of 11 is 2.2 and asks for 3 whole cases. */
export const wholeCases = (share: number, value: number): number => Math.ceil(share * value - 1e-9);
