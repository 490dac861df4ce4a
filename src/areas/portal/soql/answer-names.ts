import { duplicateAlias, noSuchColumn, repeatedException } from '../errors.ts';
import { formatExpression } from './format.ts';
import type { Scope, ScopeColumn } from './scope.ts';
import type { Source } from './source.ts';
import type { Expression, Select, Star } from './tree.ts';

/** One column to be answered: its name and the expression (aliases not yet written out). */
export interface NamedItem {
  readonly name: string;
  readonly title?: string;
  readonly of: Expression;
}

/**
 * The columns of an answer by name: stars opened, names given kept, and the rest named from the expression as SODA does
 * (`count(*)` is `count`, `sum(salary)` is `sum_salary`; a second of the same name ends in `_1`).
 */
export function nameItems(select: Select, scope: Scope, source: Source): NamedItem[] {
  const stars = select.stars.length + select.items.length === 0 ? [wholeRow(select.at)] : select.stars;
  const items: NamedItem[] = stars.flatMap((star) => openStar(star, scope, source));
  const taken = new Set(items.map((one) => one.name));
  const given = new Set(select.items.flatMap(({ alias }) => (alias === undefined ? [] : [alias])));
  for (const { of, alias } of select.items) {
    const name = alias ?? freeName(ownName(of), (wanted) => taken.has(wanted) || given.has(wanted));
    if (taken.has(name)) throw duplicateAlias.with({ name, ...source.placeOf(of.at) });
    taken.add(name);
    const title = of.kind === 'column' ? scope.columns.find((one) => one.name === of.name)?.title : undefined;
    items.push({ name, of, ...(title !== undefined && alias === undefined && { title }) });
  }
  return items;
}

const wholeRow = (at: number): Star => ({ at, system: false, except: [] });

function openStar(star: Star, scope: Scope, source: Source): NamedItem[] {
  const columns = scope.columns.filter((one) => one.system === star.system);
  const left = new Set(star.except);
  if (left.size < star.except.length) {
    const name = star.except.find((one, at) => star.except.indexOf(one) !== at)!;
    throw repeatedException.with({ name, ...source.placeOf(star.at) });
  }
  for (const name of left)
    if (!columns.some((one) => one.name === name))
      throw noSuchColumn.with({ name, ...source.placeOf(star.at) });
  return columns
    .filter((one) => !left.has(one.name))
    .map((one: ScopeColumn) => ({
      name: one.name,
      ...(one.title !== undefined && { title: one.title }),
      of: { kind: 'column', at: star.at, name: one.name },
    }));
}

function ownName(of: Expression): string {
  if (of.kind === 'column') return of.name;
  const words = formatExpression(of)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return /^[\p{L}_]/u.test(words) ? words.slice(0, 80) : `_${words.slice(0, 79)}`;
}

function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(wanted)) return wanted;
  for (let at = 1; ; at += 1) if (!isTaken(`${wanted}_${at}`)) return `${wanted}_${at}`;
}
