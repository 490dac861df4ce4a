import { errorKind, exitCode } from '../../../core/error.ts';

export const noSuchView = errorKind<{ view: string }>({
  code: 'portal.no-such-view',
  status: 404,
  exit: exitCode.notFound,
  says: ({ view }) => `There is no view ${view} of this dataset that is yours to open.`,
  remedy: 'Filter the rows again. A view goes when its version is destroyed, and when its maker forgets it.',
});

export const viewNotNeeded = errorKind<{ dataset: string }>({
  code: 'portal.view-not-needed',
  status: 409,
  exit: exitCode.conflict,
  says: ({ dataset }) => `The rows of ${dataset} are open: a filter on them has an address of its own.`,
  remedy: 'Use portal.query-rows, or the page of its rows.',
});

export const viewErrors = [noSuchView, viewNotNeeded];
