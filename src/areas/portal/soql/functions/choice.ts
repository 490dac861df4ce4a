import { join, type Sql, sql } from '../../../../engine/sql.ts';
import { fn } from '../function.ts';
import type { Term } from '../term.ts';

/** The storage that can hold all: what the engine itself would choose. */
export function widest(args: readonly Term[]): Term['storage'] {
  const storages = new Set(args.filter((arg) => arg.type !== 'null').map((arg) => arg.storage));
  for (const wider of ['timestamp', 'double', 'decimal', 'integer'] as const)
    if (storages.has(wider)) return wider;
  return [...storages][0] ?? 'text';
}

const branches = (args: Sql[]) =>
  join(
    args.flatMap((when, at) => (at % 2 === 0 ? [sql`when ${when} then ${args[at + 1]!}`] : [])),
    ' ',
  );

export const choiceFunctions = [
  fn('case', ['boolean', 'a'], 'a', (...args) => sql`(case ${branches(args)} end)`, {
    repeats: ['boolean', 'a'],
    storage: (args) => widest(args.filter((_, at) => at % 2 === 1)),
  }),
  fn(
    'iif',
    ['boolean', 'a', 'a'],
    'a',
    (when, yes, no) => sql`(case when ${when} then ${yes} else ${no} end)`,
    {
      storage: (args) => widest(args.slice(1)),
    },
  ),
  fn('coalesce', ['a'], 'a', (...args) => sql`coalesce(${join(args)})`, { repeats: ['a'], storage: widest }),
  fn('nullif', ['a', 'a'], 'a', (a, b) => sql`nullif(${a}, ${b})`),
  fn('least', ['a'], 'a', (...args) => sql`least(${join(args)})`, { repeats: ['a'], storage: widest }),
  fn('greatest', ['a'], 'a', (...args) => sql`greatest(${join(args)})`, { repeats: ['a'], storage: widest }),
];
