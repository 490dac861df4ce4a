import { errorKind, exitCode } from '../../core/error.ts';
import { followErrors } from './follow/errors.ts';
import type { Place } from './soql/source.ts';
import { viewErrors } from './view/errors.ts';

const at = (place: Place) =>
  `(${place.part === undefined ? '' : `in ${place.part}, `}line ${place.line}, column ${place.column})`;

/**
 * What can go wrong when rows are asked for. Codes that begin `query.` are those that clients of SODA portals switch
 * on; the cause is the same here.
 */

export const badParse = errorKind<Place & { fault: string; problem: string }>({
  code: 'query.soql.bad-parse',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `The query cannot be read: ${d.problem} ${at(d)}.`,
  remedy: 'Correct the query at that place. Names with hyphens and reserved words go in back quotes.',
});

export const noSuchColumn = errorKind<Place & { name: string; nearest?: string }>({
  code: 'query.soql.no-such-column',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `The dataset has no column “${d.name}” ${at(d)}.`,
  remedy: (d) =>
    d.nearest === undefined
      ? 'Use a column name from the dataset’s dictionary.'
      : `Did you mean “${d.nearest}”? All names are in the dataset’s dictionary.`,
});

export const noSuchFunction = errorKind<Place & { name: string }>({
  code: 'query.soql.no-such-function',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `There is no function “${d.name}” ${at(d)}.`,
  remedy: 'Use a function from the query guide.',
});

export const unsupported = errorKind<Place & { what: string }>({
  code: 'query.soql.unsupported',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `The query uses ${d.what} ${at(d)}, which belongs to the language but is not answered here.`,
  remedy: 'Ask without it, or download the dataset and do this step yourself.',
});

export const typeMismatch = errorKind<Place & { problem: string }>({
  code: 'query.soql.type-mismatch',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `${d.problem} ${at(d)}.`,
  remedy: "Compare like with like: text in quotes, numbers without, dates as 'YYYY-MM-DD', or cast with ::.",
});

export const aggregateNotAllowed = errorKind<Place & { name: string }>({
  code: 'query.soql.aggregate-in-ungrouped-context',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `“${d.name}” works over groups of rows and cannot stand here ${at(d)}.`,
  remedy: 'Use it in select, having or order; to filter on it, use having.',
});

export const notGrouped = errorKind<Place & { name: string }>({
  code: 'query.soql.column-not-in-group-bys',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `“${d.name}” is neither grouped by nor inside an aggregate ${at(d)}.`,
  remedy: 'Add it to group, or put it inside an aggregate such as count or max.',
});

export const duplicateAlias = errorKind<Place & { name: string }>({
  code: 'query.soql.duplicate-alias',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `The name “${d.name}” is given to two columns of the answer ${at(d)}.`,
  remedy: 'Give each its own name with AS.',
});

export const circularAlias = errorKind<Place & { name: string }>({
  code: 'query.soql.circular-alias-definition',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `The name “${d.name}” is defined by itself ${at(d)}.`,
  remedy: 'Write the expression out instead of using its own name.',
});

export const repeatedException = errorKind<Place & { name: string }>({
  code: 'query.soql.repeated-exception',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `The column “${d.name}” is left out twice ${at(d)}.`,
  remedy: 'Name it once after EXCEPT.',
});

export const queryFailed = errorKind<{ class: string }>({
  code: 'portal.query-failed',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `The query could not be computed: ${d.class.toLowerCase()}.`,
  remedy:
    'A number may have grown too large, or a value may not read as the type it is cast to. Narrow the query.',
});

export const tooBusy = errorKind<{ waiting: number }>({
  code: 'portal.too-busy',
  status: 503,
  exit: exitCode.unavailable,
  says: (d) => `${d.waiting} other questions are waiting already.`,
  remedy: 'Ask again in a few seconds, or download the whole dataset.',
});

export const badCursor = errorKind<Record<string, never>>({
  code: 'portal.bad-cursor',
  status: 400,
  exit: exitCode.usage,
  says: () => 'The cursor does not belong to this query.',
  remedy: 'Begin again without a cursor, and change nothing else between pages.',
});

export const badParameter = errorKind<{ name: string; problem: string }>({
  code: 'req.bad-parameter',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `The parameter ${d.name} ${d.problem}.`,
  remedy: 'See the description of this address.',
});

export const noPlaceField = errorKind<{ dataset: string }>({
  code: 'portal.no-place-field',
  status: 422,
  exit: exitCode.badData,
  says: (d) => `Dataset ${d.dataset} does not say which field holds the place.`,
  remedy: 'Name its place field, or ask with `field`.',
});

export const noDateField = errorKind<{ dataset: string }>({
  code: 'portal.no-date-field',
  status: 422,
  exit: exitCode.badData,
  says: (d) => `Dataset ${d.dataset} does not say which field holds the date.`,
  remedy: 'Name its date field, or ask with `field`.',
});

/** Errors a query can have. */
export const queryErrors = [
  badParse,
  noSuchColumn,
  noSuchFunction,
  unsupported,
  typeMismatch,
  aggregateNotAllowed,
  notGrouped,
  duplicateAlias,
  circularAlias,
  repeatedException,
  queryFailed,
  tooBusy,
  badCursor,
  badParameter,
];

export const contentWithdrawn = errorKind<{ dataset: string; version: number }>({
  code: 'portal.content-withdrawn',
  status: 410,
  exit: exitCode.notFound,
  says: ({ dataset, version }) => `Version ${version} of ${dataset} was taken back while it was being sent.`,
  remedy: 'Do not use what arrived. The page of the dataset says why.',
});

export const errors = [
  ...followErrors,
  ...viewErrors,
  contentWithdrawn,
  ...queryErrors,
  noPlaceField,
  noDateField,
];
