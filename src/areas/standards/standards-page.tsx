import { page } from '../../core/page.ts';
import { Empty, Section, Table, Title } from '../../web/components/index.ts';
import { formatDate, formatShare, inWords, sentence } from '../../web/format/index.ts';
import { listStandards, showConformance } from './contract.ts';

/** The standards in force, what a machine checks of each, and how far each agency's datasets meet them. */
export const standardsPage = page({
  path: '/data/standards',
  access: 'everyone',
  render: async (request) => {
    const [{ standards, earlier }, { conforming, datasets, agencies }] = await Promise.all([
      request.ask(listStandards, {}),
      request.ask(showConformance, {}),
    ]);
    const zone = request.clock.timeZone;
    return {
      title: 'Standards',
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: '/data/standards', label: 'Standards' },
      ],
      content: (
        <>
          <Title
            title="Standards"
            lede={
              standards.length === 0
                ? 'No standard is published yet.'
                : `${sentence(inWords(conforming, 'dataset'))} of ${datasets} ${conforming === 1 ? 'meets' : 'meet'} every rule of the ${inWords(standards.length, 'standard')} in force.`
            }
          />
          {standards.length === 0 ? (
            <Section first title="In force">
              <Empty>
                A standard stands here with its version, its day and its checks once the chief data officer’s
                office has published it.
              </Empty>
            </Section>
          ) : (
            standards.map((one, at) => (
              <Section first={at === 0} id={one.id} title={one.title}>
                <p>
                  Version {one.version}, in force since {formatDate(one.published, zone)}
                  {earlier.some(({ id }) => id === one.id) &&
                    `; before it ${earlier
                      .filter(({ id }) => id === one.id)
                      .map(({ version, published }) => `version ${version} of ${formatDate(published, zone)}`)
                      .join(', ')}`}
                  . {one.citation}
                </p>
                <Table
                  caption={`What is checked of ${one.title}`}
                  rows={one.checks}
                  columns={[
                    { head: 'Rule', width: 'w25', cell: ({ id }) => <b>{id}</b> },
                    { head: 'What it asks', cell: ({ says }) => says },
                  ]}
                />
              </Section>
            ))
          )}
          {agencies.length > 0 && (
            <Section id="agencies" title="By agency">
              <Table
                caption="Datasets that meet the standards, by agency"
                rows={agencies}
                columns={[
                  {
                    head: 'Agency',
                    width: 'w50',
                    cell: ({ agency, name }) =>
                      agency === '' ? name : <a href={`/agencies/${agency}`}>{name}</a>,
                  },
                  { head: 'Meet every rule', numeric: true, cell: (one) => one.conforming },
                  { head: 'Datasets', numeric: true, cell: (one) => one.datasets },
                  {
                    head: 'Share',
                    numeric: true,
                    strong: true,
                    cell: (one) => formatShare(one.conforming, one.datasets),
                  },
                ]}
              />
            </Section>
          )}
        </>
      ),
    };
  },
});
