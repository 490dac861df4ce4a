/** Types a stored column can have: the same words in the catalogue, in queries and on pages. */
export const columnTypes = [
  'text',
  'integer',
  'decimal',
  'double',
  'boolean',
  'date',
  'timestamp',
  'time',
  'json',
  'geometry',
] as const;
export type ColumnType = (typeof columnTypes)[number];
