import { z } from 'zod';
import { addDays, calendarDate } from '../../core/calendar-date.ts';
import { columnTypes } from '../../core/column-type.ts';
import { type Id, publicIdPattern } from '../../core/id.ts';

/** The internal name of a dataset; people and addresses use its public id. */
export type DatasetId = Id<'dataset'>;

/** `abcd-1234`, or the internal id. */
export const datasetRef = z.string().min(1).max(40).describe('dataset id, such as abcd-1234');
export const publicId = z.string().regex(publicIdPattern, 'four letters or digits, a hyphen, four more');

/** How often a source promises a newer file, with the days after which it is late. */
export const cadences = {
  daily: 2,
  weekly: 8,
  monthly: 35,
  quarterly: 100,
  'twice-yearly': 190,
  yearly: 380,
} as const;
export type Cadence = keyof typeof cadences;
export const cadence = z.enum(Object.keys(cadences) as [Cadence, ...Cadence[]]);

export const columnType = z.enum(columnTypes);

/** One column of one version. `filled` cells hold a value, `rejected` held something that does not fit the type. */
export const versionColumn = z.object({
  name: z.string(),
  title: z.string(),
  type: columnType,
  precision: z.number().int().optional(),
  scale: z.number().int().optional(),
  position: z.number().int(),
  filled: z.number().int(),
  rejected: z.number().int(),
  /** Share of the cells not blank that fit the type, from 0 to 1. */
  fit: z.number(),
  notes: z.array(z.string()),
});
export type VersionColumn = z.output<typeof versionColumn>;

/** What changed in the columns between two versions, with how a renamed one was recognised. */
export const schemaNotice = z.object({
  added: z.array(z.object({ name: z.string(), title: z.string() })),
  dropped: z.array(z.object({ name: z.string(), title: z.string() })),
  renamed: z.array(
    z.object({
      from: z.object({ name: z.string(), title: z.string() }),
      to: z.object({ name: z.string(), title: z.string() }),
      because: z.string(),
    }),
  ),
  retyped: z.array(z.object({ name: z.string(), title: z.string(), from: columnType, to: columnType })),
  /** In one sentence, naming the columns. */
  says: z.string(),
});
export type SchemaNotice = z.output<typeof schemaNotice>;

/** What happened to the rows from one version to the next. */
export const rowChanges = z.object({
  /** The version before. */
  from: z.number().int(),
  /** `key`: the accepted key tells rows apart; `whole-row`: a changed row shows as one removed and one added. */
  by: z.enum(['key', 'whole-row']),
  key: z.array(z.string()),
  added: z.number().int(),
  removed: z.number().int(),
  changed: z.number().int(),
  changedCells: z.number().int(),
  unchanged: z.number().int(),
});
export type RowChanges = z.output<typeof rowChanges>;

/** A version is current until a newer one comes, or again when that one is withdrawn; its rows are never edited. */
export const versionStates = ['current', 'superseded', 'withdrawn'] as const;
export type VersionState = (typeof versionStates)[number];
export const versionMoves: Readonly<Record<VersionState, readonly VersionState[]>> = {
  current: ['superseded', 'withdrawn'],
  superseded: ['current', 'withdrawn'],
  withdrawn: [],
};

/** How a source file was read, in words and numbers for people: format, encoding, delimiter, sheet … */
export type DialectFound = Readonly<Record<string, string | number | boolean>>;

/** One immutable version, as handlers pass it about. */
export interface DatasetVersion {
  /** Internal id of the dataset. */
  readonly dataset: string;
  readonly publicId: string;
  readonly number: number;
  readonly state: VersionState;
  readonly rowsIn: number;
  readonly rowsStored: number;
  readonly rowsQuarantined: number;
  readonly cellsRejected: number;
  /** Of the stored rows, compressed. */
  readonly bytes: number;
  readonly columns: readonly VersionColumn[];
  readonly loadedAt: string;
  readonly loadedBy: string;
  readonly sourceName: string;
  readonly sourceBytes: number;
  readonly sourceSha256: string;
  readonly mediaType: string;
  readonly dialect: DialectFound;
  readonly note: string | null;
  readonly notice: SchemaNotice | null;
  readonly changes: RowChanges | null;
  /** Rolled back: the version whose rows these are. */
  readonly contentOf: number | null;
  /** The release decision that makes it open; without one it is protected. */
  readonly release: string | null;
  /** The key its files are sealed with. */
  readonly sealedBy: string | null;
  /** When its destruction was approved: its rows are out of reach, and soon gone. */
  readonly destroyed: string | null;
  /** Why its use waits; until then it is open to nobody but whoever judges it. */
  readonly withheld: string | null;
}

/** A version as operations answer it. */
export const versionView = z.object({
  dataset: z.string().describe('public id'),
  version: z.number().int(),
  state: z.enum(versionStates),
  rows_in: z.number().int(),
  rows_stored: z.number().int(),
  rows_quarantined: z.number().int(),
  cells_rejected: z.number().int(),
  fields: z.number().int(),
  bytes: z.number().int().describe('of the stored rows, compressed'),
  loaded_at: z.string(),
  loaded_by: z.string(),
  source_name: z.string(),
  source_bytes: z.number().int(),
  source_sha256: z.string().nullable().describe('not shown of a protected version'),
  media_type: z.string(),
  dialect: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  note: z.string().nullable(),
  notice: schemaNotice.nullable().describe('what changed in the columns since the version before'),
  changes: rowChanges.nullable().describe('what happened to the rows since the version before'),
  content_of: z.number().int().nullable().describe('rolled back: the version whose rows these are'),
  access: z.enum(['open', 'protected', 'destroyed']),
});
export type VersionView = z.output<typeof versionView>;

export const viewOfVersion = (version: DatasetVersion): VersionView => ({
  dataset: version.publicId,
  version: version.number,
  state: version.state,
  rows_in: version.rowsIn,
  rows_stored: version.rowsStored,
  rows_quarantined: version.rowsQuarantined,
  cells_rejected: version.cellsRejected,
  fields: version.columns.length,
  bytes: version.bytes,
  loaded_at: version.loadedAt,
  loaded_by: version.loadedBy,
  source_name: version.sourceName,
  source_bytes: version.sourceBytes,
  // Who holds a file like it could tell by its digest whether the state has this very one.
  source_sha256: version.release === null ? null : version.sourceSha256,
  media_type: version.mediaType,
  dialect: { ...version.dialect },
  note: version.note,
  notice: version.notice,
  changes: version.changes,
  content_of: version.contentOf,
  access: version.destroyed !== null ? 'destroyed' : version.release === null ? 'protected' : 'open',
});

/** A dataset, as handlers pass it about. */
export interface Dataset {
  readonly id: DatasetId;
  readonly publicId: string;
  readonly title: string;
  readonly description: string | null;
  readonly agency: string | null;
  readonly licence: string | null;
  readonly sourceUrl: string | null;
  readonly cadence: Cadence | null;
  readonly mainFilter: string | null;
  readonly placeField: string | null;
  readonly dateField: string | null;
  readonly keyFields: readonly string[];
  readonly tags: readonly string[];
  readonly owner: string | null;
  readonly contact: string | null;
  /** What a row is about: `people` asks for care in what a page shows. */
  readonly describes: string | null;
  /** Id of its class in the state's classification. */
  readonly class: string | null;
  readonly recordClass: string | null;
  /** The release decision of the current version. */
  readonly release: string | null;
  readonly state: 'active' | 'retired';
  readonly currentVersion: number | null;
  readonly rowsStored: number | null;
  /** When the current version was loaded. */
  readonly loadedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A dataset as operations answer it. */
export const datasetView = z.object({
  dataset: z.string().describe('public id'),
  title: z.string(),
  description: z.string().nullable(),
  agency: z.string().nullable(),
  licence: z.string().nullable(),
  source_url: z.string().nullable(),
  cadence: cadence.nullable().describe('how often the source promises a newer file'),
  main_filter: z.string().nullable(),
  place_field: z.string().nullable(),
  date_field: z.string().nullable(),
  key_fields: z.array(z.string()),
  tags: z.array(z.string()),
  owner: z.string().nullable(),
  contact: z.string().nullable(),
  describes: z.string().nullable().describe('what a row is about, such as people'),
  class: z.string().nullable().describe('id of its class in the state’s classification'),
  access: z.enum(['open', 'protected', 'no-file']),
  state: z.enum(['active', 'retired']),
  current_version: z.number().int().nullable(),
  rows_stored: z.number().int().nullable(),
  loaded_at: z.string().nullable(),
  /** `no-promise`, or whether the newest load is within the promise. */
  freshness: z.enum(['no-file', 'no-promise', 'fresh', 'late']),
  next_update: calendarDate
    .nullable()
    .describe('the last day for a newer file by its promise, days of grace included; null without a promise'),
  created_at: z.string(),
  updated_at: z.string(),
});
export type DatasetView = z.output<typeof datasetView>;

/** `now` is an ISO instant: freshness is told against it. */
export const viewOfDataset = (one: Dataset, now: string): DatasetView => ({
  dataset: one.publicId,
  title: one.title,
  description: one.description,
  agency: one.agency,
  licence: one.licence,
  source_url: one.sourceUrl,
  cadence: one.cadence,
  main_filter: one.mainFilter,
  place_field: one.placeField,
  date_field: one.dateField,
  key_fields: [...one.keyFields],
  tags: [...one.tags],
  owner: one.owner,
  contact: one.contact,
  describes: one.describes,
  class: one.class,
  access: one.currentVersion === null ? 'no-file' : one.release === null ? 'protected' : 'open',
  state: one.state,
  current_version: one.currentVersion,
  rows_stored: one.rowsStored,
  loaded_at: one.loadedAt,
  freshness: freshnessOf(one, now),
  next_update: nextUpdateOf(one),
  created_at: one.createdAt,
  updated_at: one.updatedAt,
});

/** A dataset is late once its promise, with the days of grace in {@link cadences}, has passed since the newest load. */
export function freshnessOf(one: Dataset, now: string): DatasetView['freshness'] {
  if (one.loadedAt === null) return 'no-file';
  if (one.cadence === null) return 'no-promise';
  const days = (Date.parse(now) - Date.parse(one.loadedAt)) / 86_400_000;
  return days <= cadences[one.cadence] ? 'fresh' : 'late';
}

/** The last day on which a dataset is not late yet; none when it is retired, has no file or promises nothing. */
export const nextUpdateOf = ({
  loadedAt,
  cadence,
  state,
}: Pick<Dataset, 'loadedAt' | 'cadence' | 'state'>): string | null =>
  loadedAt === null || cadence === null || state === 'retired'
    ? null
    : addDays(loadedAt.slice(0, 10), cadences[cadence]);

export const fieldView = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  type: columnType,
  position: z.number().int(),
  known_from: z.number().int().describe('the first version that has it'),
  known_to: z.number().int().nullable().describe('the first version without it; null while it is there'),
  filled: z.number().int().nullable().describe('cells with a value in the current version'),
  rejected: z.number().int().nullable(),
  fit: z.number().nullable().describe('share of the cells not blank that fit the type'),
  notes: z.array(z.string()),
});
export type FieldView = z.output<typeof fieldView>;

/** Kinds of file a version has. */
export const partKinds = ['rows', 'rejected-cells', 'quarantined-rows', 'row-changes', 'source'] as const;
export type PartKind = (typeof partKinds)[number];

/** Under which topic a keyword is followed. */
export const topicOfTag = (tag: string): string => `tag:${tag.toLowerCase().replace(/[\s/?#:]+/g, '-')}`;
