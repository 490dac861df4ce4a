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
