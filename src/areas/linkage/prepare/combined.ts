import type { TextColumn } from './columns.ts';

/** One column out of several: `join` makes its value from a record's values, once for each distinct combination. */
export function combined(
  rows: number,
  columns: readonly TextColumn[],
  join: (values: readonly string[]) => string,
): TextColumn {
  const codes = new Int32Array(rows);
  const values = [''];
  const known = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    const key = columns.map(({ codes: own }) => own[row]!).join(' ');
    let code = known.get(key);
    if (code === undefined) {
      const text = join(columns.map((column) => column.values[column.codes[row]!]!));
      code = text === '' ? 0 : values.push(text) - 1;
      known.set(key, code);
    }
    codes[row] = code;
  }
  return { name: columns.map(({ name }) => name).join('+'), codes, values };
}
