import { integer, optional, type RowOf, table, text } from '../../../store/database.ts';

/** An agency's inventory of a year as it was submitted, for ever; one that was opened again stays beside the next. */
const planInventory = table(
  'plan_inventory',
  {
    id: text(),
    agency: text(),
    year: integer(),
    submitted_at: text(),
    submitted_by: text(),
    entries: integer(),
    /** SHA-256 of the content. */
    hash: text(),
    /** JSON of the entries. */
    content: text(),
    /** Why it holds no asset, when it holds none. */
    nothing_held: optional(text()),
    reopened_at: optional(text()),
    reopened_by: optional(text()),
    reopened_because: optional(text()),
  },
  ['id'],
);

export const tables = [planInventory];

declare module '../../../store/database.ts' {
  interface Database {
    plan_inventory: RowOf<typeof planInventory>;
  }
}
