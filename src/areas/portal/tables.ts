import { integer, optional, type RowOf, table, text } from '../../store/database.ts';
import { followTables } from './follow/tables.ts';
import { rowViewTable } from './view/tables.ts';

/** A copy of a version's rows sorted for its most used filter. Disposable: it can be made again from the version. */
export const projectionTable = table(
  'portal_projection',
  {
    dataset: text(),
    version: integer(),
    /** The field it is sorted by. */
    field: text(),
    /** The date by which rows of one value come newest first. */
    newest_by: optional(text()),
    /** Relative to the lake. */
    file: text(),
    rows: integer(),
    bytes: integer(),
    made_at: text(),
  },
  ['dataset', 'version', 'field'],
);

/** How often a dataset was used on a day. Nobody is counted, only requests. */
export const datasetUseTable = table(
  'portal_dataset_use',
  { dataset: text(), day: text(), kind: text<UseKind>(), requests: integer() },
  ['dataset', 'day', 'kind'],
);

/** How often rows were asked for by one value of a field: what decides which sorted copy is worth its space. */
export const filterUseTable = table(
  'portal_filter_use',
  { dataset: text(), field: text(), day: text(), requests: integer() },
  ['dataset', 'field', 'day'],
);

/** A page shown, rows asked for by a program, a whole version downloaded; or any of them by a robot. */
export type UseKind = 'page' | 'rows' | 'download' | 'robot';

export const tables = [
  projectionTable,
  datasetUseTable,
  filterUseTable,
  ...followTables,
  rowViewTable,
] as const;

declare module '../../store/database.ts' {
  interface Database {
    portal_projection: RowOf<typeof projectionTable>;
    portal_dataset_use: RowOf<typeof datasetUseTable>;
    portal_filter_use: RowOf<typeof filterUseTable>;
  }
}
