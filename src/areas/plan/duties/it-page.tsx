import { page } from '../../../core/page.ts';
import {
  Empty,
  FilterSelect,
  Filters,
  Section,
  Status,
  Table,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { inWords, sentence } from '../../../web/format/index.ts';
import { listItActions } from './contract.ts';
import { itResultWords } from './model.ts';

/** Purchases, systems and contracts, and whether each is consistent with the plan in force. */
export const itPage = page({
  path: '/plan/it',
  access: 'everyone',
  render: async (request) => {
    const zone = request.clock.timeZone;
    const again = request.query.get('check_again') === 'true';
    const { actions, checkAgain } = await request.ask(listItActions, again ? { check_again: true } : {});
    return {
      title: 'Information technology',
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/it', label: 'Information technology' },
      ],
      content: (
        <>
          <Title
            title="Information technology and the plan"
            lede={`${sentence(inWords(actions.length, 'action is', 'actions are'))} registered, ${inWords(checkAgain, 'must', 'must')} be checked against the plan in force.`}
          >
            <Filters>
              <FilterSelect
                name="check_again"
                label="Show"
                value={again ? 'true' : ''}
                choices={[
                  { value: '', label: 'All' },
                  { value: 'true', label: 'To check' },
                ]}
              />
            </Filters>
          </Title>
          <Section first title="Actions" aside={<a href="/api/v1/plan/it.csv">CSV for procurement</a>}>
            {actions.length === 0 ? (
              <Empty>
                None here. An agency registers one with `oak plan open-it-action` before it buys or builds.
              </Empty>
            ) : (
              <Table
                caption="Information technology actions"
                rows={actions}
                columns={[
                  {
                    head: 'Action',
                    width: 'w40',
                    cell: (row) => (
                      <>
                        {row.title}
                        <span class="sub">
                          {sentence(row.kind)}, {row.agency}. {row.description}
                        </span>
                      </>
                    ),
                  },
                  {
                    head: 'Result',
                    cell: (row) => (
                      <Status
                        kind={
                          row.checkAgain
                            ? 'risk'
                            : row.result === 'not-consistent'
                              ? 'late'
                              : row.result === null
                                ? 'unknown'
                                : 'met'
                        }
                        reason={row.conditions}
                      >
                        {row.result === null ? 'Not checked' : itResultWords[row.result]}
                        {row.checkAgain && row.result !== null && ', check again'}
                      </Status>
                    ),
                  },
                  {
                    head: 'Items cited',
                    cell: (row) =>
                      row.cited.map((one) => (
                        <p>
                          <a href={`/plan/${one.item}`}>{one.item}</a>
                          <span class="sub">{one.note}</span>
                        </p>
                      )),
                  },
                  {
                    head: 'Checked',
                    cell: (row) => (row.checkedAt ? <Time at={row.checkedAt} zone={zone} /> : '–'),
                  },
                ]}
              />
            )}
          </Section>
        </>
      ),
    };
  },
});
