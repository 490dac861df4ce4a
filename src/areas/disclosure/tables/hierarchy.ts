import { cyclicHierarchy } from '../errors.ts';
import { rangeCuts } from './code-ranges.ts';

/** The code every dimension's total goes by; a cell that leaves a dimension out means it. */
export const total = 'Total';

/**
 * The codes of one dimension and what each is made of. One code may be cut in several ways (0–17 and 18+, or 0–18 and
 * 19+): every cut adds up to it.
 */
export interface Hierarchy {
  readonly dimension: string;
  readonly codes: ReadonlySet<string>;
  /** The cuts of a code, each a list of the codes that add up to it. */
  readonly cuts: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Cuts that no file names, but that its codes say as ranges of one line; their parts may be printed nowhere. */
  readonly ranges: ReadonlyMap<string, readonly (readonly string[])[]>;
}

/** Throws `disclosure.cyclic-hierarchy`. */
export function makeHierarchy(
  dimension: string,
  cuts: ReadonlyMap<string, readonly (readonly string[])[]>,
): Hierarchy {
  const codes = new Set<string>([total]);
  for (const [code, ways] of cuts) {
    codes.add(code);
    for (const way of ways) for (const part of way) codes.add(part);
  }
  refuseCircles(dimension, cuts);
  return { dimension, codes, cuts, ranges: rangeCuts(codes, cuts) };
}

function refuseCircles(dimension: string, cuts: ReadonlyMap<string, readonly (readonly string[])[]>): void {
  const state = new Map<string, 'open' | 'done'>();
  for (const start of cuts.keys()) {
    if (state.has(start)) continue;
    // Depth first without recursion: a file may nest as deep as it likes.
    const path = [{ code: start, parts: [...(cuts.get(start) ?? [])].flat(), next: 0 }];
    state.set(start, 'open');
    while (path.length > 0) {
      const here = path.at(-1)!;
      const part = here.parts[here.next++];
      if (part === undefined) {
        state.set(here.code, 'done');
        path.pop();
      } else if (state.get(part) === 'open') {
        const from = path.findIndex(({ code }) => code === part);
        throw cyclicHierarchy.with({ dimension, codes: [...path.slice(from).map(({ code }) => code), part] });
      } else if (!state.has(part)) {
        state.set(part, 'open');
        path.push({ code: part, parts: [...(cuts.get(part) ?? [])].flat(), next: 0 });
      }
    }
  }
}

/** The hierarchies of several files as one: what any of them says of a code holds. */
export function joinHierarchies(files: readonly ReadonlyMap<string, Hierarchy>[]): Map<string, Hierarchy> {
  const joined = new Map<string, Map<string, Map<string, readonly string[]>>>();
  for (const file of files) {
    for (const [dimension, { cuts }] of file) {
      const ways = joined.get(dimension) ?? new Map<string, Map<string, readonly string[]>>();
      joined.set(dimension, ways);
      for (const [code, theirs] of cuts) {
        const known = ways.get(code) ?? new Map<string, readonly string[]>();
        ways.set(code, known);
        for (const way of theirs) known.set([...way].sort().join('\u0000'), way);
      }
    }
  }
  return new Map(
    [...joined].map(([dimension, ways]) => [
      dimension,
      makeHierarchy(dimension, new Map([...ways].map(([code, known]) => [code, [...known.values()]]))),
    ]),
  );
}
