import type { ColumnType } from '../../core/column-type.ts';

/** How a reader may compare a field with a value, in words. */
export const comparisons = {
  is: 'is',
  'is-not': 'is not',
  contains: 'contains',
  begins: 'begins with',
  'at-least': 'is at least',
  'at-most': 'is at most',
  blank: 'is blank',
  filled: 'is filled',
} as const;
export type Comparison = keyof typeof comparisons;

const textOnly: readonly Comparison[] = ['contains', 'begins'];

/** A plain filter as a SoQL condition, or why it cannot be one. */
export function rowCondition(
  field: { readonly name: string; readonly title: string; readonly type: ColumnType },
  comparison: Comparison,
  value: string,
): { readonly condition: string } | { readonly problem: string } {
  const name = quotedName(field.name);
  if (comparison === 'blank') return { condition: `${name} is null` };
  if (comparison === 'filled') return { condition: `${name} is not null` };
  const written = value.trim();
  if (written === '') return { problem: `Write what ${field.title} is to be compared with` };
  if (textOnly.includes(comparison)) {
    const call = comparison === 'contains' ? 'contains' : 'starts_with';
    const subject = field.type === 'text' ? name : `${name}::text`;
    return { condition: `${call}(upper(${subject}), upper(${quotedText(written)}))` };
  }
  const literal = literalOf(field.type, written);
  if (literal === undefined) return { problem: `Write ${field.title} as ${exampleOf[field.type] ?? 'text'}` };
  const operator = { is: '=', 'is-not': '!=', 'at-least': '>=', 'at-most': '<=' }[comparison as 'is'];
  return { condition: `${name} ${operator} ${literal}` };
}

const operatorWords: Readonly<Record<string, string>> = {
  '=': 'is',
  '!=': 'is not',
  '>=': 'is at least',
  '<=': 'is at most',
};

/** A condition that {@link rowCondition} wrote, told in words; any other reads as it is. */
export function conditionInWords(
  condition: string,
  titleOf: (name: string) => string | undefined,
): string | undefined {
  const whole =
    /^(?:`(?<name>[^`]+)` (?<op>=|!=|>=|<=) (?<value>'(?:[^']|'')*'|-?[\d.]+|true|false)|`(?<blank>[^`]+)` is (?<not>not )?null|(?<call>contains|starts_with)\(upper\(`(?<text>[^`]+)`(?:::text)?\), upper\((?<part>'(?:[^']|'')*')\)\))$/;
  const found = whole.exec(condition)?.groups;
  const title = titleOf(found?.['name'] ?? found?.['blank'] ?? found?.['text'] ?? '');
  if (found === undefined || title === undefined) return undefined;
  const unquoted = (literal: string) =>
    literal.startsWith("'")
      ? `“${literal.slice(1, -1).replaceAll("''", "'")}”`
      : literal === 'true'
        ? 'yes'
        : literal === 'false'
          ? 'no'
          : literal;
  if (found['blank']) return `${title} is ${found['not'] ? 'filled' : 'blank'}`;
  if (found['call'])
    return `${title} ${found['call'] === 'contains' ? 'contains' : 'begins with'} ${unquoted(found['part'] ?? '')}`;
  return `${title} ${operatorWords[found['op'] ?? '']} ${unquoted(found['value'] ?? '')}`;
}

export const quotedName = (name: string): string => `\`${name}\``;
export const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const exampleOf: Partial<Record<ColumnType, string>> = {
  integer: 'a whole number, such as 42',
  decimal: 'a number, such as 4.2',
  double: 'a number, such as 4.2',
  boolean: 'yes or no',
  date: 'a date, such as 2024-01-31',
  timestamp: 'a date, such as 2024-01-31 or 2024-01-31T14:00',
  time: 'a time, such as 14:00',
};

function literalOf(type: ColumnType, text: string): string | undefined {
  switch (type) {
    case 'integer':
    case 'decimal':
    case 'double': {
      const plain = text.replaceAll(',', '').replace('−', '-');
      return /^-?\d+(\.\d+)?$/.test(plain) ? plain : undefined;
    }
    case 'boolean':
      return /^(yes|true|y|1)$/i.test(text) ? 'true' : /^(no|false|n|0)$/i.test(text) ? 'false' : undefined;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? quotedText(text) : undefined;
    case 'timestamp':
      return /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?$/.test(text)
        ? quotedText(text.replace(' ', 'T'))
        : undefined;
    default:
      return quotedText(text);
  }
}
