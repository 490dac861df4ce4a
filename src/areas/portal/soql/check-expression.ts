import type { Sql } from '../../../engine/sql.ts';
import { join, sql } from '../../../engine/sql.ts';
import { noSuchColumn, notGrouped, typeMismatch, unsupported } from '../errors.ts';
import { checkCall } from './check-call.ts';
import { checkCast } from './check-cast.ts';
import { checkOperator } from './check-operator.ts';
import { formatExpression } from './format.ts';
import { widest } from './functions/choice.ts';
import { nearestName } from './nearest-name.ts';
import type { Scope } from './scope.ts';
import { nameOfType, type SoqlType, type Storage } from './soql-type.ts';
import type { Source } from './source.ts';
import { booleanTerm, coerce, nullTerm, numberTerm, type Term, textTerm } from './term.ts';
import type { Expression } from './tree.ts';

/** Where an expression stands, and so what it may use. */
export interface Standing {
  /** The query's text, for the places of errors. */
  readonly source: Source;
  readonly scope: Scope;
  readonly parameters: ReadonlyMap<string, string>;
  /** This instant (ISO, UTC), for `get_utc_date()`. */
  readonly now: string;
  /** In a grouped query outside an aggregate: each grouping expression, by its canonical text. */
  readonly groups?: ReadonlyMap<string, Term>;
  /** Takes an aggregate, checked among the ungrouped rows, and answers its place among the groups. Absent: none may stand here. */
  readonly aggregate?: (canonical: string, value: Term) => Term;
  readonly windows: boolean;
}

/** Checks one expression (aliases already written out) and prints it. Throws the `query.soql.*` errors. */
export function check(of: Expression, at: Standing): Term {
  const grouped = at.groups?.get(formatExpression(of));
  if (grouped) return grouped;
  switch (of.kind) {
    case 'text':
      return textTerm(of.value);
    case 'number':
      return numberTerm(of.digits);
    case 'boolean':
      return booleanTerm(of.value);
    case 'null':
      return nullTerm;
    case 'column':
      return checkColumn(of, at);
    case 'hole': {
      const value = of.view === undefined ? at.parameters.get(of.name) : undefined;
      if (value === undefined)
        throw unsupported.with({
          what: `the parameter “${of.name}”, for which no value came,`,
          ...at.source.placeOf(of.at),
        });
      return textTerm(value);
    }
    case 'operator':
      return checkOperator(of, at);
    case 'cast':
      return checkCast(of, at);
    case 'case':
      return checkCase(of, at);
    case 'call':
      return checkCall(of, at);
  }
}

function checkColumn(of: Extract<Expression, { kind: 'column' }>, at: Standing): Term {
  if (of.table !== undefined)
    throw unsupported.with({ what: `a column of another table (@${of.table})`, ...at.source.placeOf(of.at) });
  const column = at.scope.columns.find((one) => one.name === of.name);
  if (!column) {
    const nearest = nearestName(
      of.name,
      at.scope.columns.map((one) => one.name),
    );
    throw noSuchColumn.with({
      name: of.name,
      ...(nearest !== undefined && { nearest }),
      ...at.source.placeOf(of.at),
    });
  }
  if (at.groups) throw notGrouped.with({ name: of.name, ...at.source.placeOf(of.at) });
  return column.term;
}

function checkCase(of: Extract<Expression, { kind: 'case' }>, at: Standing): Term {
  const when = of.branches.map((one) => checkAs(one.when, 'boolean', at));
  const values = [...of.branches.map((one) => one.value), ...(of.otherwise ? [of.otherwise] : [])];
  const terms = unify(
    values,
    values.map((one) => check(one, at)),
    at,
  );
  const branches = join(
    when.map((condition, index): Sql => sql`when ${condition.sql} then ${terms[index]!.sql}`),
    ' ',
  );
  const otherwise = of.otherwise ? sql` else ${terms.at(-1)!.sql}` : sql``;
  return { sql: sql`(case ${branches}${otherwise} end)`, type: terms[0]!.type, storage: widest(terms) };
}

/** Checks an expression that must be of one type. */
export function checkAs(of: Expression, type: SoqlType, at: Standing, near?: Storage): Term {
  const found = check(of, at);
  const value = coerce(found, type, near);
  if (!value) throw mismatch(of, `expected ${nameOfType[type]} but this is ${describe(found, type)}`, at);
  return value;
}

/** Brings several terms to one type: that of the first that is not a literal, or of the first. */
export function unify(of: readonly Expression[], terms: readonly Term[], at: Standing): Term[] {
  const leader =
    terms.find((one) => one.literal === undefined && one.type !== 'null') ??
    terms.find((one) => one.type !== 'text' && one.type !== 'null') ??
    terms.find((one) => one.type !== 'null');
  if (!leader) return [...terms];
  return terms.map((one, index) => {
    const value = coerce(one, leader.type, leader.storage);
    if (!value)
      throw mismatch(
        of[index]!,
        `expected ${nameOfType[leader.type]} but this is ${describe(one, leader.type)}`,
        at,
      );
    return value;
  });
}

function describe(found: Term, wanted: SoqlType): string {
  if (found.literal !== undefined && found.type === 'text')
    return `a text that does not read as ${nameOfType[wanted]}`;
  return nameOfType[found.type];
}

export function mismatch(of: Expression, problem: string, at: Standing) {
  const sentence = problem.charAt(0).toUpperCase() + problem.slice(1);
  return typeMismatch.with({ problem: sentence, ...at.source.placeOf(of.at) });
}
