import type { Context } from '../../handler.ts';
import type { Measure, MeasuredRecord, MeasureScope } from '../../measure.ts';

/** Questions older than this say nothing about how they are answered now. */
const lookBackDays = 365;
const dayMs = 86_400_000;

const question = { one: 'question', many: 'questions' } as const;

/** What was asked about datasets in the last 365 days and is a question about the data, oldest first. */
async function askedLately({ store, clock }: Context, scope: MeasureScope) {
  const since = new Date(Date.parse(clock.now()) - lookBackDays * dayMs).toISOString();
  const rows = await store.read
    .selectFrom('dataset_question')
    .innerJoin('dataset', 'dataset.id', 'dataset_question.dataset')
    .select([
      'dataset_question.id',
      'dataset_question.state',
      'asked_at',
      'answered_at',
      'due_on',
      'dataset.public_id',
      'dataset.title',
      'dataset.agency',
    ])
    .where('dataset_question.state', '!=', 'closed')
    .where('asked_at', '>=', since)
    .$if(scope.agencies !== undefined, (query) => query.where('agency', 'in', [...scope.agencies!, '']))
    .$if(scope.datasets !== undefined, (query) => query.where('public_id', 'in', [...scope.datasets!, '']))
    .orderBy('asked_at')
    .orderBy('dataset_question.id')
    .execute();
  return rows.map((row) => ({
    ...row,
    days:
      row.answered_at === null
        ? null
        : Math.floor((Date.parse(row.answered_at) - Date.parse(row.asked_at)) / dayMs),
  }));
}
type Asked = Awaited<ReturnType<typeof askedLately>>[number];

const recordOf = (row: Asked, counts: boolean): MeasuredRecord => ({
  id: row.id,
  title: `Question of ${row.asked_at.slice(0, 10)} about ${row.title}`,
  href: `/data/${row.public_id}/questions`,
  ...(row.agency === null ? {} : { agency: row.agency }),
  counts,
  because:
    row.days === null
      ? `Not answered; due ${row.due_on}`
      : `Answered after ${row.days} ${row.days === 1 ? 'day' : 'days'}; due ${row.due_on}`,
});

/** Whether those who ask are answered in time. */
export const answeredInTime: Measure = {
  id: 'catalog.questions-answered-in-time',
  title: 'Questions about datasets answered in time',
  record: question,
  kind: 'share',
  unit: '%',
  method:
    'Of the questions asked about datasets in the last 365 days that were answered or whose day has passed, those answered on or before that day. Questions closed as no question about the data are left out.',
  records: async (context, scope) =>
    (await askedLately(context, scope))
      .filter(({ state, due_on }) => state === 'answered' || due_on < context.clock.today())
      .map((row) => recordOf(row, row.answered_at !== null && row.answered_at.slice(0, 10) <= row.due_on)),
};

/** How long those who ask wait for an answer. */
export const daysToAnswer: Measure = {
  id: 'catalog.days-to-answer',
  title: 'Days to answer a question about a dataset, median',
  record: question,
  kind: 'median',
  unit: 'days',
  method:
    'The median of the whole days between question and answer, of the questions asked about datasets in the last 365 days and answered; those without an answer are listed as missing. Questions closed as no question about the data are left out.',
  records: async (context, scope) =>
    (await askedLately(context, scope)).map((row) => ({
      ...recordOf(row, row.days !== null),
      ...(row.days === null ? {} : { amount: row.days }),
    })),
};
