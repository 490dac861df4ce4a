import type { CodedColumn } from '../../../engine/engine.ts';
import { hierarchyUnreadable } from '../errors.ts';
import type { Steps } from './value-hierarchy.ts';

/** One quasi-identifier at every step: numbers of values, and the names they stand for. */
export interface Attribute {
  readonly name: string;
  /** By record group. */
  readonly codes: Int32Array;
  /** By step, the number of the coarser value of each value; step 0 is the value itself. */
  readonly steps: readonly Int32Array[];
  /** By step, how many values there are. */
  readonly sizes: readonly number[];
  /** By step, the coarser values' names. */
  readonly names: readonly (readonly string[])[];
}

/** Records with equal values as one group: what a search over the lattice works on. */
export interface CodedRecords {
  readonly attributes: readonly Attribute[];
  /** Records in each group. */
  readonly counts: Float64Array;
  /** The sensitive value's number, 0 without one. */
  readonly sensitive: Int32Array;
  readonly sensitiveSize: number;
  readonly records: number;
}

/** Throws `disclosure.hierarchy-unreadable` where values of one column have different numbers of steps. */
export function codeRecords(
  quasi: readonly CodedColumn[],
  sensitive: CodedColumn | undefined,
  counts: Float64Array,
  hierarchies: ReadonlyMap<string, Steps>,
): CodedRecords {
  return {
    attributes: quasi.map((column) => attribute(column, hierarchies.get(column.name) ?? (() => ['*']))),
    counts,
    sensitive: sensitive?.codes ?? new Int32Array(counts.length),
    sensitiveSize: sensitive?.values.length ?? 1,
    records: counts.reduce((sum, count) => sum + count, 0),
  };
}

function attribute({ name, codes, values }: CodedColumn, stepsOf: Steps): Attribute {
  const used = new Uint8Array(values.length);
  for (const code of codes) used[code] = 1;
  const ladders = values.map((value, code) => (used[code] === 1 ? stepsOf(code === 0 ? '' : value) : []));
  const height = ladders.reduce((most, ladder) => Math.max(most, ladder.length), 0);
  const uneven = ladders.find((ladder, code) => used[code] === 1 && code > 0 && ladder.length !== height);
  if (uneven !== undefined)
    throw hierarchyUnreadable.with({
      file: 'the hierarchies',
      problem: `values of ${name} have ${uneven.length} and ${height} steps: give them as many`,
    });
  const steps = [Int32Array.from(values, (_, code) => code)];
  const names: string[][] = [[...values]];
  for (let step = 0; step < height; step++) {
    const known = new Map<string, number>();
    steps.push(
      Int32Array.from(ladders, (ladder) => {
        const coarser = ladder[step] ?? '*';
        const number = known.get(coarser) ?? known.size;
        known.set(coarser, number);
        return number;
      }),
    );
    names.push([...known.keys()]);
  }
  return { name, codes, steps, sizes: names.map((list) => list.length), names };
}
