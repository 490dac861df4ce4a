import { join, type Sql, sql } from '../../../engine/sql.ts';
import type { Scope } from './scope.ts';

/** Endings that fall away when a word is brought to its stem, longest first. */
const endings = ['ings', 'ing', 'edly', 'ed', 'ies', 'es', 's', 'ly', 'e', 'y'];

/** A light stem: enough that `crash`, `crashes` and `crashed` find each other. */
function stemOf(word: string): string {
  const ending = endings.find((one) => word.endsWith(one) && word.length - one.length >= 3);
  return ending === undefined ? word : word.slice(0, -ending.length);
}

/**
 * Full text search as SODA's `$q`: every word must stand, in some form, in one of the row's text columns. Case and
 * accents do not matter.
 */
export function searchCondition(text: string, scope: Scope): Sql {
  const columns = scope.columns
    .filter((one) => !one.system && one.term.type === 'text')
    .map((one) => one.term.sql);
  const words = plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return sql`true`;
  if (columns.length === 0) return sql`false`;
  const row = sql`strip_accents(lower(concat_ws(' ', ${join(columns)})))`;
  return sql`(${join(
    words.slice(0, 20).map((word) => sql`regexp_matches(${row}, cast(${patternOf(word)} as varchar))`),
    ' and ',
  )})`;
}

const plain = (text: string) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** Letters and digits only have reached here: nothing in the pattern needs an escape. */
const patternOf = (word: string) =>
  `(^|[^\\pL\\pN])${stemOf(word)}(${[...endings].join('|')})?($|[^\\pL\\pN])`;
