import { integer, optional, type RowOf, table, text } from '../../../store/database.ts';

/** A kept view of protected rows. What it asks names people, so it lies sealed beside the version and not here. */
export const rowViewTable = table(
  'portal_row_view',
  {
    id: text(),
    dataset: text(),
    version: integer(),
    account: text(),
    /** Relative to the lake. */
    file: text(),
    /** How many conditions, and by which field it is ordered: neither tells a value. */
    filters: integer(),
    ordered_by: optional(text()),
    saved_at: text(),
  },
  ['id'],
);

declare module '../../../store/database.ts' {
  interface Database {
    portal_row_view: RowOf<typeof rowViewTable>;
  }
}
