import { errorKind, exitCode } from '../../core/error.ts';
import { custodyErrors } from './custody/errors.ts';
import { protectionErrors } from './protection/errors.ts';

/** What can go wrong with files, datasets and versions. A message never repeats a cell. */

export const noSuchDataset = errorKind<{ dataset: string }>({
  code: 'catalog.no-such-dataset',
  status: 404,
  exit: exitCode.notFound,
  says: ({ dataset }) => `There is no dataset ${dataset}.`,
  remedy: 'List the datasets with `oak catalog list-datasets`.',
});

export const noSuchVersion = errorKind<{ dataset: string; version: string }>({
  code: 'catalog.no-such-version',
  status: 404,
  exit: exitCode.notFound,
  says: ({ dataset, version }) => `Dataset ${dataset} has no version ${version}.`,
  remedy: 'List the versions with `oak catalog list-versions DATASET`.',
});

export const noVersionYet = errorKind<{ dataset: string; on?: string }>({
  code: 'catalog.no-version-yet',
  status: 404,
  exit: exitCode.notFound,
  says: ({ dataset, on }) =>
    on === undefined
      ? `No file of dataset ${dataset} has been loaded.`
      : `Dataset ${dataset} had no version on ${on}.`,
  remedy: 'Load a file with `oak catalog ingest FILE --dataset DATASET`.',
});

export const versionWithdrawn = errorKind<{ dataset: string; version: number; reason: string }>({
  code: 'catalog.version-withdrawn',
  status: 410,
  exit: exitCode.notFound,
  says: ({ dataset, version, reason }) => `Version ${version} of dataset ${dataset} was withdrawn: ${reason}`,
  remedy: 'Use the current version.',
});

export const noSuchField = errorKind<{ dataset: string; field: string }>({
  code: 'catalog.no-such-field',
  status: 404,
  exit: exitCode.notFound,
  says: ({ dataset, field }) => `Dataset ${dataset} has no field ${field}.`,
  remedy: 'List the fields with `oak catalog list-fields DATASET`.',
});

export const alreadyCurrent = errorKind<{ dataset: string; version: number }>({
  code: 'catalog.already-current',
  status: 409,
  exit: exitCode.conflict,
  says: ({ dataset, version }) => `Version ${version} of dataset ${dataset} is current already.`,
  remedy: 'Name another version.',
});

export const nothingSent = errorKind<Record<string, never>>({
  code: 'catalog.nothing-sent',
  status: 400,
  exit: exitCode.usage,
  says: () => 'No file was sent.',
  remedy: 'Send a file as the body of the request, or name one: `oak catalog ingest FILE`.',
});

export const pathNotAllowed = errorKind<Record<string, never>>({
  code: 'catalog.path-not-allowed',
  status: 403,
  exit: exitCode.refused,
  says: () => 'A path on this machine may be named only by the owner of the home.',
  remedy: 'Send the file itself.',
});

export const noSuchFile = errorKind<{ file: string }>({
  code: 'catalog.no-such-file',
  status: 404,
  exit: exitCode.notFound,
  says: ({ file }) => `There is no file ${file}, or it may not be read.`,
  remedy: 'Check the path and the rights.',
});

export const notAFile = errorKind<{ file: string }>({
  code: 'catalog.not-a-file',
  status: 422,
  exit: exitCode.badData,
  says: ({ file }) => `${file} is a folder, not a file.`,
  remedy: 'Name one file; load the files of a folder one by one.',
});

export const emptyFile = errorKind<{ file: string }>({
  code: 'catalog.empty-file',
  status: 422,
  exit: exitCode.badData,
  says: ({ file }) => `${file} is empty.`,
  remedy: 'Send a file with a head and rows.',
});

export const noRows = errorKind<{ file: string; columns: number }>({
  code: 'catalog.no-rows',
  status: 422,
  exit: exitCode.badData,
  says: ({ file, columns }) =>
    columns === 0
      ? `${file} holds no table: every line of it is blank.`
      : `${file} has a head of ${columns} ${columns === 1 ? 'column' : 'columns'} and no rows under it.`,
  remedy: 'Send a file with rows. Nothing was changed.',
});

export const unknownFormat = errorKind<{ file: string; found: string }>({
  code: 'catalog.unknown-format',
  status: 415,
  exit: exitCode.badData,
  says: ({ file, found }) => `${file} is ${found}, which cannot be read as a table.`,
  remedy: 'Send CSV, TSV, JSON, NDJSON, Parquet, XLSX or GeoJSON, as it is or in gzip.',
});

export const cutOff = errorKind<{ file: string; at: string }>({
  code: 'catalog.file-cut-off',
  status: 422,
  exit: exitCode.badData,
  says: ({ file, at }) => `${file} ends in the middle: ${at}.`,
  remedy: 'Copy or download the file again. Nothing was changed.',
});

export const damagedFile = errorKind<{ file: string; what: string }>({
  code: 'catalog.file-damaged',
  status: 422,
  exit: exitCode.badData,
  says: ({ file, what }) => `${file} cannot be read: ${what}.`,
  remedy: 'Make the file again at its source. Nothing was changed.',
});

export const unpacksTooLarge = errorKind<{ file: string; bytes: number }>({
  code: 'catalog.unpacks-too-large',
  status: 413,
  exit: exitCode.badData,
  says: ({ file, bytes }) => `${file} unpacks to more than ${bytes} bytes.`,
  remedy: 'If the file is honest, unpack it and send it as plain CSV or Parquet.',
});

export const tooManyColumns = errorKind<{ columns: number; most: number }>({
  code: 'catalog.too-many-columns',
  status: 422,
  exit: exitCode.badData,
  says: ({ columns, most }) => `The head has ${columns} columns; at most ${most} can be kept.`,
  remedy: 'Turn the file so that repeated columns become rows.',
});

export const headUnreadable = errorKind<{ line: number }>({
  code: 'catalog.head-unreadable',
  status: 422,
  exit: exitCode.badData,
  says: ({ line }) => `The head, on line ${line}, cannot be split into names.`,
  remedy: 'Correct the quotes of that line, or state the delimiter.',
});

export const nothingReadable = errorKind<{ file: string; rows: number; reason: string }>({
  code: 'catalog.nothing-readable',
  status: 422,
  exit: exitCode.badData,
  says: ({ file, rows, reason }) =>
    `None of the ${rows} rows of ${file} can be told apart; the first: ${reason}`,
  remedy: 'State the delimiter, the quote or the encoding. Nothing was changed.',
});

export const noSuchSheet = errorKind<{ file: string; sheet: string; sheets: readonly string[] }>({
  code: 'catalog.no-such-sheet',
  status: 422,
  exit: exitCode.badData,
  says: ({ file, sheet }) => `${file} has no sheet ${sheet}.`,
  remedy: ({ sheets }) => `Name one of: ${sheets.join(', ')}.`,
});

export const diskFullWhileLoading = errorKind<{ kept: string }>({
  code: 'catalog.disk-full',
  status: 507,
  exit: exitCode.unavailable,
  says: ({ kept }) => `The disk is full; the file could not be loaded. ${kept}`,
  remedy: 'Free some space and load the file again.',
});

export const badKey = errorKind<{ dataset: string; fields: readonly string[]; problem: string }>({
  code: 'catalog.bad-key',
  status: 422,
  exit: exitCode.badData,
  says: ({ dataset, fields, problem }) =>
    `${fields.join(', ')} cannot tell the rows of ${dataset} apart: ${problem}.`,
  remedy: 'Name other key fields, or none.',
});

export const badCursor = errorKind<Record<string, never>>({
  code: 'catalog.bad-cursor',
  status: 400,
  exit: exitCode.usage,
  says: () => 'The cursor is not one that this list gave.',
  remedy: 'Start the list again without a cursor.',
});

export const errors = [
  ...protectionErrors,
  ...custodyErrors,
  noSuchDataset,
  noSuchVersion,
  noVersionYet,
  versionWithdrawn,
  noSuchField,
  alreadyCurrent,
  nothingSent,
  pathNotAllowed,
  noSuchFile,
  notAFile,
  emptyFile,
  noRows,
  unknownFormat,
  cutOff,
  damagedFile,
  unpacksTooLarge,
  tooManyColumns,
  headUnreadable,
  nothingReadable,
  noSuchSheet,
  diskFullWhileLoading,
  badKey,
  badCursor,
];
