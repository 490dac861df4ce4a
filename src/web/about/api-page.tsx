import { listDatasets } from '../../areas/catalog/contract.ts';
import { page } from '../../core/page.ts';
import { Code, Links, Pairs, Section, Table, Title } from '../components/index.ts';

const ways = [
  {
    what: 'Rows of the newest version',
    address: '/api/v1/datasets/{id}/rows',
    gives: 'JSON, by page with a cursor',
  },
  {
    what: 'Every row of one version',
    address: '/api/v1/datasets/{id}/versions/{version}.csv',
    gives: 'CSV, Parquet or JSON: the same rows for as long as the version is there',
  },
  {
    what: 'As a SODA 2.1 client asks',
    address: '/resource/{id}.json',
    gives: 'JSON, CSV or GeoJSON, with $where, $select, $group, $order, $limit, $offset, $q',
  },
  { what: 'What the fields mean', address: '/api/v1/datasets/{id}/dictionary.csv', gives: 'CSV or JSON' },
  { what: 'What each column holds', address: '/api/v1/datasets/{id}/profile', gives: 'JSON' },
  {
    what: 'The rules it is held to',
    address: '/api/v1/datasets/{id}/contract.yaml',
    gives: 'ODCS 3.1, YAML',
  },
  { what: 'What changed', address: '/api/v1/datasets/{id}/compare?from=1&to=2', gives: 'JSON' },
  {
    what: 'Objectives and their records',
    address: '/api/v1/objectives',
    gives: 'JSON; the records also as CSV',
  },
] as const;

/** How a program uses the platform. */
export const apiPage = page({
  path: '/api',
  access: 'everyone',
  render: async (request) => {
    const { datasets } = await request.ask(listDatasets, { sort: 'rows', order: 'desc', limit: 100 });
    // The examples are about a dataset with a place and a date, so that each runs as it stands.
    const shown = datasets.find(({ place_field, date_field }) => place_field !== null && date_field !== null);
    const id = shown?.dataset ?? datasets[0]?.dataset ?? 'abcd-1234';
    const place = shown?.place_field ?? 'town';
    const date = shown?.date_field ?? 'date';
    const largest = request.jurisdiction.places.toSorted(
      (a, b) => (b.population?.value ?? 0) - (a.population?.value ?? 0),
    )[0];
    const name = (largest?.name ?? 'Springfield').toUpperCase().replaceAll("'", "''");
    const { origin } = request.url;
    return {
      title: 'API',
      place: 'data',
      breadcrumbs: [{ href: '/api', label: 'API' }],
      island: 'dataset',
      content: (
        <>
          <Title
            title="Use it in a program"
            lede="Everything on these pages can be asked for by a program, at the same addresses for everyone. No key is needed for open data."
            acts={
              <Links>
                <a href="/api/openapi.json">OpenAPI 3.1</a>
                <a href="/data">All datasets</a>
              </Links>
            }
          />
          <Section title="Where things are">
            <Table
              caption="Addresses of the API"
              rows={ways}
              columns={[
                { head: 'What', width: 'w25', cell: ({ what }) => what },
                {
                  head: 'Address',
                  width: 'w40',
                  cell: ({ address }) => <span class="mono anywhere">{address}</span>,
                },
                { head: 'Gives', cell: ({ gives }) => gives },
              ]}
            />
          </Section>
          <Section
            title="Ask for rows"
            finding="Conditions and expressions are written in SoQL, the language of Socrata’s portals."
          >
            <Code
              label="The first hundred rows"
              code={`curl '${origin}/api/v1/datasets/${id}/rows?limit=100'`}
            />
            <Code
              label="Choose, filter and order"
              code={`curl -G '${origin}/api/v1/datasets/${id}/rows' \\\n  --data-urlencode "where=upper(${place})='${name}' and ${date} between '2020-01-01' and '2020-12-31'" \\\n  --data-urlencode "order=${date} desc" -d limit=100`}
            />
            <Code
              label="Count by group"
              code={`curl -G '${origin}/api/v1/datasets/${id}/rows' \\\n  --data-urlencode "select=${place},date_trunc_ym(${date}) as month,count(*) as n" \\\n  -d group=${place},month`}
            />
            <Code
              label="Load a file"
              code={`curl --data-binary @file.csv \\\n  '${origin}/api/v1/ingest?filename=file.csv&title=My+table'`}
            />
          </Section>
          <Section title="How answers behave">
            <Pairs
              items={[
                {
                  label: 'Pages',
                  value: (
                    <>
                      An answer of rows has <span class="mono">next</span>: send it as{' '}
                      <span class="mono">cursor</span> for the next page. A cursor keeps to the version it
                      began with.
                    </>
                  ),
                },
                {
                  label: 'Numbers',
                  value: 'Whole numbers and decimals that a double would not hold exactly are sent as text.',
                },
                {
                  label: 'Errors',
                  value: (
                    <>
                      Have a <span class="mono">code</span> that stays the same, a message for a person, and
                      what to do.
                    </>
                  ),
                },
                {
                  label: 'Long work',
                  value: 'Answers 202 with a job; ask for the job to see how far it is.',
                },
              ]}
            />
          </Section>
        </>
      ),
    };
  },
});
