import { type RowOf, table, text } from '../../store/database.ts';

/** Editions of standards as they were published. */
export const standardEdition = table(
  'standard_edition',
  {
    standard: text(),
    version: text(),
    published_on: text(),
    /** The edition as its file said it (JSON). */
    content: text(),
    recorded_at: text(),
    recorded_by: text(),
  },
  ['standard', 'version'],
);

export const tables = [standardEdition];

declare module '../../store/database.ts' {
  interface Database {
    standard_edition: RowOf<typeof standardEdition>;
  }
}
