import { daysBetween } from '../../core/calendar-date.ts';
import type { Context } from '../handler.ts';
import type { Measure, MeasuredRecord, MeasureScope } from '../measure.ts';
import { wordsFor } from './dataset-words.ts';
import { issueQuery, issuesFrom } from './issue-rows.ts';
import { definitionOf } from './rule-rows.ts';
import { counted } from './rules/counted.ts';
import { sentenceOf } from './rules/rule-kinds.ts';

/** An issue open longer than this has been left lying. */
const longOpenDays = 30;

/** Active datasets that have a version, which is what rules can be about. */
async function datasetsIn({ store }: Context, scope: MeasureScope) {
  if (scope.agencies?.length === 0 || scope.datasets?.length === 0) return [];
  return store.read
    .selectFrom('dataset')
    .select(['id', 'public_id', 'title', 'agency', 'current_version', 'release'])
    .where('state', '=', 'active')
    .where('current_version', 'is not', null)
    .$if(scope.agencies !== undefined, (query) => query.where('agency', 'in', [...scope.agencies!]))
    .$if(scope.datasets !== undefined, (query) =>
      query.where((dataset) =>
        dataset.or([
          dataset('id', 'in', [...scope.datasets!]),
          dataset('public_id', 'in', [...scope.datasets!]),
        ]),
      ),
    )
    .orderBy('title')
    .orderBy('id')
    .execute();
}

const held = (agency: string | null) => (agency === null ? {} : { agency });

export const datasetsWithRules: Measure = {
  id: 'quality.datasets-with-rules',
  title: 'Datasets with accepted quality rules',
  record: { one: 'dataset', many: 'datasets' },
  kind: 'share',
  unit: '%',
  method:
    'Of the active datasets with a version, those whose data contract holds at least one accepted rule.',
  records: async (context, scope) => {
    const datasets = await datasetsIn(context, scope);
    const rules = await context.store.read
      .selectFrom('quality_rule')
      .select(['dataset', ({ fn }) => fn.countAll().as('n')])
      .where('state', '=', 'accepted')
      .groupBy('dataset')
      .execute();
    const byDataset = new Map(rules.map((row) => [row.dataset, Number(row.n)]));
    return datasets.map((dataset): MeasuredRecord => {
      const n = byDataset.get(dataset.id) ?? 0;
      return {
        id: dataset.public_id,
        title: dataset.title,
        href: `/data/${dataset.public_id}/rules`,
        ...held(dataset.agency),
        counts: n > 0,
        because: n > 0 ? `${counted(n, 'rule')} accepted` : 'No rule accepted',
      };
    });
  },
};

export const rulesPassing: Measure = {
  id: 'quality.rules-passing',
  title: 'Accepted quality rules that pass',
  record: { one: 'rule', many: 'rules' },
  kind: 'share',
  unit: '%',
  method:
    'Of the accepted rules of active datasets, those whose check passes in the current version. A rule not yet checked, or that cannot run, does not count as passing.',
  records: async (context, scope) => {
    const datasets = new Map((await datasetsIn(context, scope)).map((one) => [one.id, one]));
    const rows = await context.store.read
      .selectFrom('quality_rule')
      .innerJoin('dataset', 'dataset.id', 'quality_rule.dataset')
      .leftJoin('quality_check', (join) =>
        join
          .onRef('quality_check.rule', '=', 'quality_rule.id')
          .onRef('quality_check.version', '=', 'dataset.current_version'),
      )
      .select([
        'quality_rule.id',
        'quality_rule.dataset',
        'quality_rule.definition',
        'quality_check.outcome',
        'quality_check.finding',
      ])
      .where('quality_rule.state', '=', 'accepted')
      .orderBy('quality_rule.dataset')
      .orderBy('quality_rule.accepted_at')
      .orderBy('quality_rule.id')
      .execute();
    const words = new Map<string, Awaited<ReturnType<typeof wordsFor>>>();
    const records: MeasuredRecord[] = [];
    for (const row of rows) {
      const dataset = datasets.get(row.dataset);
      if (dataset === undefined) continue;
      if (!words.has(dataset.id)) {
        words.set(dataset.id, await wordsFor(context.store.read, dataset.id, context.jurisdiction));
      }
      records.push({
        id: row.id,
        // The records of a measure are for everyone; a rule of a protected dataset may repeat what its rows hold.
        title:
          dataset.release === null
            ? `A rule of ${dataset.title}`
            : `${sentenceOf(definitionOf(row), words.get(dataset.id)!)} (${dataset.title})`,
        href: `/data/${dataset.public_id}/rules/${row.id}`,
        ...held(dataset.agency),
        counts: row.outcome === 'passed',
        because: dataset.release === null ? outcomeWords(row.outcome) : (row.finding ?? 'Not checked yet'),
      });
    }
    return records;
  },
};

export const issuesLongOpen: Measure = {
  id: 'quality.issues-open-over-30-days',
  title: 'Quality issues open for more than 30 days',
  record: { one: 'issue', many: 'issues' },
  kind: 'count',
  unit: 'issues',
  method:
    'Open quality issues of active datasets; an issue counts when it was opened more than 30 days ago. Dismissed and closed ones do not.',
  records: async (context, scope) => {
    const datasets = await datasetsIn(context, scope);
    const hidden = new Set(datasets.filter((one) => one.release === null).map((one) => one.public_id));
    const ids = datasets.map((one) => one.id);
    if (ids.length === 0) return [];
    const wanted = new Set(ids);
    const rows = await issueQuery(context.store.read)
      .where('quality_issue.state', '=', 'open')
      .orderBy('quality_issue.opened_at')
      .orderBy('quality_issue.id')
      .execute();
    const issues = await issuesFrom(
      context.store.read,
      context.jurisdiction,
      rows.filter((row) => wanted.has(row.dataset)),
    );
    const today = context.clock.today();
    return issues.map((issue): MeasuredRecord => {
      const age = daysBetween(issue.openedAt.slice(0, 10), today);
      return {
        id: issue.id,
        title: hidden.has(issue.dataset)
          ? `An issue of ${issue.datasetTitle}`
          : `${issue.subject} (${issue.datasetTitle})`,
        href: `/data/issues/${issue.id}`,
        ...held(issue.agency),
        counts: age > longOpenDays,
        because: `Open for ${counted(age, 'day')}`,
      };
    });
  },
};

const outcomeWords = (outcome: string | null): string =>
  outcome === null ? 'Not checked yet' : outcome === 'passed' ? 'It passes' : 'It does not pass';

export const measures = [datasetsWithRules, rulesPassing, issuesLongOpen];
