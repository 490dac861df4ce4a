import { unsupported } from '../errors.ts';
import { compileSelect, type Surroundings } from './compile-select.ts';
import type { Scope } from './scope.ts';
import { type Stage, stageScope } from './stage.ts';
import type { Expression, Query } from './tree.ts';

/** Checks a whole query over one dataset. What reaches past the dataset is refused by name. */
export function compileQuery(query: Query, scope: Scope, around: Surroundings): Stage {
  switch (query.kind) {
    case 'select':
      return compileSelect(query.select, scope, around);
    case 'chain': {
      const left = compileQuery(query.left, scope, around);
      const right = compileQuery(query.right, stageScope(left), around);
      return {
        ...right,
        rowOrder: false,
        stored: false,
        rowByRow: false,
        unusual: [...left.unusual, 'chain', ...right.unusual],
      };
    }
    case 'combine':
      throw unsupported.with({ what: query.by.toUpperCase(), line: 1, column: 1 });
  }
}

/**
 * Columns that WHERE holds to one value or a few: `town = 'Hartford' and …`. What a copy sorted by such a column can
 * answer from a small part of its file.
 */
export function narrowedColumns(query: Query): ReadonlySet<string> {
  const first = firstSelect(query);
  return new Set(first?.where ? narrowed(first.where) : []);
}

function firstSelect(query: Query) {
  let at = query;
  while (at.kind !== 'select') at = at.left;
  return at.select;
}

function narrowed(of: Expression): string[] {
  if (of.kind !== 'operator') return [];
  if (of.op === 'and') return of.args.flatMap(narrowed);
  const [first, ...rest] = of.args;
  const column = first?.kind === 'column' ? first.name : undefined;
  const fixed = rest.every((one) => one.kind === 'text' || one.kind === 'number' || one.kind === 'boolean');
  return column !== undefined && fixed && (of.op === '=' || of.op === 'in') ? [column] : [];
}

/** Columns by which a sorted copy would help: those narrowed, else those grouped by. */
export function helpfulColumns(query: Query): ReadonlySet<string> {
  const narrow = narrowedColumns(query);
  if (narrow.size > 0) return narrow;
  const group = firstSelect(query)?.group ?? [];
  return new Set(group.flatMap((one) => (one.kind === 'column' ? [one.name] : [])));
}
