import { errorKind, exitCode } from '../../core/error.ts';

export const noSuchClause = errorKind<{ clause: string }>({
  code: 'law.no-such-clause',
  status: 404,
  exit: exitCode.notFound,
  says: ({ clause }) => `There is no clause ${clause} in the law records.`,
  remedy: 'List the acts to see their clauses.',
});

export const noSuchEvent = errorKind<{ event: string }>({
  code: 'law.no-such-event',
  status: 422,
  exit: exitCode.badData,
  says: ({ event }) => `No duty waits for ${event}.`,
  remedy: 'Use the name of an event in a duty whose rule is "after".',
});

export const noSuchObstacle = errorKind<{ obstacle: string }>({
  code: 'law.no-such-obstacle',
  status: 404,
  exit: exitCode.notFound,
  says: ({ obstacle }) => `The register has no obstacle ${obstacle}.`,
  remedy: 'List the obstacles to see their ids.',
});

export const errors = [noSuchObstacle, noSuchClause, noSuchEvent];
