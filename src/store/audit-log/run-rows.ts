import { CompiledQuery, PostgresAdapter, type Transaction } from 'kysely';
import type { Database } from '../database.ts';
import { checkParameter } from '../parameter.ts';

/** Few texts of a statement are ever made: whole blocks of this many rows, and the remainders. */
const rowsAtOnce = 100;

/**
 * Runs a statement over many rows of values, a block at a time, its text made once and kept: building it anew for each
 * block took longer than the database took to run it. `casts` name the columns' types where PostgreSQL cannot tell them.
 */
export async function runRows(
  tx: Transaction<Database>,
  statement: (values: string) => string,
  rows: readonly (readonly unknown[])[],
  casts?: readonly string[],
): Promise<number> {
  const style = tx.getExecutor().adapter instanceof PostgresAdapter ? '$' : '?';
  const blocks: Promise<number>[] = [];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const block = rows.slice(from, from + rowsAtOnce);
    const text = statement(valuesText(style, block.length, block[0]!.length, casts));
    // Sent without waiting for the one before: they are run in this order all the same.
    blocks.push(
      tx
        .executeQuery(CompiledQuery.raw(text, block.flat().map(checkParameter)))
        .then(({ numAffectedRows }) => Number(numAffectedRows ?? 0)),
    );
  }
  return (await Promise.all(blocks)).reduce((sum, affected) => sum + affected, 0);
}

const kept = new Map<string, string>();

function valuesText(style: '$' | '?', rows: number, width: number, casts?: readonly string[]): string {
  const key = `${style}${rows}×${width}${casts ?? ''}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const place = (row: number, column: number) => {
    const mark = style === '?' ? '?' : `$${row * width + column + 1}`;
    return casts === undefined || row > 0 ? mark : `cast(${mark} as ${casts[column]})`;
  };
  const text = Array.from(
    { length: rows },
    (_, row) => `(${Array.from({ length: width }, (_, column) => place(row, column)).join(', ')})`,
  ).join(', ');
  kept.set(key, text);
  return text;
}
