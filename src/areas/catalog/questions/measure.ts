import type { Measure } from '../../measure.ts';

/** Questions older than this say nothing about how they are answered now. */
const lookBackDays = 365;

/** Whether those who ask are answered in time. */
export const answeredInTime: Measure = {
  id: 'catalog.questions-answered-in-time',
  title: 'Questions about datasets answered in time',
  record: { one: 'question', many: 'questions' },
  kind: 'share',
  unit: '%',
  method:
    'Of the questions asked about datasets in the last 365 days that were answered or whose day has passed, those answered on or before that day. Questions closed as no question about the data are left out.',
  records: async ({ store, clock }, scope) => {
    const today = clock.today();
    const since = new Date(Date.parse(clock.now()) - lookBackDays * 86_400_000).toISOString();
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
    return rows
      .filter(({ state, due_on }) => state === 'answered' || due_on < today)
      .map((row) => {
        const days =
          row.answered_at === null
            ? null
            : Math.floor((Date.parse(row.answered_at) - Date.parse(row.asked_at)) / 86_400_000);
        return {
          id: row.id,
          title: `Question of ${row.asked_at.slice(0, 10)} about ${row.title}`,
          href: `/data/${row.public_id}/questions`,
          ...(row.agency === null ? {} : { agency: row.agency }),
          counts: row.answered_at !== null && row.answered_at.slice(0, 10) <= row.due_on,
          because:
            days === null
              ? `Not answered; due ${row.due_on}`
              : `Answered after ${days} ${days === 1 ? 'day' : 'days'}; due ${row.due_on}`,
        };
      });
  },
};
