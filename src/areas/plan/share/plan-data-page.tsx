import { page } from '../../../core/page.ts';
import { Code, Follow, Links, Section, Table, Title } from '../../../web/components/index.ts';
import { type PlanTable, planTable, planTables } from './model.ts';

/** Everything public about the plan as files and addresses: tables, feeds, the calendar, the picture for other sites. */
export const planDataPage = page({
  path: '/plan/data',
  access: 'everyone',
  render: async (request) => {
    const badge = `${request.url.origin}/api/v1/plan/badge.svg`;
    const html = `<a href="${request.url.origin}/plan"><img src="${badge}" alt="${request.jurisdiction.planTitle}: how its objectives stand" height="28"></a>`;
    return {
      title: 'The plan as data',
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/data', label: 'Data' },
      ],
      content: (
        <>
          <Title
            title="The plan as data"
            lede="Everything this site says about the plan can be taken away: as CSV for a spreadsheet, as JSON for a program, as feeds and as a calendar."
          />
          <Section
            first
            title="Tables"
            aside={
              <Links>
                <a href="/api/openapi.json">OpenAPI</a>
                <a href="/api/v1/plan/comments.csv">Comments CSV</a>
                <a href="/api/v1/plan/compliance.csv">Compliance CSV</a>
              </Links>
            }
          >
            <Table
              caption="Tables of the plan"
              density="tight"
              rows={planTable.options}
              columns={[
                { head: 'What', width: 'w50', cell: (table: PlanTable) => planTables[table].says },
                {
                  head: 'Take it',
                  cell: (table: PlanTable) => (
                    <Links>
                      <a
                        href={`/api/v1/plan/tables/${table}.csv`}
                        aria-label={`CSV: ${planTables[table].says}`}
                      >
                        CSV
                      </a>
                      <a href={planTables[table].json} aria-label={`JSON: ${planTables[table].says}`}>
                        JSON
                      </a>
                    </Links>
                  ),
                },
              ]}
            />
          </Section>
          <Section title="How it stands, on your own site">
            <p>
              <img
                class="badge"
                src="/api/v1/plan/badge.svg"
                alt="How the objectives of the plan stand"
                height="28"
              />
            </p>
            <p class="read">
              A picture that needs no script and follows nobody. Add <code>?goal=</code> and the id of a goal
              to show that goal alone. It is counted anew every hour.
            </p>
            <Code label="To put on a page" code={html} wrap />
          </Section>
          <Section title="Dates">
            <p>
              <a href={`/api/v1/plan/calendar.ics?base=${request.url.origin}`}>Calendar feed (.ics)</a> for a
              calendar program: what is due by law, deadlines for comment, meetings and rounds.
            </p>
          </Section>
          <Follow
            request={request}
            topic="plan:all"
            what="when a version is frozen, a phase opens or a meeting is noticed."
          />
        </>
      ),
    };
  },
});
