/** A column of a file: for each record the number of its value, and the values. Value 0 is the missing one. */
export interface TextColumn {
  readonly name: string;
  readonly codes: Int32Array;
  readonly values: readonly string[];
}

/** Records of one or two files, column by column, in the order of the files. */
export interface TextTable {
  readonly rows: number;
  readonly columns: readonly TextColumn[];
  /** Records before this one come from the left file of a link; undefined when one set is deduplicated. */
  readonly leftRows?: number;
}

export function columnOf(table: TextTable, name: string): TextColumn | undefined {
  return table.columns.find((column) => column.name === name);
}

/** Columns made from arrays of text, for tests and small inputs; null, undefined and '' are missing. */
export function textTable(
  columns: Readonly<Record<string, readonly (string | null | undefined)[]>>,
  leftRows?: number,
): TextTable {
  const entries = Object.entries(columns);
  return {
    rows: entries[0]?.[1].length ?? 0,
    leftRows,
    columns: entries.map(([name, texts]) => {
      const numbers = new Map<string, number>([['', 0]]);
      const values = [''];
      const codes = new Int32Array(texts.length);
      for (const [at, text] of texts.entries()) {
        const key = text ?? '';
        let code = numbers.get(key);
        if (code === undefined) {
          code = values.length;
          values.push(key);
          numbers.set(key, code);
        }
        codes[at] = code;
      }
      return { name, codes, values };
    }),
  };
}
