import { type Rule, widthInCases, widthShare } from './rule.ts';

/** A rule and who asks for it: an agency, a law, the file itself. */
export interface RuleOf {
  readonly owner: string;
  readonly rule: Rule;
  /** It is remembered, and was not checked at its source: pages say so. */
  readonly unchecked?: boolean;
}

export interface GoverningRule {
  readonly rule: Rule;
  /** Whose value governs, by field: what the page and the explanation say. */
  readonly whose: Readonly<Partial<Record<keyof Rule, string>>>;
}

type Stricter<Field extends keyof Rule> = (
  a: NonNullable<Rule[Field]>,
  b: NonNullable<Rule[Field]>,
) => boolean;

const larger = (a: number, b: number) => a > b;
const rangesOf = (codes: NonNullable<Rule['percent_codes']>) =>
  codes.reduce((sum, { ranges }) => sum + ranges.length, 0) / codes.length;
/** Whether the first of two values of a field protects more. */
const stricter: { readonly [Field in keyof Required<Rule>]: Stricter<Field> } = {
  threshold: larger,
  zero: (a, b) => a === 'hidden' && b === 'shown',
  // A width in cases holds for every blank, a share only for withheld values: cases are the stricter kind.
  width: (a, b) => {
    const [x, y] = [{ width: a }, { width: b }];
    const [ofX, ofY] = [widthShare(x), widthShare(y)];
    if (ofX !== undefined && ofY !== undefined) return ofX > ofY;
    if (ofX === undefined && ofY === undefined) return widthInCases(x) > widthInCases(y);
    return ofX === undefined;
  },
  choice: (a, b) => a === 'hidden' && b === 'cheapest',
  told: larger,
  singletons: (a, b) => a && !b,
  dominance: (a, b) => a.k < b.k || (a.k === b.k && a.n > b.n),
  p_percent: larger,
  denominator: larger,
  rounding: larger,
  cell_key: (a, b) => a.most > b.most || (a.most === b.most && a.variance > b.variance),
  // The coarser codes: those with fewer ranges for groups of any size.
  percent_codes: (a, b) => rangesOf(a) < rangesOf(b),
  degrees_of_freedom: larger,
  survivors: larger,
};

/** Of several contributors the strictest of each field governs; ties go to the one named first. */
export function strictestRule(rules: readonly RuleOf[]): GoverningRule {
  const rule: Record<string, unknown> = {};
  const whose: Record<string, string> = {};
  for (const { owner, rule: theirs } of rules) {
    for (const [field, value] of Object.entries(theirs)) {
      const held = rule[field];
      const wins = stricter[field as keyof Rule] as (a: unknown, b: unknown) => boolean;
      if (value === undefined || (held !== undefined && !wins(value, held))) continue;
      rule[field] = value;
      whose[field] = owner;
    }
  }
  return { rule: rule as Rule, whose };
}
