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

export const cannotBeProtected = errorKind<{ count: number; cells: readonly string[]; why: string }>({
  code: 'disclosure.cannot-be-protected',
  status: 422,
  exit: exitCode.refused,
  says: ({ count, cells, why }) =>
    `${count} ${count === 1 ? 'figure' : 'figures'} cannot be protected by blanking others: ${cells.join('; ')}. ${why}`,
  remedy: 'Join categories, leave these figures out of the request, or ask for a less narrow table.',
});

export const timeLimitReached = errorKind<{ seconds: number }>({
  code: 'disclosure.time-limit-reached',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ seconds }) => `No safe table was found in ${seconds} seconds, so none was written.`,
  remedy: 'Give more time with --seconds, or split the tables.',
});

export const failedItsTest = errorKind<{ count: number; cells: readonly string[] }>({
  code: 'disclosure.failed-its-test',
  status: 422,
  exit: exitCode.refused,
  says: ({ count, cells }) =>
    `The table was refused by the attacker's test: ${count} ${count === 1 ? 'figure' : 'figures'} could be narrowed (${cells.join('; ')}). Nothing was written.`,
  remedy:
    'Join categories or ask for a smaller table, and report this case: protection should have found it.',
});

export const errors = [
  tableFileUnreadable,
  cellsDoNotAddUp,
  notACount,
  missingMargin,
  cyclicHierarchy,
  duplicateCell,
  contradictoryRule,
  noSuchRuleSet,
  tooManyCells,
  cannotBeProtected,
  timeLimitReached,
  failedItsTest,
];
