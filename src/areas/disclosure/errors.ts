import { errorKind, exitCode } from '../../core/error.ts';

const badData = { status: 422, exit: exitCode.badData } as const;

export const tableFileUnreadable = errorKind<{ file: string; where: string; problem: string }>({
  code: 'disclosure.table-file-unreadable',
  ...badData,
  says: ({ file, where, problem }) => `${file}, ${where}: ${problem}.`,
  remedy: 'Correct the file at that place and run the command again. Nothing was written.',
});

export const cellsDoNotAddUp = errorKind<{ count: number; cells: readonly string[] }>({
  code: 'disclosure.cells-do-not-add-up',
  ...badData,
  says: ({ count, cells }) =>
    `${count} ${count === 1 ? 'total does' : 'totals do'} not equal the sum of the parts: ${cells.join('; ')}.`,
  remedy:
    'Correct the numbers or the hierarchy. A part that was left out of the file counts as not existing, so add it if it exists.',
});

export const notACount = errorKind<{ file: string; where: string; problem: string }>({
  code: 'disclosure.not-a-count',
  ...badData,
  says: ({ file, where, problem }) => `${file}, ${where}: ${problem}.`,
  remedy:
    'Counts are whole numbers of 0 or more. For amounts of money and the like, give the table "figure": "magnitude".',
});

export const missingMargin = errorKind<{ count: number; cells: readonly string[] }>({
  code: 'disclosure.missing-margin',
  ...badData,
  says: ({ count, cells }) =>
    `${count} ${count === 1 ? 'total is' : 'totals are'} missing though the parts are there: ${cells.join('; ')}.`,
  remedy: 'Add the totals. What the parts add up to cannot be protected while it is not in the file.',
});

export const cyclicHierarchy = errorKind<{ dimension: string; codes: readonly string[] }>({
  code: 'disclosure.cyclic-hierarchy',
  ...badData,
  says: ({ dimension, codes }) =>
    `The hierarchy of ${dimension} goes round in a circle: ${codes.join(' → ')}.`,
  remedy: 'A code cannot be a part of itself. Take one of these steps out.',
});

export const duplicateCell = errorKind<{ file: string; cell: string; first: number; second: number }>({
  code: 'disclosure.duplicate-cell',
  ...badData,
  says: ({ file, cell, first, second }) => `${file}: cell ${second} repeats cell ${first} (${cell}).`,
  remedy: 'Keep one of the two. A dimension left out of a cell means its total.',
});

export const contradictoryRule = errorKind<{ rule: string; problem: string }>({
  code: 'disclosure.contradictory-rule',
  ...badData,
  says: ({ rule, problem }) => `The rule ${rule} contradicts itself: ${problem}.`,
  remedy: 'Change one of the two values.',
});

export const ruleUnreadable = errorKind<{ problems: readonly string[]; known: readonly string[] }>({
  code: 'disclosure.rule-unreadable',
  ...badData,
  says: ({ problems }) => `The rule cannot be read: ${problems.join('; ')}.`,
  remedy: ({ known }) => `Write fields as threshold=11,width=10. Known: ${known.join(', ')}.`,
});

export const noSuchRuleSet = errorKind<{ name: string; known: readonly string[] }>({
  code: 'disclosure.no-such-rule-set',
  status: 404,
  exit: exitCode.notFound,
  says: ({ name, known }) => `There is no rule set called ${name}. Known: ${known.join(', ')}.`,
  remedy: 'Name one of these, or give the path of a YAML file with a rule set.',
});

export const tooManyCells = errorKind<{ cells: number; limit: number }>({
  code: 'disclosure.too-many-cells',
  status: 413,
  exit: exitCode.badData,
  says: ({ cells, limit }) =>
    `The tables have ${cells.toLocaleString('en-US')} cells; at most ${limit.toLocaleString('en-US')} can be protected together.`,
  remedy:
    'Split the tables by a dimension whose totals stay published, protect one part after the other, and give each part the earlier ones with --earlier.',
});

export const cannotBeProtected = errorKind<{
  count: number;
  cells: readonly string[];
  why: string;
  /** The way that was asked for; blanking others when left out. */
  how?: string;
}>({
  code: 'disclosure.cannot-be-protected',
  status: 422,
  exit: exitCode.refused,
  says: ({ count, cells, why, how = 'blanking others' }) =>
    `${count} ${count === 1 ? 'figure' : 'figures'} cannot be protected by ${how}: ${cells.join('; ')}. ${why}`.trimEnd(),
  remedy: 'Join categories, leave these figures out of the request, or ask for a less narrow table.',
});

export const timeLimitReached = errorKind<{ seconds: number }>({
  code: 'disclosure.time-limit-reached',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ seconds }) => `No safe table was found in ${seconds} seconds, so none was written.`,
  remedy: 'Give more time with --seconds, or split the tables.',
});

export const failedItsTest = errorKind<{ count: number; cells: readonly string[]; why?: string }>({
  code: 'disclosure.failed-its-test',
  status: 422,
  exit: exitCode.refused,
  says: ({ count, cells, why }) =>
    `The table was refused by the attacker's test: ${count} ${count === 1 ? 'figure' : 'figures'} could be narrowed (${cells.join('; ')}). ${why === undefined ? '' : `${why} `}Nothing was written.`,
  remedy: 'Join categories, keep small figures another way, or ask for a smaller table.',
});

export const noSuchRecordFile = errorKind<{ file: string }>({
  code: 'disclosure.no-such-record-file',
  status: 404,
  exit: exitCode.notFound,
  says: ({ file }) => `There is no file of records called ${file} there.`,
  remedy: 'Give the path of a CSV or Parquet file.',
});

export const recordsUnreadable = errorKind<{ file: string }>({
  code: 'disclosure.records-unreadable',
  ...badData,
  says: ({ file }) => `${file} cannot be read as a table of records.`,
  remedy: 'Give a CSV file whose first line names the columns, or a Parquet file.',
});

export const noSuchColumn = errorKind<{ file: string; column: string; known: readonly string[] }>({
  code: 'disclosure.no-such-column',
  status: 404,
  exit: exitCode.notFound,
  says: ({ file, column, known }) =>
    `${file} has no column called ${column}. It has ${known.slice(0, 40).join(', ')}.`,
  remedy: 'Name columns as they stand in the first line of the file.',
});

export const tooManyKeys = errorKind<{ keys: number; limit: number }>({
  code: 'disclosure.too-many-keys',
  ...badData,
  says: ({ keys, limit }) =>
    `Special uniques would have to be sought in every combination of ${keys} columns; at most ${limit} can be.`,
  remedy: 'Name fewer quasi-identifiers, or leave out --suda.',
});

export const hierarchyUnreadable = errorKind<{ file: string; problem: string }>({
  code: 'disclosure.hierarchy-unreadable',
  ...badData,
  says: ({ file, problem }) => `${file}: ${problem}.`,
  remedy: 'Correct the hierarchy of that column and run the command again. Nothing was written.',
});

export const hierarchyLacksValue = errorKind<{ column: string; file: string }>({
  code: 'disclosure.hierarchy-lacks-value',
  ...badData,
  says: ({ column, file }) => `The records have a value of ${column} that ${file} does not name.`,
  remedy: 'Add a line for every value of the column; a blank value has a line that begins with a semicolon.',
});

export const latticeTooLarge = errorKind<{ nodes: number; limit: number }>({
  code: 'disclosure.lattice-too-large',
  status: 413,
  exit: exitCode.badData,
  says: ({ nodes, limit }) =>
    `There are ${nodes.toLocaleString('en-US')} ways to coarsen these columns; at most ${limit.toLocaleString('en-US')} can be searched.`,
  remedy: 'Give the columns fewer steps, or leave some columns as they are.',
});

export const nothingHolds = errorKind<{ k: number; suppress: number }>({
  code: 'disclosure.nothing-holds',
  status: 422,
  exit: exitCode.refused,
  says: ({ k, suppress }) =>
    `Even the coarsest form of the records does not satisfy what is asked (k = ${k}, at most ${suppress} % left out).`,
  remedy: 'Ask for less, allow more records to be left out, or release no records.',
});

export const noSuchRelease = errorKind<{ release: string }>({
  code: 'disclosure.no-such-release',
  status: 404,
  exit: exitCode.notFound,
  says: ({ release }) => `There is no release ${release} in the register.`,
  remedy: 'See the register of releases for what there is.',
});

export const alreadyDecided = errorKind<{ release: string; state: string }>({
  code: 'disclosure.already-decided',
  status: 409,
  exit: exitCode.conflict,
  says: ({ release, state }) => `Release ${release} is ${state} already. A decision is never changed.`,
  remedy: 'Release another table, which will be protected against this one too.',
});

export const reviewerNeeded = errorKind<{ reason: string }>({
  code: 'disclosure.reviewer-needed',
  ...badData,
  says: ({ reason }) => reason,
  remedy: 'Ask somebody who reviews releases to decide; from the command line, name them with --reviewer.',
});

export const notStillSafe = errorKind<{ release: string; count: number; cells: readonly string[] }>({
  code: 'disclosure.not-still-safe',
  status: 409,
  exit: exitCode.refused,
  says: ({ release, count, cells }) =>
    `Release ${release} was safe when it was made, but with what has been released since ${count} ${count === 1 ? 'figure' : 'figures'} could be worked out: ${cells.join('; ')}.`,
  remedy: 'Refuse it, and make the table again: it is then protected against the newer releases too.',
});

export const releasedMeanwhile = errorKind<{ universe: string }>({
  code: 'disclosure.released-meanwhile',
  status: 409,
  exit: exitCode.conflict,
  says: ({ universe }) =>
    `Other tables about ${universe} kept being released while this one was being protected.`,
  remedy: 'Try again in a moment.',
});

export const notForFigures = errorKind<{
  field: string;
  problem: string;
  /** What the rule that governs calls small, and ways to ask for it coarser, where they are known. */
  least?: number;
  coarser?: readonly string[];
  /** Where it was asked for; as rows or columns when left out. */
  as?: 'filter';
}>({
  code: 'disclosure.not-for-figures',
  ...badData,
  says: ({ field, problem, as }) =>
    as === 'filter'
      ? `“Only where” cannot be read (${field}): ${problem}.`
      : `${field} cannot make the rows or columns of a table: ${problem}.`,
  remedy: ({ coarser, as }) =>
    as === 'filter'
      ? 'Write one line a filter, as field=value, with a field of the dataset.'
      : coarser === undefined || coarser.length === 0
        ? 'Choose a field with groups, or coarsen it first.'
        : `Ask for it coarser, as ${coarser.join(' or ')}, or put small values together.`,
});

export const budgetSpent = errorKind<{ dataset: string; asked: string; left: string }>({
  code: 'disclosure.budget-spent',
  status: 409,
  exit: exitCode.refused,
  says: ({ dataset, asked, left }) =>
    `The privacy budget of ${dataset} has ${left} left, and this release asks for ${asked}. Nothing was drawn.`,
  remedy: 'Ask for less, or use figures released already. A budget once spent does not come back.',
});

export const badBudget = errorKind<{ field: string; problem: string }>({
  code: 'disclosure.bad-budget',
  ...badData,
  says: ({ field, problem }) => `${field}: ${problem}.`,
  remedy: 'Correct it and ask again. Nothing was drawn.',
});

export const noSuchIdentifiers = errorKind<{ project: string; release: string }>({
  code: 'disclosure.no-such-identifiers',
  status: 404,
  exit: exitCode.notFound,
  says: ({ project, release }) =>
    `Project ${project} has no key for release ${release}: it was never made, or it is destroyed.`,
  remedy: 'Identifiers of a destroyed key can never be made again. Begin a new release.',
});

export const errors = [
  tableFileUnreadable,
  cellsDoNotAddUp,
  notACount,
  missingMargin,
  cyclicHierarchy,
  duplicateCell,
  contradictoryRule,
  ruleUnreadable,
  noSuchRuleSet,
  tooManyCells,
  cannotBeProtected,
  timeLimitReached,
  failedItsTest,
  noSuchRecordFile,
  recordsUnreadable,
  noSuchColumn,
  tooManyKeys,
  hierarchyUnreadable,
  hierarchyLacksValue,
  latticeTooLarge,
  nothingHolds,
  noSuchRelease,
  alreadyDecided,
  reviewerNeeded,
  notStillSafe,
  releasedMeanwhile,
  notForFigures,
  budgetSpent,
  badBudget,
  noSuchIdentifiers,
];
