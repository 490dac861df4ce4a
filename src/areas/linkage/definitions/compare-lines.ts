import { parseModel } from '../model-file.ts';
import { parseRuleSet } from '../policy/rule-set.ts';
import type { DefinitionKind } from './model.ts';

/** A definition as named lines, so that two versions can be held against each other: `birth_date: the same · m` is `0.91`. */
export function linesOf(kind: DefinitionKind, content: string, ref: string): Map<string, string> {
  return kind === 'model' ? modelLines(content, ref) : ruleLines(content, ref);
}

function modelLines(content: string, ref: string): Map<string, string> {
  const { fields, prior, neighbours, threshold, rules, groups } = parseModel(content, ref);
  const lines = new Map<string, string>([
    ['Share of all pairs that are the same', String(prior)],
    ['Share of all pairs that are neighbors', String(neighbours ?? 'not looked for')],
    ['Chance from which a pair is linked', String(threshold ?? 'chosen from the data')],
  ]);
  for (const { kind, label, column } of fields)
    lines.set(`Column ${column}`, label === undefined ? kind : `${kind}:${label}`);
  for (const rule of rules) lines.set(`Records are brought together by ${rule}`, 'yes');
  for (const { group, levels } of groups)
    for (const { when, m, u, neighbours: near } of levels) {
      const level = Object.entries(when)
        .map(([field, agrees]) => (field === group ? agrees : `${field} ${agrees}`))
        .join(', ');
      lines.set(`${group}: ${level} · m`, String(m));
      lines.set(`${group}: ${level} · u`, String(u));
      if (near !== undefined) lines.set(`${group}: ${level} · neighbors`, String(near));
    }
  return lines;
}

function ruleLines(content: string, ref: string): Map<string, string> {
  const { name, source, rules, otherwise, tests } = parseRuleSet(content, ref);
  const lines = new Map<string, string>([
    ['Name', name],
    ['Source', source ?? 'none'],
    [
      'Where no rule fits',
      otherwise === undefined
        ? 'the line of the link decides'
        : `accept from ${otherwise.accept_from}, review from ${otherwise.review_from}`,
    ],
    ['Order of the rules', rules.map(({ rule }) => rule).join(', ')],
  ]);
  for (const { rule, when, verdict, because } of rules) {
    const conditions = [
      ...Object.entries(when.fields).map(
        ([field, wanted]) => `${field}: ${typeof wanted === 'string' ? wanted : wanted.join(' or ')}`,
      ),
      ...(when.chance_from === undefined ? [] : [`chance from ${when.chance_from}`]),
      ...(when.chance_below === undefined ? [] : [`chance below ${when.chance_below}`]),
    ];
    lines.set(`Rule ${rule}`, `${verdict} when ${conditions.join('; ') || 'always'}: ${because}`);
  }
  for (const { test, fields, chance, expect } of tests)
    lines.set(
      `Example ${test}`,
      `${expect} for ${Object.entries(fields)
        .map(([field, agrees]) => `${field}: ${agrees}`)
        .join('; ')}, chance ${chance}`,
    );
  return lines;
}
