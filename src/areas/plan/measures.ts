import { daysBetween } from '../../core/calendar-date.ts';
import type { Context } from '../handler.ts';
import type { Measure, MeasuredRecord, MeasureScope } from '../measure.ts';
import { inScope } from './in-scope.ts';
import { portalMetrics } from './portal-metrics.ts';
import { readCycle } from './read-plan.ts';
import { readTasks } from './text/tasks.ts';

/** The day and the instant that a figure is asked for: now, or as it was. */
const moment = ({ clock }: Context, scope: MeasureScope) =>
  scope.asOf ?? { on: clock.today(), at: clock.now() };

/** The rows written by an instant, as they then stood: a decision taken later had not been taken. */
const by = (at: string, decided: string | null): boolean => decided !== null && decided <= at;

const tasksDone: Measure = {
  id: 'plan.tasks-done',
  title: 'Actions and steps done that were due',
  record: { one: 'action or step', many: 'actions and steps' },
  kind: 'share',
  unit: '%',
  remembers: true,
  method:
    'Of the actions and steps of the plan whose due date has come, those recorded as done with evidence.',
  records: async (context, scope) => {
    const { on, at } = moment(context, scope);
    const tasks = await readTasks(context.store.read, on, { knownAt: at });
    return tasks
      .filter(({ due }) => due !== null && due <= on)
      .filter(({ agencies }) => scope.agencies === undefined || agencies.some((code) => inScope(scope, code)))
      .map((task): MeasuredRecord => {
        const done = task.state === 'done' && task.doneOn! <= on;
        return {
          id: task.item,
          title: task.words,
          href: `/plan/${task.item}`,
          ...(task.agencies[0] === undefined ? {} : { agency: task.agencies[0] }),
          counts: done,
          because: done
            ? `Done on ${task.doneOn}: ${task.evidence}`
            : `Due ${task.due}, ${daysBetween(task.due!, on)} days ago`,
        };
      });
  },
};

const reportsAccepted: Measure = {
  id: 'plan.reports-accepted',
  title: 'Progress reports of agencies that were accepted',
  record: { one: 'report', many: 'reports' },
  kind: 'share',
  unit: '%',
  remembers: true,
  method:
    'Of the reports asked of agencies in the newest round whose due date has come, those the office has accepted.',
  records: async (context, scope) => {
    const { on, at } = moment(context, scope);
    const round = await context.store.read
      .selectFrom('plan_round')
      .selectAll()
      .where('due_on', '<=', on)
      .where('opened_at', '<=', at)
      .orderBy('period_to', 'desc')
      .executeTakeFirst();
    if (!round) return [];
    const rows = await context.store.read
      .selectFrom('plan_report')
      .leftJoin('agency', 'agency.code', 'plan_report.agency')
      .select(['plan_report.agency', 'plan_report.state', 'plan_report.decided_at', 'agency.name'])
      .where('round', '=', round.id)
      .orderBy('agency.name')
      .execute();
    return rows
      .filter(({ agency }) => inScope(scope, agency))
      .map((row): MeasuredRecord => {
        const accepted = row.state === 'accepted' && by(at, row.decided_at);
        return {
          id: `${round.id}:${row.agency}`,
          title: `${round.title}, ${row.name ?? row.agency}`,
          href: `/plan/progress/${round.id}/${row.agency}`,
          agency: row.agency,
          counts: accepted,
          because: accepted
            ? `Accepted on ${row.decided_at!.slice(0, 10)}`
            : `Not accepted; it was due ${round.due_on}`,
        };
      });
  },
};

const commentsAnswered: Measure = {
  id: 'plan.comments-answered',
  title: 'Comments on the plan that were answered',
  record: { one: 'comment', many: 'comments' },
  kind: 'share',
  unit: '%',
  remembers: true,
  method:
    'Of all comments on the plan received so far, those with an answer and its reason. One that was sent twice is answered when the one that came first is.',
  records: async (context, scope) => {
    const { at } = moment(context, scope);
    const rows = await context.store.read
      .selectFrom('plan_comment')
      .select([
        'id',
        'cycle',
        'number',
        'agency',
        'received_at',
        'disposition',
        'disposed_at',
        'duplicate_of',
      ])
      .where('received_at', '<=', at)
      .orderBy('cycle')
      .orderBy('number')
      .execute();
    const known = new Map(rows.map((row) => [row.id, row]));
    return rows
      .filter(({ agency }) => inScope(scope, agency))
      .map((row): MeasuredRecord => {
        const original = row.duplicate_of === null ? row : known.get(row.duplicate_of);
        const answered = by(at, row.disposed_at) && by(at, original?.disposed_at ?? null);
        return {
          id: `${row.cycle}:${row.number}`,
          title: `Comment No. ${row.number} on ${row.cycle}`,
          href: `/plan/comments/${row.number}?cycle=${row.cycle}`,
          ...(row.agency === null ? {} : { agency: row.agency }),
          counts: answered,
          because: answered
            ? `Answered on ${[row.disposed_at!, original!.disposed_at!].sort()[1]!.slice(0, 10)}`
            : `Waits since ${row.received_at.slice(0, 10)}`,
        };
      });
  },
};

const consulted: Measure = {
  id: 'plan.agencies-consulted',
  title: 'Covered agencies consulted about the draft',
  record: { one: 'agency', many: 'agencies' },
  kind: 'share',
  unit: '%',
  method: 'Of the agencies asked about the plan in force, those that answered; no response counts as none.',
  records: async (context, scope) => {
    const { cycle } = await readCycle(context.store.read);
    const rows = await context.store.read
      .selectFrom('plan_consultation')
      .leftJoin('agency', 'agency.code', 'plan_consultation.agency')
      .select([
        'plan_consultation.agency',
        'plan_consultation.outcome',
        'plan_consultation.answered_on',
        'agency.name',
      ])
      .where('cycle', '=', cycle)
      .where('superseded_at', 'is', null)
      .orderBy('agency.name')
      .execute();
    return rows
      .filter(({ agency }) => inScope(scope, agency))
      .map((row) => ({
        id: row.agency,
        title: row.name ?? row.agency,
        href: `/agencies/${row.agency}`,
        agency: row.agency,
        counts: row.outcome === 'answered',
        because: row.outcome === 'answered' ? `Answered on ${row.answered_on}` : 'No answer recorded',
      }));
  },
};

export const measures: readonly Measure[] = [
  tasksDone,
  reportsAccepted,
  commentsAnswered,
  consulted,
  ...portalMetrics,
];
