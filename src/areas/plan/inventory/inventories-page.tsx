import { page } from '../../../core/page.ts';
import { Filters, FilterText, Section, Status, Table, Time, Title } from '../../../web/components/index.ts';
import { formatDistance, inWords, sentence } from '../../../web/format/index.ts';
import { listInventories } from './contract.ts';

/** Which agencies have submitted their inventory of a year, and which have not. */
export const inventoriesPage = page({
  path: '/plan/inventories',
  access: 'everyone',
  render: async (request) => {
    const zone = request.clock.timeZone;
    const asked = Number(request.query.get('year'));
    const shown = await request.ask(listInventories, asked >= 2000 && asked <= 2200 ? { year: asked } : {});
    const { year, dueOn, submitted, inventories } = shown;
    return {
      title: `Inventories of ${year}`,
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/inventories', label: 'Inventories' },
      ],
      content: (
        <>
          <Title
            title={`High value data inventories of ${year}`}
            lede={`${submitted === 0 ? `None of ${inventories.length} agencies has` : sentence(inWords(submitted, `of ${inventories.length} agencies has`, `of ${inventories.length} agencies have`))} submitted. ${dueOn === null ? '' : `They are due ${formatDistance(request.clock.today(), dueOn)}.`}`}
          >
            <Filters act="Show">
              <FilterText name="year" label="Year" value={String(year)} />
            </Filters>
          </Title>
          <Section first title="By agency">
            <Table
              caption="Inventories by agency"
              density="tight"
              rows={inventories}
              columns={[
                {
                  head: 'Agency',
                  width: 'w50',
                  cell: (row) => <a href={`/agencies/${row.agency}/inventory/${year}`}>{row.name}</a>,
                },
                { head: 'Covered', cell: (row) => sentence(row.covered) },
                {
                  head: 'State',
                  cell: (row) => (
                    <Status
                      kind={row.submittedAt ? (row.late ? 'risk' : 'met') : row.late ? 'late' : 'track'}
                    >
                      {row.submittedAt
                        ? row.late
                          ? 'Submitted late'
                          : 'Submitted'
                        : row.late
                          ? 'Late'
                          : 'Not submitted'}
                    </Status>
                  ),
                },
                { head: 'Assets', numeric: true, cell: (row) => row.entries ?? '–' },
                {
                  head: 'On',
                  cell: (row) => (row.submittedAt ? <Time at={row.submittedAt} zone={zone} /> : '–'),
                },
              ]}
            />
          </Section>
        </>
      ),
    };
  },
});
