import { integer, optional, type RowOf, table, text } from '../../../store/database.ts';

/** One planned dataset of an agency; a changed row supersedes the one before, so that slippage can be counted. */
export const planAccessEntry = table(
  'plan_access_entry',
  {
    id: text(),
    agency: text(),
    entry: text(),
    title: text(),
    planned_on: text(),
    frequency: text(),
    automated: integer(),
    protected: integer(),
    method: optional(text()),
    dataset: optional(text()),
    published_on: optional(text()),
    recorded_at: text(),
    superseded_at: optional(text()),
  },
  ['id'],
);

export const planAccessSubmission = table(
  'plan_access_submission',
  { id: text(), agency: text(), submitted_at: text(), submitted_by: text(), entries: integer() },
  ['id'],
);

export const tables = [planAccessEntry, planAccessSubmission];

declare module '../../../store/database.ts' {
  interface Database {
    plan_access_entry: RowOf<typeof planAccessEntry>;
    plan_access_submission: RowOf<typeof planAccessSubmission>;
  }
}
