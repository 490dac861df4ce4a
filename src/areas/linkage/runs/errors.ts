import { errorKind, exitCode } from '../../../core/error.ts';

export const noSuchRun = errorKind<{ run: string }>({
  code: 'linkage.no-such-run',
  status: 404,
  exit: exitCode.notFound,
  says: ({ run }) => `There is no link ${run}.`,
  remedy: 'List the links, or follow the address from the page of one.',
});

export const runNotFinished = errorKind<{ run: string }>({
  code: 'linkage.run-not-finished',
  status: 409,
  exit: exitCode.conflict,
  says: ({ run }) => `The link ${run} has no result yet.`,
  remedy: 'Wait until its work has ended; its page shows how far it is.',
});

export const purposeNeeded = errorKind<Record<string, never>>({
  code: 'linkage.purpose-needed',
  status: 403,
  exit: exitCode.refused,
  says: () => 'Records about people are compared for a stated purpose only, and none is stated.',
  remedy: 'State your purpose: the one that the custodian’s grant names.',
});

export const rowsMasked = errorKind<{ dataset: string }>({
  code: 'linkage.rows-masked',
  status: 403,
  exit: exitCode.refused,
  says: ({ dataset }) =>
    `Some fields of ${dataset} are masked for you, and masked records cannot be compared.`,
  remedy: 'Ask the custodian for a grant to whole rows, for the purpose of this link.',
});

export const sameDatasetTwice = errorKind<{ dataset: string }>({
  code: 'linkage.same-dataset-twice',
  status: 422,
  exit: exitCode.usage,
  says: ({ dataset }) => `${dataset} is named on both sides.`,
  remedy: 'Name one dataset alone to look for records of the same within it.',
});

export const groupNotForReport = errorKind<{ column: string; because: string }>({
  code: 'linkage.group-not-for-report',
  status: 422,
  exit: exitCode.badData,
  says: ({ column, because }) => `Errors cannot be told apart by ${column}: ${because}.`,
  remedy: 'Name a column with a few values that groups of people share, such as race, language or district.',
});

export const notContinuable = errorKind<{ run: string; problem: string }>({
  code: 'linkage.not-continuable',
  status: 422,
  exit: exitCode.usage,
  says: ({ run, problem }) => `The link ${run} cannot be continued: ${problem}.`,
  remedy: 'Name a finished link of the same datasets, in the same order, or leave it out.',
});

export const noSuchPair = errorKind<{ run: string }>({
  code: 'linkage.no-such-pair',
  status: 404,
  exit: exitCode.notFound,
  says: ({ run }) => `The link ${run} kept no such pair.`,
  remedy:
    'Pairs that had hardly a chance are not kept. Follow the address from a cluster or a list of pairs.',
});

export const noSuchCluster = errorKind<{ run: string }>({
  code: 'linkage.no-such-cluster',
  status: 404,
  exit: exitCode.notFound,
  says: ({ run }) => `The link ${run} has no such cluster.`,
  remedy: 'Follow the address from the list of clusters.',
});

export const runErrors = [
  noSuchRun,
  runNotFinished,
  purposeNeeded,
  rowsMasked,
  sameDatasetTwice,
  groupNotForReport,
  notContinuable,
  noSuchPair,
  noSuchCluster,
];
