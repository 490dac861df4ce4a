import { integer, optional, type RowOf, table, text } from '../../../store/database.ts';

/** A link or a deduplication of catalogued datasets, from the moment it was asked for. */
export const linkageRunTable = table(
  'linkage_run',
  {
    id: text(),
    kind: text<'dedupe' | 'link'>(),
    title: text(),
    purpose: text(),
    asked_by: text(),
    asked_at: text(),
    job: text(),
    left_dataset: text(),
    left_version: integer(),
    right_dataset: optional(text()),
    right_version: optional(integer()),
    /** JSON: fields, groups, threshold, sides and the run whose model is used. */
    request: text(),
    /** The run whose threshold was moved: this one is a new version of the same result. */
    follows: optional(text()),
    result_dataset: optional(text()),
    result_version: optional(integer()),
    /** Its pairs, sealed beside the version; relative to the lake. */
    pairs_file: optional(text()),
    /** The clusters that merged or split since the run before, sealed beside the version. */
    changes_file: optional(text()),
    finished_at: optional(text()),
    /** JSON: what was done and found. Never a value of a record. */
    report: optional(text()),
    /** The model as YAML: shares and weights, never a value of a record. */
    model: optional(text()),
    /** Why a group may be found less often than the whole. */
    reason: optional(text()),
    reason_by: optional(text()),
    reason_at: optional(text()),
  },
  ['id'],
);

/** A record that was added to the index of a run, or taken away from it. The record itself lies sealed beside the result. */
export const linkageIndexChangeTable = table(
  'linkage_index_change',
  { run: text(), number: integer(), file: text(), recorded_by: text(), recorded_at: text() },
  ['run', 'number'],
);

declare module '../../../store/database.ts' {
  interface Database {
    linkage_run: RowOf<typeof linkageRunTable>;
    linkage_index_change: RowOf<typeof linkageIndexChangeTable>;
  }
}
