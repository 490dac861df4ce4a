import { addDays } from '../../core/calendar-date.ts';
import type { Context } from '../handler.ts';
import type { Measure, MeasuredRecord, MeasureScope } from '../measure.ts';
import { readAccessEntries, readAccessPlans } from './access-plan/access-plans.ts';
import type { AccessEntry } from './access-plan/model.ts';
import { inScope } from './in-scope.ts';

const entryRecord = (entry: AccessEntry, counts: boolean, because: string): MeasuredRecord => ({
  id: `${entry.agency}:${entry.entry}`,
  title: entry.title,
  href: entry.dataset === null ? `/agencies/${entry.agency}/desk` : `/data/${entry.dataset}`,
  agency: entry.agency,
  counts,
  because,
});
const entries = async (context: Context, scope: MeasureScope) =>
  (await readAccessEntries(context.store.read, context.clock)).filter(({ agency }) => inScope(scope, agency));
/** One that is here is published since its first release; of one that is elsewhere its agency says when, and its record says so. */
const bySource = 'a dataset here since its first release, another from the day that its agency gives';
const publishedWords = ({ publishedOn, asReported }: AccessEntry): string =>
  `Published ${publishedOn}${asReported ? ', as its agency says' : ''}`;
const planned = {
  record: { one: 'planned dataset', many: 'planned datasets' },
  kind: 'share',
  unit: '%',
} as const;

const agenciesWithPlan: Measure = {
  id: 'plan.agencies-with-access-plan',
  title: 'Agencies with an open data access plan',
  record: { one: 'agency', many: 'agencies' },
  kind: 'share',
  unit: '%',
  method: 'Of the agencies that owe one, those that have submitted an open data access plan.',
  records: async (context, scope) =>
    (await readAccessPlans(context.store.read, context.clock))
      .filter(({ agency }) => inScope(scope, agency))
      .map((plan) => ({
        id: plan.agency,
        title: plan.name,
        href: `/agencies/${plan.agency}`,
        agency: plan.agency,
        counts: plan.submittedAt !== null,
        because: plan.submittedAt === null ? 'Not submitted' : `Submitted ${plan.submittedAt.slice(0, 10)}`,
      })),
};

const published = async (context: Context, scope: MeasureScope) =>
  (
    await context.store.read
      .selectFrom('dataset')
      .select(['id', 'public_id', 'title', 'agency', 'current_version', 'release'])
      .where('state', '=', 'active')
      .orderBy('title')
      .execute()
  ).filter(
    ({ agency, public_id }) => inScope(scope, agency) && (scope.datasets?.includes(public_id) ?? true),
  );

const datasetsPublished: Measure = {
  id: 'plan.datasets-published',
  title: 'Datasets published',
  record: { one: 'dataset', many: 'datasets' },
  kind: 'count',
  unit: 'datasets',
  method: 'Active datasets with a version whose release is decided, so that everyone may have it.',
  records: async (context, scope) =>
    (await published(context, scope)).map((row) => ({
      id: row.public_id,
      title: row.title,
      href: `/data/${row.public_id}`,
      ...(row.agency === null ? {} : { agency: row.agency }),
      counts: row.current_version !== null && row.release !== null,
      because: row.current_version === null ? 'No file' : row.release === null ? 'Protected' : 'Open',
    })),
};

const plannedPublished: Measure = {
  id: 'plan.planned-published',
  title: 'Planned datasets that are published',
  ...planned,
  method: `Of the datasets listed in access plans, those published: ${bySource}.`,
  records: async (context, scope) =>
    (await entries(context, scope)).map((entry) =>
      entryRecord(
        entry,
        entry.publishedOn !== null,
        entry.publishedOn === null ? `Planned for ${entry.plannedOn}` : publishedWords(entry),
      ),
    ),
};

const automatedUpdates: Measure = {
  id: 'plan.automated-updates',
  title: 'Published datasets that update without a hand',
  ...planned,
  method:
    'Of the published datasets of access plans, those whose agency says that their updates are automated.',
  records: async (context, scope) =>
    (await entries(context, scope))
      .filter(({ publishedOn }) => publishedOn !== null)
      .map((entry) => entryRecord(entry, entry.automated, entry.automated ? 'Automated' : 'By hand')),
};

const publishedOnTime: Measure = {
  id: 'plan.published-on-time',
  title: 'Planned datasets published by their date',
  ...planned,
  method: `Of the planned datasets whose first date has come, those published by it: ${bySource}. A date that was put off does not count again.`,
  records: async (context, scope) =>
    (await entries(context, scope))
      .filter(({ firstPlannedOn }) => firstPlannedOn <= context.clock.today())
      .map((entry) => {
        const inTime = entry.publishedOn !== null && entry.publishedOn <= entry.firstPlannedOn;
        return entryRecord(entry, inTime, inTime ? publishedWords(entry) : `${entry.slipDays} days late`);
      }),
};

/** Requests are counted, nobody who made them. */
const usePeriodDays = 30;

const use: Measure = {
  id: 'plan.data-used',
  title: 'Times that data were asked for',
  record: { one: 'request', many: 'requests' },
  kind: 'count',
  unit: 'requests in 30 days',
  method:
    'Requests for rows and downloads of the last 30 days, each counted once. Pages shown and robots do not count.',
  records: async (context, scope) => {
    const since = addDays(context.clock.today(), -usePeriodDays);
    const sets = new Map((await published(context, scope)).map((row) => [row.id, row]));
    const byPublic = new Map([...sets.values()].map((row) => [row.public_id, row]));
    const rows = await context.store.read
      .selectFrom('portal_dataset_use')
      .selectAll()
      .where('day', '>', since)
      .where('kind', 'in', ['rows', 'download'])
      .orderBy('day')
      .execute();
    return rows.flatMap((row): MeasuredRecord[] => {
      const dataset = sets.get(row.dataset) ?? byPublic.get(row.dataset);
      if (dataset === undefined) return [];
      return [
        {
          id: `${dataset.public_id}:${row.day}:${row.kind}`,
          title: dataset.title,
          href: `/data/${dataset.public_id}`,
          ...(dataset.agency === null ? {} : { agency: dataset.agency }),
          counts: true,
          times: row.requests,
          because: `${row.kind === 'rows' ? 'Rows' : 'Downloads'} on ${row.day}: ${row.requests} ${row.requests === 1 ? 'request' : 'requests'}`,
        },
      ];
    });
  },
};

/**
 * Metrics of the state's open data handbook (docs/_open_data_resources/measuring_open_data_use.md of CTOpenData's
 * open-data-handbook) that are counted here. Freshness and required metadata are the catalogue's (`catalog.fresh`,
 * `catalog.metadata-complete`); products made and hours saved are reported (`reported.*`).
 */
export const portalMetrics: readonly Measure[] = [
  agenciesWithPlan,
  datasetsPublished,
  plannedPublished,
  automatedUpdates,
  publishedOnTime,
  use,
];
