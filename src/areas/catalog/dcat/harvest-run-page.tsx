import type { AnswerOf } from '../../../core/operation.ts';
import { page } from '../../../core/page.ts';
import {
  ActForm,
  Empty,
  Facts,
  Links,
  Section,
  Status,
  Table,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { counted, formatCount, listed, sentence } from '../../../web/format/index.ts';
import { type HarvestDifference, harvest, showHarvest } from './contract.ts';

type Run = AnswerOf<typeof showHarvest>;
const shown = 100;

/** What one harvest changed, or a comparison would change: record by record, with what could not be understood. */
export const harvestRunPage = page({
  path: '/data/harvest/:harvest',
  access: 'staff',
  render: async (request) => {
    const run = await request.ask(showHarvest, { harvest: request.params['harvest'] ?? '' });
    const zone = request.clock.timeZone;
    const { added, changed, unchanged, gone, checked } = run;
    const acts = added + changed;
    const mayTake = await request.may(harvest, run.agency === null ? {} : { agency: run.agency });
    const isAddress = /^https?:/i.test(run.source);
    const from = request.query.get('all') === null ? shown : run.differences.length;
    return {
      title: run.title ?? run.source,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: '/data/harvest', label: 'Harvest' },
      ],
      content: (
        <>
          <Title
            kind={checked ? 'Comparison · nothing was changed' : 'Harvest'}
            title={run.title ?? run.source}
            lede={ledeOf(run)}
            acts={
              <>
                {checked && acts > 0 && isAddress && mayTake && (
                  <ActForm request={request} as="filled">
                    Take over {acts === 1 ? 'one record' : `${formatCount(acts)} records`}
                  </ActForm>
                )}
                <Links>
                  <a
                    href={`/data/harvest?${new URLSearchParams({ source: run.source, ...(run.agency && { agency: run.agency }) })}`}
                  >
                    Compare again
                  </a>
                  <a href={`/api/v1/harvests/${run.harvest}`}>JSON</a>
                </Links>
              </>
            }
          >
            <Facts
              items={[
                { label: 'From', value: <span class="mono">{run.source}</span> },
                { label: 'Form', value: `DCAT-US ${run.form}` },
                {
                  label: 'Records',
                  value: `${formatCount(run.records)} with ${counted(run.distributions, 'distribution')}`,
                },
                { label: 'As before', value: formatCount(unchanged) },
                {
                  label: 'When',
                  value: (
                    <>
                      <Time at={run.harvested_at} zone={zone} as="moment" />, {run.harvested_by}
                    </>
                  ),
                },
              ]}
            />
          </Title>
          {run.problems.length > 0 && (
            <Section
              id="problems"
              title="Worth knowing"
              finding={`${counted(run.problems.length, 'thing')} in the catalogue ${run.problems.length === 1 ? 'is' : 'are'} not as DCAT-US asks.`}
            >
              <Table
                caption="Problems by record"
                density="tight"
                columns={[
                  { head: 'Record', numeric: true, cell: ({ record }) => formatCount(record) },
                  { head: 'Identifier', cell: ({ identifier }) => identifier ?? '–' },
                  { head: 'What', width: 'w50', cell: ({ problem }) => sentence(problem) },
                  {
                    head: 'Taken',
                    width: 'w-status',
                    cell: ({ kind }) =>
                      kind === 'error' ? (
                        <Status kind="late">No</Status>
                      ) : (
                        <Status kind="unknown">As written</Status>
                      ),
                  },
                ]}
                rows={run.problems.slice(0, from)}
              />
            </Section>
          )}
          <Section id="differences" title={checked ? 'What would change' : 'What changed'}>
            {run.differences.length === 0 ? (
              <Empty>Every record is as it was at the last harvest.</Empty>
            ) : (
              <Table
                caption="Differences by record"
                columns={differenceColumns(checked)}
                rows={run.differences.slice(0, from)}
              />
            )}
            {run.differences.length > from && (
              <p class="small more">
                {formatCount(from)} of {formatCount(added + changed + gone)} are listed.{' '}
                <a href="?all=yes#differences">List {formatCount(run.differences.length)}</a>
              </p>
            )}
          </Section>
        </>
      ),
    };
  },
  submit: async (request) => {
    const run = await request.ask(showHarvest, { harvest: request.params['harvest'] ?? '' });
    const { job } = await request.ask(harvest, {
      source: run.source,
      check: false,
      ...(run.agency !== null && { agency: run.agency }),
    });
    return { redirect: `/jobs/${job}` };
  },
});

function ledeOf({ checked, added, changed, unchanged, gone }: Run): string {
  const parts = [
    added > 0 && `${formatCount(added)} ${checked ? 'would be' : added === 1 ? 'is' : 'are'} new`,
    changed > 0 &&
      `${formatCount(changed)} ${checked ? 'would change' : changed === 1 ? 'was changed' : 'were changed'}`,
    gone > 0 &&
      `${formatCount(gone)} ${gone === 1 ? 'is' : 'are'} gone from the catalogue and ${gone === 1 ? 'stays' : 'stay'} here`,
  ].filter((one): one is string => one !== false);
  if (parts.length === 0) return `All ${formatCount(unchanged)} records are as they were. Nothing is to do.`;
  return `${sentence(listed(parts))}.`;
}

const differenceColumns = (checked: boolean) => [
  {
    head: 'Record',
    width: 'w50' as const,
    cell: ({ dataset, title, identifier }: HarvestDifference) => (
      <>
        {dataset === null ? title : <a href={`/data/${dataset}`}>{title}</a>}
        <span class="sub">{identifier}</span>
      </>
    ),
  },
  {
    head: checked ? 'Would be' : 'Is',
    width: 'w-status' as const,
    cell: ({ outcome }: HarvestDifference) =>
      ({ added: 'New', changed: 'Different', gone: 'Gone from the catalogue' })[outcome],
  },
  {
    head: 'What differs',
    cell: ({ changes }: HarvestDifference) =>
      changes.length === 0 ? '–' : sentence(changes.map((one) => one.replaceAll('_', ' ')).join(', ')),
  },
];
