import { join, type Sql, sql } from '../../../../engine/sql.ts';
import { fn } from '../function.ts';

/** Texts made longer than this would let one short query fill the memory. */
const longestMade = sql`10000`;

const lower = (text: Sql) => sql`lower(${text})`;

export const textFunctions = [
  fn('upper', ['text'], 'text', (a) => sql`upper(${a})`),
  fn('lower', ['text'], 'text', (a) => sql`lower(${a})`),
  fn('length', ['text'], 'number', (a) => sql`length(${a})`, { storage: 'count' }),
  fn('starts_with', ['text', 'text'], 'boolean', (a, b) => sql`starts_with(${a}, ${b})`),
  fn('contains', ['text', 'text'], 'boolean', (a, b) => sql`contains(${a}, ${b})`),
  fn('replace', ['text', 'text', 'text'], 'text', (a, b, c) => replaced(a!, b!, c!)),
  fn('substring', ['text', 'number'], 'text', (a, b) => sql`substring(${a}, cast(${b} as bigint))`),
  fn(
    'substring',
    ['text', 'number', 'number'],
    'text',
    (a, b, c) => sql`substring(${a}, cast(${b} as bigint), cast(${c} as bigint))`,
  ),
  fn(
    'split_part',
    ['text', 'text', 'number'],
    'text',
    (a, b, c) => sql`split_part(${a}, ${b}, cast(${c} as bigint))`,
  ),
  fn('trim', ['text'], 'text', (a) => sql`trim(${a})`),
  fn('trim_leading', ['text'], 'text', (a) => sql`ltrim(${a})`),
  fn('trim_trailing', ['text'], 'text', (a) => sql`rtrim(${a})`),
  fn('left_pad', ['text', 'number', 'text'], 'text', (a, n, b) => sql`lpad(${a}, ${padding(n!)}, ${b})`),
  fn('right_pad', ['text', 'number', 'text'], 'text', (a, n, b) => sql`rpad(${a}, ${padding(n!)}, ${b})`),
  fn('unaccent', ['text'], 'text', (a) => sql`strip_accents(${a})`),
  fn(
    'chr',
    ['number'],
    'text',
    (a) => sql`case when ${a} between 1 and 1114111 then chr(cast(${a} as integer)) end`,
  ),
  fn('caseless_eq', ['text', 'text'], 'boolean', (a, b) => sql`(${lower(a!)} = ${lower(b!)})`),
  fn('caseless_ne', ['text', 'text'], 'boolean', (a, b) => sql`(${lower(a!)} <> ${lower(b!)})`),
  fn('caseless_contains', ['text', 'text'], 'boolean', (a, b) => sql`contains(${lower(a!)}, ${lower(b!)})`),
  fn(
    'caseless_starts_with',
    ['text', 'text'],
    'boolean',
    (a, b) => sql`starts_with(${lower(a!)}, ${lower(b!)})`,
  ),
  fn(
    'caseless_one_of',
    ['text', 'text'],
    'boolean',
    (a, ...members) => sql`(${lower(a!)} in (${join(members.map(lower))}))`,
    { repeats: ['text'] },
  ),
  fn(
    'caseless_not_one_of',
    ['text', 'text'],
    'boolean',
    (a, ...members) => sql`(${lower(a!)} not in (${join(members.map(lower))}))`,
    { repeats: ['text'] },
  ),
];

const padding = (length: Sql) => sql`cast(greatest(0, least(${length}, ${longestMade})) as integer)`;

/**
 * Nothing where the answer would be longer both than its text and than the limit: replacements inside replacements
 * multiply. Its length is known before it is made; each argument stands once, or nested ones would multiply the query.
 */
const replaced = (text: Sql, from: Sql, to: Sql) => sql`list_transform(
  [{'text': ${text}, 'old': ${from}, 'new': ${to}}],
  lambda one: CASE
    WHEN length(one.new) <= length(one.old)
      OR length(one.text)
        + (length(one.text) - length(replace(one.text, one.old, ''))) // greatest(1, length(one.old))
        * (length(one.new) - length(one.old)) <= ${longestMade}
    THEN replace(one.text, one.old, one.new)
  END
)[1]`;
