import type { Rule } from './model.ts';

/** A rule as a person would say it: what is withheld, whether zeros show, how wide an outsider's range must be. */
export const RuleWords = ({ rule }: { readonly rule: Rule }) => <>{ruleWords(rule).join('; ')}.</>;

function ruleWords(rule: Rule): string[] {
  const words: string[] = [];
  const { threshold, zero, width, denominator, rounding, dominance, p_percent, cell_key, percent_codes } =
    rule;
  const moved = rounding !== undefined || cell_key !== undefined;
  if (threshold !== undefined)
    words.push(moved ? `no figure of 1 to ${threshold - 1} is printed` : `1 to ${threshold - 1} is withheld`);
  if (zero !== undefined && !moved) words.push(`0 is ${zero}`);
  if (typeof width === 'number')
    words.push(`an outsider’s range for any ${moved ? 'figure' : 'blank'} is at least ${width} wide`);
  if (typeof width === 'string') words.push(`a withheld figure could be ${width} more or less`);
  if (denominator !== undefined) words.push(`no percentage of fewer than ${denominator}`);
  if (percent_codes !== undefined)
    words.push(
      `percentages are ranges, coarser for smaller groups, and none of fewer than ${percent_codes[0]!.people}`,
    );
  if (rounding !== undefined) words.push(`figures are multiples of ${rounding}`);
  if (cell_key !== undefined) words.push(`every figure carries noise of at most ${cell_key.most}`);
  if (dominance !== undefined)
    words.push(`no amount of which ${dominance.n} make more than ${dominance.k} %`);
  if (p_percent !== undefined) words.push(`nobody’s amount can be estimated to within ${p_percent} %`);
  return words;
}
