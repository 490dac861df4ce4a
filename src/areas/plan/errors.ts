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

export const errors = [noPlan, noSuchItem, noSuchObjective, nothingCounts];
