import { ruleUnreadable } from '../errors.ts';
import { type Rule, ruleSchema } from './rule.ts';

/** `threshold=11`, `width=20%`, `dominance=2:90`: fields of a rule as words, for one request. Every fault is named. */
export function readOverrides(words: readonly string[]): Rule {
  const known = Object.keys(ruleSchema.shape);
  const read: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const word of words) {
    const [name = '', value] = word.split('=', 2);
    if (!known.includes(name)) problems.push(`it has no field ${name}`);
    else if (value === undefined) problems.push(`${name} has no value`);
    else if (name in read) problems.push(`${name} is given twice`);
    else read[name] = readValue(name, value);
  }
  const parsed = ruleSchema.safeParse(read);
  if (parsed.success && problems.length === 0) return parsed.data;
  const wrong = new Map(
    (parsed.error?.issues ?? []).map(({ path, message }) => [
      String(path[0]),
      `${path.join('.')}: ${message.replace(/^Invalid input: /, '')}`,
    ]),
  );
  throw ruleUnreadable.with({ problems: [...problems, ...wrong.values()], known });
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
