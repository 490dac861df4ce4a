/** The plan taken elsewhere: every public table as CSV, and how it stands as a picture for other sites. */
import type { HandlersOf } from '../../handler.ts';
import { csvAnswer } from '../csv-answer.ts';
import { noSuchItem } from '../errors.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import { viewObjectives } from '../objective-view.ts';
import { readPlan } from '../read-plan.ts';
import { badgeOf } from './badge.ts';
import type { operations } from './contract.ts';
import { cellOf, rowsOf } from './tables-of-plan.ts';

export const handlersOf = (registry: MeasuresRegistry): HandlersOf<typeof operations> => ({
  'download-table': async (context, { table, cycle }) => {
    const rows = await rowsOf(context, registry, table, cycle);
    const head = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return csvAnswer(
      `plan-${table}-${context.clock.today()}`,
      head,
      rows.map((row) => head.map((name) => cellOf(row[name]))),
    );
  },
  'show-badge': async (context, { goal }) => {
    const { items } = await readPlan(context.store.read);
    const of = items.find(({ item, kind }) => kind === 'goal' && item === goal);
    if (goal !== undefined && of === undefined) throw noSuchItem.with({ item: goal });
    const objectives = await viewObjectives(context, registry);
    return badgeOf(
      of === undefined
        ? context.jurisdiction.planTitle
        : `Goal ${of.number ?? ''} of the ${context.jurisdiction.planTitle}`,
      objectives.filter((one) => goal === undefined || one.goal === goal),
      context.clock.today(),
    );
  },
});
