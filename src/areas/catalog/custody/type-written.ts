import type { ColumnType } from '../../../core/column-type.ts';

/**
 * What a type as people write it in dictionaries means: `Varchar(50)`, `IN 2`, `Interger`, `MM/DD/YY`, `Numeric: 0.000 to
 * 9.999`. Null when it says nothing (`Not Available`) or nothing that can be understood. Only the kind is taken from it:
 * whether `Number(10,0)` is a number or a code is for who keeps the data to say.
 */
export function typeWritten(written: string): ColumnType | null {
  const text = written.trim().toLowerCase();
  for (const [pattern, type] of meanings) if (pattern.test(text)) return type;
  return null;
}

/** Whether it says that nobody knows, rather than something not understood. */
export const saysNothing = (written: string): boolean =>
  /^(?:|n\/?a|not available|unknown|none|tbd|-|–)$/i.test(written.trim());

/** The first that fits counts. */
const meanings: readonly (readonly [RegExp, ColumnType])[] = [
  [/^(?:datetime|timestamp|date ?time)/, 'timestamp'],
  [/^time\b/, 'time'],
  [/^(?:numeric|number|int\w*)\s*[:(]?\s*(?:cc|yy)yy-?mm-?dd/, 'date'],
  [/^(?:date|dt\b)/, 'date'],
  [/^(?=[mdyc/\- .]*$)(?=.*m)(?=.*d)(?=.*y)/, 'date'],
  [/^(?:bool|bit\b|logical|yes\/no)/, 'boolean'],
  [/^(?:json|object|array)/, 'json'],
  [/^(?:geometry|geography|point|polygon|shape)/, 'geometry'],
  [/^(?:n?var)?char|^n?text|^string|^clob|^nclob|^an\b|^alpha|^character|^memo/, 'text'],
  [/^numeric:.*alpha/, 'text'],
  [/^(?:money|currency|smallmoney|decimal|dec\b|de\b)/, 'decimal'],
  [/^(?:float|real|double)/, 'double'],
  [/^(?:number|numeric)\s*\(\s*\d+\s*,\s*[1-9]/, 'decimal'],
  [/^(?:number|numeric)\s*\(\s*\d/, 'integer'],
  [/^(?:numeric|number)\b.*(?:\d\.\d|decimal)/, 'decimal'],
  // A range or list of whole numbers.
  [/^(?:numeric|number)\s*:\s*-?\d/, 'integer'],
  [/^(?:numeric|number)\b/, 'decimal'],
  // `IN 2` is SAS for an integer of two bytes; `Interger` is how six elements of one dictionary spell it.
  [/^(?:inte?r?ger|int\b|integer|bigint|smallint|tinyint|in\b|byte|short|long\b|serial)/, 'integer'],
];
