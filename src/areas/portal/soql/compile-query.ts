import { unsupported } from '../errors.ts';
import { compileSelect, type Surroundings } from './compile-select.ts';
import type { Scope } from './scope.ts';
import { type Stage, stageScope } from './stage.ts';
import type { Expression, Query, Select } from './tree.ts';

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

/** Of what a query asks, that by which a sorted copy of the rows would help. */
export interface Leaning {
  /** Columns that WHERE holds to one value, or to a few: `town = 'Hartford' and …`. */
  readonly narrowed: ReadonlyMap<string, 'one' | 'few'>;
  /** Columns grouped by. */
  readonly grouped: ReadonlySet<string>;
}

export function leaningOf(query: Query): Leaning {
  const { where, group } = firstSelect(query);
  return {
    narrowed: new Map(where ? narrowed(where) : []),
    grouped: new Set(group.flatMap((one) => (one.kind === 'column' ? [one.name] : []))),
  };
}

function firstSelect(query: Query): Select {
  return query.kind === 'select' ? query.select : firstSelect(query.left);
}

function narrowed(of: Expression): [string, 'one' | 'few'][] {
  if (of.kind !== 'operator') return [];
  if (of.op === 'and') return of.args.flatMap(narrowed);
  const [first, ...rest] = of.args;
  if (first?.kind !== 'column' || (of.op !== '=' && of.op !== 'in')) return [];
  const fixed = rest.every((one) => one.kind === 'text' || one.kind === 'number' || one.kind === 'boolean');
  return fixed ? [[first.name, rest.length === 1 ? 'one' : 'few']] : [];
}
