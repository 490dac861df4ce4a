import { errorKind, exitCode } from '../../core/error.ts';

export const noSuchRecordFile = errorKind<{ file: string }>({
  code: 'linkage.no-such-file',
  status: 404,
  exit: exitCode.notFound,
  says: ({ file }) => `${file} is not there, or may not be read.`,
  remedy: 'Give the path of a CSV or Parquet file that you may read.',
});

export const recordsUnreadable = errorKind<{ file: string }>({
  code: 'linkage.records-unreadable',
  status: 422,
  exit: exitCode.badData,
  says: ({ file }) => `${file} cannot be read as CSV or Parquet with a line of column names.`,
  remedy:
    'Check that it is UTF-8 CSV or Parquet; name the separator with --delimiter when it is an unusual one.',
});

export const badFields = errorKind<{ problem: string }>({
  code: 'linkage.bad-fields',
  status: 400,
  exit: exitCode.usage,
  says: ({ problem }) => `The fields cannot be used: ${problem}.`,
  remedy: 'Write them as kind=column,kind=column; a label keeps two of a kind apart: text:venue=venue.',
});

export const noSuchColumn = errorKind<{ column: string; nearest?: string }>({
  code: 'linkage.no-such-column',
  status: 422,
  exit: exitCode.usage,
  says: ({ column }) => `No file has a column ${column}.`,
  remedy: ({ nearest }) =>
    nearest === undefined ? 'Check the name in the first line of the file.' : `Did you mean ${nearest}?`,
});

export const nothingToCompare = errorKind<{ columns: readonly string[] }>({
  code: 'linkage.nothing-to-compare',
  status: 422,
  exit: exitCode.badData,
  says: ({ columns }) =>
    `None of the columns (${columns.join(', ')}) tells records apart: each is empty, holds one value only, or is an identifier of the record.`,
  remedy: 'Name columns that describe what the records are about with --fields.',
});

export const tooManyFields = errorKind<{ fields: number }>({
  code: 'linkage.too-many-fields',
  status: 422,
  exit: exitCode.usage,
  says: ({ fields }) => `${fields} fields are more than can be weighed together.`,
  remedy: 'Name those that matter with --fields: twelve are plenty.',
});

export const tooFewRecords = errorKind<{ file: string; records: number }>({
  code: 'linkage.too-few-records',
  status: 422,
  exit: exitCode.badData,
  says: ({ file, records }) => `${file} holds ${records} records: there is nothing to compare.`,
  remedy: 'Give a file with at least two records, or in a link at least one on each side.',
});

export const idsRepeat = errorKind<{ column: string; repeated: number }>({
  code: 'linkage.ids-repeat',
  status: 422,
  exit: exitCode.badData,
  says: ({ column, repeated }) =>
    `The column ${column} does not tell records apart: ${repeated.toLocaleString('en-US')} records have no id or one that another record has.`,
  remedy:
    'Name a column with a value of its own for each record with --id, or leave --id out to count the records.',
});

export const modelUnusable = errorKind<{ file: string; problem: string }>({
  code: 'linkage.model-unusable',
  status: 422,
  exit: exitCode.usage,
  says: ({ file, problem }) => `The model ${file} cannot be used: ${problem}.`,
  remedy: 'Correct the file at that place, or leave --model out to learn one from the data.',
});

export const ruleSetUnusable = errorKind<{ file: string; problem: string }>({
  code: 'linkage.rule-set-unusable',
  status: 422,
  exit: exitCode.usage,
  says: ({ file, problem }) => `The rule set ${file} cannot be used: ${problem}.`,
  remedy:
    'Correct the file at that place; `oak linkage dedupe` prints the fields and levels into model.yaml.',
});

export const decisionsUnusable = errorKind<{ file: string; problem: string }>({
  code: 'linkage.decisions-unusable',
  status: 422,
  exit: exitCode.usage,
  says: ({ file, problem }) => `The decisions in ${file} cannot be used: ${problem}.`,
  remedy:
    'Give a CSV with the columns id_l, id_r and decision (same, different or unsure), and name the id column with --id.',
});

export const previousUnusable = errorKind<{ folder: string; problem: string }>({
  code: 'linkage.previous-unusable',
  status: 422,
  exit: exitCode.usage,
  says: ({ folder, problem }) => `The earlier result in ${folder} cannot be continued: ${problem}.`,
  remedy:
    'Give the folder of an earlier run over the same kind of records, made with --id, or leave --previous out.',
});

export const outputUnwritable = errorKind<{ folder: string }>({
  code: 'linkage.output-unwritable',
  status: 422,
  exit: exitCode.usage,
  says: ({ folder }) => `The results cannot be written to ${folder}.`,
  remedy: 'Name a folder that you may write to, with enough room, with --out.',
});

export const noSuchResult = errorKind<{ folder: string }>({
  code: 'linkage.no-such-result',
  status: 404,
  exit: exitCode.notFound,
  says: ({ folder }) => `${folder} holds no result of a link or a deduplication.`,
  remedy: 'Name with --out the folder that was given to `oak linkage dedupe` or `oak linkage link`.',
});

export const indexUnavailable = errorKind<{ folder: string }>({
  code: 'linkage.index-unavailable',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ folder }) => `The index of ${folder} has ended, or could not be made.`,
  remedy:
    'Ask again; where the records are too many for the memory of this machine, ask for a smaller result.',
});

export const noSuchRecord = errorKind<Record<string, never>>({
  code: 'linkage.no-such-record',
  status: 404,
  exit: exitCode.notFound,
  says: () => 'One of the two ids is not among the records of that result.',
  remedy: 'Give two ids as they stand in clusters.parquet; in a link the first is of the left file.',
});

export const errors = [
  noSuchRecordFile,
  recordsUnreadable,
  badFields,
  noSuchColumn,
  nothingToCompare,
  tooManyFields,
  tooFewRecords,
  idsRepeat,
  modelUnusable,
  ruleSetUnusable,
  decisionsUnusable,
  previousUnusable,
  outputUnwritable,
  noSuchResult,
  noSuchRecord,
  indexUnavailable,
];
