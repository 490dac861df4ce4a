import { page } from '../../core/page.ts';
import {
  Bar,
  Empty,
  Facts,
  FilterSelect,
  Filters,
  FilterText,
  Section,
  Table,
  Title,
} from '../../web/components/index.ts';
import { formatCount } from '../../web/format/index.ts';
import { showDataset } from '../catalog/contract.ts';
import { datasetRisk } from './microdata/contract.ts';
import type { RiskReport } from './model.ts';

/** How likely somebody in a dataset could be recognized by the fields named. */
export const riskPage = page({
  path: '/data/:dataset/risk',
  access: 'analyst',
  render: async (request) => {
    const about = await request.ask(showDataset, { dataset: request.params['dataset'] ?? '' });
    const home = `/data/${about.dataset}`;
    const fields = about.fields.filter((field) => field.known_to === null);
    const quasi = (request.query.get('quasi') ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const sensitive = request.query.get('sensitive') ?? '';
    const found =
      quasi.length === 0
        ? undefined
        : await request.ask(datasetRisk, {
            dataset: about.dataset,
            quasi,
            ...(sensitive === '' ? {} : { sensitive: [sensitive] }),
          });
    return {
      title: `Risk of ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
        { href: `${home}/risk`, label: 'Risk' },
      ],
      content: (
        <>
          <Title
            kind="Re-identification risk"
            title={`Who could be recognized in ${about.title}?`}
            lede={
              found === undefined
                ? 'Name the fields that somebody from outside could know of a person.'
                : answerOf(found)
            }
          >
            {found && (
              <Facts
                items={[
                  { label: 'Smallest group (k)', value: formatCount(found.k) },
                  { label: 'Alone in their group', value: formatCount(found.uniques) },
                  { label: 'Highest chance', value: percent(found.prosecutor_highest) },
                  { label: 'Mean chance', value: percent(found.marketer) },
                  { label: 'Groups', value: formatCount(found.classes) },
                ]}
              />
            )}
          </Title>
          <Filters act="Measure">
            <FilterText
              name="quasi"
              label={`Fields, with commas: ${fields
                .slice(0, 4)
                .map(({ name }) => name)
                .join(', ')} …`}
              value={quasi.join(', ')}
            />
            <FilterSelect
              name="sensitive"
              label="What nobody must learn"
              value={sensitive}
              choices={[
                { value: '', label: 'Nothing' },
                ...fields.map(({ name, title }) => ({ value: name, label: title })),
              ]}
            />
          </Filters>
          {found === undefined ? (
            <Empty>Nothing is measured yet.</Empty>
          ) : (
            <Measured found={found} titles={new Map(fields.map(({ name, title }) => [name, title]))} />
          )}
        </>
      ),
    };
  },
});

const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;

const answerOf = ({ records, uniques, at_risk, threshold }: RiskReport) =>
  `${formatCount(uniques)} of ${formatCount(records)} rows are the only ones with their values. ${formatCount(at_risk)} could be matched with a chance above ${percent(threshold)}.`;

function Measured({ found, titles }: { found: RiskReport; titles: ReadonlyMap<string, string> }) {
  const most = Math.max(1, ...found.sizes.map(({ records }) => records));
  return (
    <>
      <Section title="Rows by the size of their group" finding="The smaller the group, the surer a match.">
        <Table
          caption="Rows by the size of their group"
          rows={found.sizes}
          columns={[
            {
              head: 'Group of',
              cell: ({ from, to }) =>
                to === undefined ? `${from} or more` : to === from ? `${from}` : `${from} to ${to}`,
            },
            { head: 'Rows', numeric: true, strong: true, cell: ({ records }) => formatCount(records) },
            { head: 'Groups', numeric: true, cell: ({ classes }) => formatCount(classes) },
            {
              head: 'Share',
              hiddenHead: true,
              bar: true,
              phoneHide: true,
              cell: ({ records }) => <Bar share={records / most} label={`${formatCount(records)} rows`} />,
            },
          ]}
        />
      </Section>
      <Section
        title="Which field tells most"
        finding="Distinction is the share of different values; separation the share of pairs of rows it tells apart."
      >
        <Table
          caption="Fields by how well they tell rows apart"
          rows={found.columns.toSorted((a, b) => b.separation - a.separation)}
          columns={[
            { head: 'Field', cell: ({ name }) => titles.get(name) ?? name },
            { head: 'Distinction', numeric: true, cell: ({ distinction }) => percent(distinction) },
            {
              head: 'Separation',
              numeric: true,
              strong: true,
              cell: ({ separation }) => percent(separation),
            },
          ]}
        />
      </Section>
      {found.sensitive.length > 0 && (
        <Section
          title="What a group gives away"
          finding="Worst group of all. One distinct value means that everybody in a group is known to have it."
        >
          <Table
            caption="Sensitive fields"
            rows={found.sensitive}
            columns={[
              { head: 'Field', cell: ({ name }) => titles.get(name) ?? name },
              {
                head: 'Distinct values (l)',
                numeric: true,
                strong: true,
                cell: ({ distinct_l }) => formatCount(distinct_l),
              },
              { head: 'Entropy l', numeric: true, cell: ({ entropy_l }) => entropy_l.toFixed(2) },
              { head: 'Distance (t)', numeric: true, cell: ({ t }) => t.toFixed(3) },
            ]}
          />
        </Section>
      )}
    </>
  );
}
