import { page } from '../../../core/page.ts';
import { Empty, Section, Status, Table, Title } from '../../../web/components/index.ts';
import { counted, formatDate } from '../../../web/format/index.ts';
import { listRetirements } from './contract.ts';
import type { RetirementView } from './model.ts';

/** The register: what was retired or will be, when, why, and what became of its versions. */
export const retirementsPage = page({
  path: '/data/retirements',
  access: 'everyone',
  render: async (request) => {
    const { retirements, total } = await request.ask(listRetirements, {});
    const zone = request.clock.timeZone;
    return {
      title: 'Retired datasets',
      place: 'data',
      breadcrumbs: [{ href: '/data', label: 'Data' }],
      content: (
        <>
          <Title
            kind="Register"
            title="Retired datasets"
            lede={`${counted(total, 'retirement')} ${total === 1 ? 'is' : 'are'} announced or done. Each was said ahead, with the day.`}
          />
          <Section title="The register">
            {retirements.length === 0 ? (
              <Empty>No dataset was retired yet, and none is announced to be.</Empty>
            ) : (
              <Table
                caption="Retirements"
                columns={[
                  {
                    head: 'Dataset',
                    width: 'w33',
                    cell: ({ dataset, title }: RetirementView) => (
                      <a href={`/data/${dataset}/changes`}>{title}</a>
                    ),
                  },
                  { head: 'On', nowrap: true, cell: ({ retire_on }) => formatDate(retire_on, zone) },
                  { head: 'Why', width: 'w33', cell: ({ reason }) => reason },
                  {
                    head: 'Use instead',
                    cell: ({ replaced_by }) =>
                      replaced_by ? <a href={`/data/${replaced_by}`}>{replaced_by}</a> : '–',
                  },
                  {
                    head: 'State',
                    width: 'w-status',
                    cell: ({ retired_at }) =>
                      retired_at === null ? (
                        <Status kind="risk">Announced</Status>
                      ) : (
                        <Status kind="met">Retired</Status>
                      ),
                  },
                ]}
                rows={retirements}
              />
            )}
          </Section>
        </>
      ),
    };
  },
});
