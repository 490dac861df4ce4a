import { errorKind, exitCode } from '../../../core/error.ts';
import { dcatErrors } from '../dcat/errors.ts';
import { promiseErrors } from '../promise/errors.ts';
import { questionErrors } from '../questions/errors.ts';

export const noSuchReason = errorKind<{ reason: string; known: readonly string[] }>({
  code: 'catalog.no-such-reason',
  status: 422,
  exit: exitCode.badData,
  says: ({ reason }) => `${reason} is no reason of high value in force here.`,
  remedy: ({ known }) =>
    known.length === 0
      ? 'This state names none: leave the reasons out.'
      : `Name any of: ${known.join(', ')}.`,
});

export const determinerMissing = errorKind<Record<string, never>>({
  code: 'catalog.determiner-missing',
  status: 422,
  exit: exitCode.badData,
  says: () => 'Reasons of high value are given, and not who determined them.',
  remedy: 'Name the person or office that determined it, and the day.',
});

export const yearsBackwards = errorKind<{ from: number; to: number }>({
  code: 'catalog.years-backwards',
  status: 422,
  exit: exitCode.badData,
  says: ({ from, to }) => `The first year, ${from}, is after the last, ${to}.`,
  remedy: 'Give the first year first.',
});

export const notAWorkbook = errorKind<{ file: string; because: string }>({
  code: 'catalog.not-a-workbook',
  status: 415,
  exit: exitCode.badData,
  says: ({ file, because }) => `${file} cannot be read as a spreadsheet: ${because}.`,
  remedy: 'Send the workbook as .xlsx, as Excel and LibreOffice save it. Nothing was changed.',
});

export const workbookTooLarge = errorKind<{ file: string; most: string }>({
  code: 'catalog.workbook-too-large',
  status: 413,
  exit: exitCode.badData,
  says: ({ file, most }) => `${file} is larger than ${most}, which no list of this kind is.`,
  remedy: 'Take pictures and other sheets out of it, or send it in parts. Nothing was changed.',
});

export const notYourAgency = errorKind<{ agency: string }>({
  code: 'catalog.not-your-agency',
  status: 403,
  exit: exitCode.refused,
  says: ({ agency }) => `The asset belongs to ${agency}, and you hold no role there.`,
  remedy: 'Leave it to the data officer of that agency, or name your own.',
});

export const columnsMissing = errorKind<{ file: string; missing: readonly string[] }>({
  code: 'catalog.columns-missing',
  status: 422,
  exit: exitCode.badData,
  says: ({ file, missing }) => `No sheet of ${file} has the columns ${missing.join(', ')}.`,
  remedy: 'Give them as the first row, in any order. Nothing was changed.',
});

export const noLineageToItself = errorKind<{ dataset: string }>({
  code: 'catalog.no-lineage-to-itself',
  status: 422,
  exit: exitCode.badData,
  says: ({ dataset }) => `${dataset} cannot be made from itself, directly or through others.`,
  remedy: 'Name the dataset that it was made from.',
});

export const noSuchCopy = errorKind<{ dataset: string; other: string }>({
  code: 'catalog.no-such-copy',
  status: 404,
  exit: exitCode.notFound,
  says: ({ dataset, other }) => `${dataset} and ${other} are not flagged as near copies.`,
  remedy: 'Look at the page of the dataset.',
});

export const custodyErrors = [
  ...dcatErrors,
  ...promiseErrors,
  ...questionErrors,
  noSuchReason,
  determinerMissing,
  yearsBackwards,
  notAWorkbook,
  workbookTooLarge,
  columnsMissing,
  notYourAgency,
  noLineageToItself,
  noSuchCopy,
];
