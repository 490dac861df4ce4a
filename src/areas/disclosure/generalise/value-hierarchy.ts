import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { parseRecordFile } from '../../../core/record-file.ts';
import { hierarchyLacksValue, hierarchyUnreadable } from '../errors.ts';

/** How the values of a column become coarser, step by step. The last step, one value for all, is always added. */
const way = z.union([
  z.strictObject({
    intervals: z.array(z.number().gt(0)).min(1).describe('widths, each a multiple of the one before'),
  }),
  z.strictObject({ mask: z.enum(['right', 'left']).describe('one character less at each step') }),
  z.strictObject({ file: z.string().describe('value;step 1;step 2;… one value a line, as ARX keeps them') }),
  z.strictObject({ suppress: z.literal(true).describe('as it is, or not at all') }),
]);
const hierarchyFile = z.record(z.string(), way);

/** The coarser names of one value, finest first; the last is `*`. */
export type Steps = (value: string) => readonly string[];

/**
 * Reads a YAML file `age: { intervals: [5, 10] }`, `zip: { mask: right }`, `job: { file: jobs.csv }`. Throws
 * `disclosure.hierarchy-unreadable`, `core.record-file-unreadable`.
 */
export async function readHierarchies(path: string): Promise<Map<string, Steps>> {
  const name = basename(path);
  const source = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw hierarchyUnreadable.with({ file: name, problem: 'it cannot be read' }, cause);
  });
  const ways = parseRecordFile(source, hierarchyFile, name);
  const read = new Map<string, Steps>();
  for (const [column, how] of Object.entries(ways)) {
    if ('intervals' in how) read.set(column, byIntervals(column, how.intervals, name));
    else if ('mask' in how) read.set(column, byMask(how.mask));
    else if ('suppress' in how) read.set(column, () => ['*']);
    else {
      const file = isAbsolute(how.file) ? how.file : join(dirname(path), how.file);
      read.set(column, await byFile(column, file));
    }
  }
  return read;
}

function byIntervals(column: string, widths: readonly number[], file: string): Steps {
  const uneven = widths.find((width, at) => at > 0 && width % widths[at - 1]! !== 0);
  if (uneven !== undefined)
    throw hierarchyUnreadable.with({
      file,
      problem: `the intervals of ${column} are not each a multiple of the one before (${uneven})`,
    });
  return (value) => {
    const number = Number(value);
    if (value === '' || !Number.isFinite(number)) return [...widths.map(() => '*'), '*'];
    const ranges = widths.map((width) => {
      const from = Math.floor(number / width) * width;
      return `${from} to ${from + width - 1}`;
    });
    return [...ranges, '*'];
  };
}

/** Values of one length are assumed: steps for the longest one would differ. */
const byMask =
  (side: 'right' | 'left'): Steps =>
  (value) =>
    Array.from({ length: value.length }, (_, at) => {
      const kept = value.length - at - 1;
      if (kept === 0) return '*';
      return side === 'right'
        ? value.slice(0, kept) + '*'.repeat(at + 1)
        : '*'.repeat(at + 1) + value.slice(at + 1);
    });

async function byFile(column: string, path: string): Promise<Steps> {
  const file = basename(path);
  const source = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw hierarchyUnreadable.with({ file, problem: 'it cannot be read' }, cause);
  });
  const rows = source
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split(';').map((cell) => cell.trim()));
  const length = rows[0]?.length ?? 0;
  const uneven = rows.findIndex((row) => row.length !== length);
  if (length < 2 || uneven >= 0)
    throw hierarchyUnreadable.with({
      file,
      problem: `line ${Math.max(0, uneven) + 1} has not the same number of steps as the first`,
    });
  const steps = new Map(
    rows.map(([value = '', ...names]) => [value, names.at(-1) === '*' ? names : [...names, '*']]),
  );
  return (value) => {
    const found = steps.get(value);
    if (found === undefined) throw hierarchyLacksValue.with({ column, file });
    return found;
  };
}
