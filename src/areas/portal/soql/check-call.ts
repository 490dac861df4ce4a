import { sql } from '../../../engine/sql.ts';
import { aggregateNotAllowed, noSuchFunction, unsupported } from '../errors.ts';
import { check, checkAs, mismatch, type Standing } from './check-expression.ts';
import { formatExpression } from './format.ts';
import { type Parameter, type SoqlFunction, usualStorage } from './function.ts';
import { functionTable, unsupportedFunctions } from './function-table.ts';
import { printWindow } from './print-window.ts';
import { nameOfType, type SoqlType } from './soql-type.ts';
import { coerce, type Term, term } from './term.ts';
import type { Call } from './tree.ts';

/** A call of a function in the table, of the right kind for where it stands, with arguments that fit a signature. */
export function checkCall(of: Call, at: Standing): Term {
  const place = at.source.placeOf(of.at);
  if (of.name === 'get_utc_date' && of.args.length === 0)
    return term(
      sql`cast(${at.now.replace('T', ' ').replace('Z', '')} as timestamp)`,
      'fixed_timestamp',
      'timestamp',
    );
  const signatures = functionTable.get(of.name);
  if (!signatures) {
    if (unsupportedFunctions.has(of.name))
      throw unsupported.with({ what: `the function “${of.name}”`, ...place });
    throw noSuchFunction.with({ name: of.name, ...place });
  }
  const { kind } = signatures[0]!;
  if (kind === 'scalar') {
    const extra = of.window
      ? 'over'
      : of.filter
        ? 'filter'
        : of.distinct
          ? 'distinct'
          : of.star
            ? '*'
            : undefined;
    if (extra !== undefined) throw mismatch(of, `“${of.name}” takes no “${extra}”`, at);
    return apply(of, signatures, at);
  }
  if (of.window) return windowed(of, signatures, at);
  if (kind === 'window') throw mismatch(of, `“${of.name}” needs OVER (…)`, at);
  if (!at.aggregate) throw aggregateNotAllowed.with({ name: of.name, ...place });
  const { groups: _, aggregate: __, ...ungrouped } = at;
  return at.aggregate(formatExpression(of), aggregated(of, signatures, { ...ungrouped, windows: false }));
}

/** The aggregate over the rows that `at` stands among. */
function aggregated(of: Call, signatures: readonly SoqlFunction[], at: Standing): Term {
  const filter = of.filter ? sql` filter (where ${checkAs(of.filter, 'boolean', at).sql})` : sql``;
  if (of.star) {
    if (of.name !== 'count') throw mismatch(of, `“*” goes with count only, not with “${of.name}”`, at);
    return term(at.scope.counted ?? sql`count(*)${filter}`, 'number', 'count');
  }
  if (of.distinct) {
    if (of.name !== 'count')
      throw unsupported.with({ what: `DISTINCT inside “${of.name}”`, ...at.source.placeOf(of.at) });
    return term(sql`count(distinct ${check(of.args[0]!, at).sql})${filter}`, 'number', 'count');
  }
  const value = apply(of, signatures, at);
  return { ...value, sql: sql`${value.sql}${filter}` };
}

function windowed(of: Call, signatures: readonly SoqlFunction[], at: Standing): Term {
  if (!at.windows)
    throw unsupported.with({
      what: 'a window function outside select and order',
      ...at.source.placeOf(of.at),
    });
  // Among the groups of a grouped query an argument may itself be an aggregate.
  const inside: Standing = { ...at, windows: false };
  const value =
    signatures[0]!.kind === 'aggregate' ? aggregated(of, signatures, inside) : apply(of, signatures, inside);
  return { ...value, sql: sql`(${value.sql} over (${printWindow(of.window!, inside)}))` };
}

function apply(of: Call, signatures: readonly SoqlFunction[], at: Standing): Term {
  if (of.star) throw mismatch(of, `“*” goes with count only, not with “${of.name}”`, at);
  const args = of.args.map((one) => check(one, at));
  for (const signature of signatures) {
    const found = fitted(signature, args);
    if (!found) continue;
    const printed = signature.print(found.terms);
    if (!printed) break;
    const type = signature.gives === 'a' ? (found.shared ?? 'null') : signature.gives;
    const point = signature.point?.(found.terms);
    const grouping = signature.grouping?.(found.terms);
    const storage = storageOf(signature, found.terms, type);
    return { sql: printed, type, storage, ...(point && { point }), ...(grouping && { grouping }) };
  }
  const given = args.map((one) => nameOfType[one.type]).join(', ');
  const wanted = signatures.map((one) => `${of.name}(${describe(one)})`).join(' or ');
  throw mismatch(of, `“${of.name}” does not take (${given}); it is used as ${wanted}`, at);
}

function fitted(
  signature: SoqlFunction,
  args: readonly Term[],
): { terms: Term[]; shared?: SoqlType } | undefined {
  const parameters = [...signature.takes];
  while (signature.repeats && parameters.length < args.length) parameters.push(...signature.repeats);
  if (parameters.length !== args.length) return undefined;
  const sharing = args.filter((_, index) => parameters[index] === 'a');
  const leader =
    sharing.find((one) => one.literal === undefined && one.type !== 'null') ??
    sharing.find((one) => one.type !== 'null');
  const terms: Term[] = [];
  for (const [index, arg] of args.entries()) {
    const wanted = parameters[index]!;
    const value =
      wanted === 'any'
        ? arg
        : coerce(arg, wanted === 'a' ? (leader?.type ?? 'null') : wanted, leader?.storage);
    if (!value) return undefined;
    terms.push(value);
  }
  return { terms, ...(leader && { shared: leader.type }) };
}

function storageOf(signature: SoqlFunction, args: readonly Term[], type: SoqlType): Term['storage'] {
  const { storage } = signature;
  if (typeof storage === 'function') return storage(args);
  if (storage !== undefined) return storage;
  const like = args.find((one) => one.type === type);
  if (!like) return usualStorage[type];
  return like.storage === 'count' && type === 'number' ? 'integer' : like.storage;
}

const words = (one: Parameter) => (one === 'a' || one === 'any' ? 'any value' : nameOfType[one]);
const describe = ({ takes, repeats }: SoqlFunction) =>
  [...takes.map(words), ...(repeats ? ['…'] : [])].join(', ');
