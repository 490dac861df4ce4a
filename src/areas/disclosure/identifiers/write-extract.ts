import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { formatDelimitedRow } from '../../../core/delimited-text.ts';
import type { CodedColumn } from '../../../engine/engine.ts';
import { shiftDay, topAndBottomCode } from './recipe.ts';

/** What is done to columns on the way out; those not named stay as they are. */
export interface Recipe {
  readonly person: string;
  /** Columns of days, moved by the person's own number of days; what is no day is left blank. */
  readonly dates: readonly string[];
  /** Columns of numbers, with the value that stands for all larger ones. */
  readonly top: ReadonlyMap<string, number>;
  /** Columns of which only so many characters stay: ZIP codes, tracts. */
  readonly keep: ReadonlyMap<string, number>;
}

const linesAtOnce = 10_000;

/** Writes records with research identifiers in place of persons, after the recipe. Rows without a person are left out. */
export async function writeExtract(
  path: string,
  columns: readonly CodedColumn[],
  recipe: Recipe,
  newOf: ReadonlyMap<string, { readonly id: string; readonly days: number }>,
): Promise<number> {
  const person = columns.find(({ name }) => name === recipe.person)!;
  const out = createWriteStream(path, { mode: 0o600 });
  const lines = [
    formatDelimitedRow(columns.map(({ name }) => (name === recipe.person ? 'research_id' : name))),
  ];
  let written = 0;
  for (let row = 0; row < person.codes.length; row++) {
    const found = newOf.get(person.values[person.codes[row]!]!);
    if (found === undefined) continue;
    const cells = columns.map(({ name, codes, values }) => {
      const text = codes[row] === 0 ? null : values[codes[row]!]!;
      if (text === null) return null;
      if (name === recipe.person) return found.id;
      if (recipe.dates.includes(name)) {
        const day = text.slice(0, 10);
        return /^\d{4}-\d{2}-\d{2}$/.test(day) ? shiftDay(day, found.days) : null;
      }
      const most = recipe.top.get(name);
      if (most !== undefined)
        return Number.isFinite(Number(text)) ? topAndBottomCode(Number(text), { most }) : null;
      const kept = recipe.keep.get(name);
      return kept === undefined ? text : text.slice(0, kept);
    });
    lines.push(formatDelimitedRow(cells));
    written++;
    if (lines.length < linesAtOnce) continue;
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
    lines.length = 0;
  }
  out.end(lines.length > 0 ? `${lines.join('\n')}\n` : '');
  await once(out, 'finish');
  return written;
}
