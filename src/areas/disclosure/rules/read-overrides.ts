import { z } from 'zod';
import { contradictoryRule } from '../errors.ts';
import { type Rule, ruleSchema } from './rule.ts';

/** `threshold=11`, `width=20%`, `dominance=2:90`: fields of a rule as words, for one request. */
export function readOverrides(words: readonly string[]): Rule {
  const read: Record<string, unknown> = {};
  for (const word of words) {
    const [name = '', value] = word.split('=', 2);
    if (value === undefined || !(name in ruleSchema.shape))
      throw contradictoryRule.with({
        rule: word,
        problem: `expected one of ${Object.keys(ruleSchema.shape).join(', ')}, an equals sign and a value`,
      });
    const before = read[name];
    if (before !== undefined)
      throw contradictoryRule.with({ rule: name, problem: 'it is given twice in one request' });
    read[name] = readValue(name, value);
  }
  const parsed = ruleSchema.safeParse(read);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw contradictoryRule.with({
    rule: String(issue.path[0] ?? 'given'),
    problem: z.prettifyError(parsed.error).split('\n')[0]!.replace(/^✖ /, '').toLowerCase(),
  });
}

function readValue(name: string, text: string): unknown {
  if (name === 'dominance') {
    const [n, k] = text.split(':').map(Number);
    return { n, k };
  }
  if (name === 'cell_key') {
    const [most, variance, blocked = 0] = text.split(':').map(Number);
    return { most, variance, blocked };
  }
  if (text === 'true' || text === 'yes') return true;
  if (text === 'false' || text === 'no') return false;
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
