import { errorKind, exitCode } from '../../core/error.ts';

export const noPlan = errorKind<Record<string, never>>({
  code: 'plan.no-plan',
  status: 404,
  exit: exitCode.notFound,
  says: () => 'No plan has been loaded yet.',
  remedy: 'Load one with `oak plan load-plan FILE`.',
});

export const noSuchItem = errorKind<{ item: string }>({
  code: 'plan.no-such-item',
  status: 404,
  exit: exitCode.notFound,
  says: ({ item }) => `The plan has no item ${item}.`,
  remedy: 'Show the plan to see its items.',
});

export const noSuchObjective = errorKind<{ objective: string }>({
  code: 'plan.no-such-objective',
  status: 404,
  exit: exitCode.notFound,
  says: ({ objective }) => `The plan has no objective ${objective}.`,
  remedy: 'List the objectives to see their ids.',
});

export const nothingCounts = errorKind<{ objective: string; measure: string }>({
  code: 'plan.nothing-counts',
  status: 409,
  exit: exitCode.conflict,
  says: ({ objective, measure }) =>
    `${objective} has no records: nothing in the platform computes the measure ${measure} yet.`,
  remedy: 'Bind the objective to a measure that exists, or wait until the part that computes it is there.',
});

const conflict = { status: 409, exit: exitCode.conflict } as const;
const notFound = { status: 404, exit: exitCode.notFound } as const;
const badData = { status: 422, exit: exitCode.badData } as const;

export const noSuchCycle = errorKind<{ cycle: string }>({
  code: 'plan.no-such-cycle',
  ...notFound,
  says: ({ cycle }) => `There is no planning cycle ${cycle}.`,
  remedy: 'List the cycles to see their ids.',
});

export const noSuchVersion = errorKind<{ version: string }>({
  code: 'plan.no-such-version',
  ...notFound,
  says: ({ version }) => `The plan has no version ${version}.`,
  remedy: 'Show the cycle to see its versions.',
});

export const illegalMove = errorKind<{ move: string; because: string }>({
  code: 'plan.illegal-move',
  ...conflict,
  says: ({ move, because }) => `The move "${move}" is not possible now: ${because}.`,
  remedy: 'Show the cycle to see which moves are open.',
});

/** `problems` are shown one by one above a form. */
export const notReady = errorKind<{ move: string; problems: readonly string[] }>({
  code: 'plan.not-ready',
  ...conflict,
  says: ({ move, problems }) =>
    `Not yet ready to ${move}: ${problems.slice(0, 5).join(' ')}${problems.length > 5 ? ` And ${problems.length - 5} more.` : ''}`,
  remedy: 'Do what is missing, then try again. Nothing was changed.',
});

export const clockBehind = errorKind<{ last: string }>({
  code: 'plan.clock-behind',
  ...conflict,
  says: ({ last }) => `The clock of this machine stands before the last recorded step, ${last}.`,
  remedy: 'Set the clock right, then try again. Nothing was changed.',
});

export const editedMeanwhile = errorKind<{
  item: string;
  theirs: string;
  revision: string;
  problems: readonly string[];
  fields: readonly string[];
}>({
  code: 'plan.edited-meanwhile',
  ...conflict,
  says: ({ item }) => `Somebody else changed ${item} while you were writing. Nothing of yours is lost.`,
  remedy: 'Look at both texts side by side, then save again.',
});

export const answeredMeanwhile = errorKind<{
  comment: number;
  theirs: string;
  answered: string;
  problems: readonly string[];
  fields: readonly string[];
}>({
  code: 'plan.answered-meanwhile',
  ...conflict,
  says: ({ comment, theirs }) =>
    `Somebody else has answered comment No. ${comment} meanwhile: ${theirs} Nothing of yours is lost.`,
  remedy: 'Read both answers. To replace theirs, send yours again with `replaces`, the moment of theirs.',
});

export const cycleClosed = errorKind<{ cycle: string }>({
  code: 'plan.cycle-closed',
  ...conflict,
  says: ({ cycle }) => `The plan ${cycle} is adopted: its words cannot be changed any more.`,
  remedy: 'Open the next cycle to draft its successor.',
});

export const unfit = errorKind<{ problems: readonly string[]; fields: readonly string[] }>({
  code: 'plan.unfit',
  ...badData,
  says: ({ problems }) => problems.join(' '),
  remedy: 'Correct what is named and send it again. Nothing was changed.',
});

export const noSuchSuggestion = errorKind<{ suggestion: string }>({
  code: 'plan.no-such-suggestion',
  ...notFound,
  says: ({ suggestion }) => `There is no suggestion ${suggestion}.`,
  remedy: 'List the suggestions to see their ids.',
});

export const noSuchComment = errorKind<{ comment: string }>({
  code: 'plan.no-such-comment',
  ...notFound,
  says: ({ comment }) => `There is no comment ${comment}.`,
  remedy: 'Look at the docket to see the numbers.',
});

export const noSuchRecord = errorKind<{ what: string; id: string }>({
  code: 'plan.no-such-record',
  ...notFound,
  says: ({ what, id }) => `There is no ${what} ${id}.`,
  remedy: 'List them to see which there are.',
});

export const tooFast = errorKind<Record<string, never>>({
  code: 'plan.comment-ticket',
  ...conflict,
  says: () => 'The form was sent faster than a person can write, twice, or after a day.',
  remedy: 'Wait a few seconds and send it again: what you wrote is still there.',
});

export const mailUnreadable = errorKind<{ file: string; because: string }>({
  code: 'plan.mail-unreadable',
  ...badData,
  says: ({ file, because }) => `${file} was not taken over: ${because}.`,
  remedy: 'Send the message as .eml, or several as mbox, without what is too large.',
});

export const mayNotVote = errorKind<{ seat: string; because: string }>({
  code: 'plan.may-not-vote',
  status: 403,
  exit: exitCode.refused,
  says: ({ seat, because }) => `The seat ${seat} may not vote: ${because}.`,
  remedy:
    'Each member votes from their own account while their term runs; the clerk records a vote taken at a meeting.',
});

/** The board acts in meetings: what a meeting does not allow now, in a whole sentence. */
export const notAtMeeting = errorKind<{ problem: string }>({
  code: 'plan.not-at-meeting',
  ...conflict,
  says: ({ problem }) => problem,
  remedy: 'The board’s page shows its meetings, their hours and who was present.',
});

export const noQuorum = errorKind<{ present: number; needed: number }>({
  code: 'plan.no-quorum',
  ...conflict,
  says: ({ present, needed }) => `${present} voting members are present; ${needed} are needed to decide.`,
  remedy: 'Record who is present, or decide at another meeting.',
});

export const notPrinted = errorKind<{ title: string }>({
  code: 'plan.not-printed',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ title }) => `“${title}” could not be set as a PDF.`,
  remedy: 'Try again, or take the DOCX or the page itself: they say the same words.',
});

export const errors = [
  noPlan,
  noSuchItem,
  noSuchObjective,
  nothingCounts,
  noSuchCycle,
  noSuchVersion,
  illegalMove,
  notReady,
  clockBehind,
  editedMeanwhile,
  answeredMeanwhile,
  cycleClosed,
  unfit,
  noSuchSuggestion,
  noSuchComment,
  noSuchRecord,
  tooFast,
  mailUnreadable,
  mayNotVote,
  notAtMeeting,
  noQuorum,
  notPrinted,
];
