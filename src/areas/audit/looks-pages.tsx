import { type PageRequest, page } from '../../core/page.ts';
import { namesOf } from '../../web/ask/names-of.ts';
import { type Column, Empty, Section, Table, Time, Title } from '../../web/components/index.ts';
import { showDataset } from '../catalog/contract.ts';
import { looks, myLooks } from './contract.ts';
import { type Look, outcomeWords } from './model.ts';

const columns = (
  zone: string,
  nameOf: (id: string) => string,
  withDataset: boolean,
): readonly Column<Look>[] => [
  { head: 'When', width: 'w25', nowrap: true, cell: (row) => <Time at={row.at} zone={zone} as="moment" /> },
  { head: 'Who', cell: (row) => (row.actor === null ? 'Erased' : nameOf(row.actor)) },
  { head: 'For what purpose', width: 'w25', cell: (row) => row.purpose ?? 'None given' },
  {
    head: 'What',
    cell: (row) => (
      <>
        {outcomeWords[row.outcome]}
        {row.count > 1 && ` ${row.count} times`}
        <span class="sub">{row.operation}</span>
      </>
    ),
  },
  ...(withDataset
    ? [
        {
          head: 'Dataset',
          cell: (row: Look) =>
            row.dataset === null ? '–' : <a href={`/data/${row.dataset}`}>{row.dataset}</a>,
        },
      ]
    : []),
];

const Later = ({ request, next }: { request: PageRequest; next: string | null }) =>
  next && (
    <nav class="pager" aria-label="Pages">
      <span />
      <span>
        <a href={`${request.url.pathname}?cursor=${next}`} rel="next">
          Earlier looks
        </a>
      </span>
    </nav>
  );

/** Who looked at a dataset. */
export const looksPage = page({
  path: '/data/:dataset/looks',
  access: 'officer',
  about: { dataset: 'dataset' },
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const cursor = request.query.get('cursor') ?? undefined;
    const [found, about] = await Promise.all([
      request.ask(looks, { dataset, cursor, limit: 50 }),
      request.ask(showDataset, { dataset }),
    ]);
    const nameOf = await namesOf(
      request,
      found.looks.map(({ actor }) => actor),
    );
    return {
      title: `Who looked at ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: `/data/${dataset}`, label: about.title },
        { href: `/data/${dataset}/looks`, label: 'Who looked' },
      ],
      content: (
        <>
          <Title
            kind={`Who looked · ${about.dataset}`}
            title={about.title}
            lede="Every look at protected rows and every refusal, newest first. Looks at open data are counted, not written down by person."
          />
          <Section first title="Looks">
            {found.looks.length === 0 ? (
              <Empty>Nobody has looked at protected rows of it, and nobody was refused.</Empty>
            ) : (
              <>
                <Table
                  caption="Looks and refusals, newest first"
                  columns={columns(request.clock.timeZone, nameOf, false)}
                  rows={found.looks}
                />
                <Later request={request} next={found.next} />
              </>
            )}
          </Section>
        </>
      ),
    };
  },
});

/** Who looked at the record of the one who asks. */
export const myLooksPage = page({
  path: '/me/looks',
  access: 'signed-in',
  render: async (request) => {
    const cursor = request.query.get('cursor') ?? undefined;
    const found = await request.ask(myLooks, { cursor, limit: 50 });
    const nameOf = await namesOf(
      request,
      found.looks.map(({ actor }) => actor),
    );
    return {
      title: 'Who looked at my record',
      breadcrumbs: [{ href: '/me/looks', label: 'Who looked at my record' }],
      content: (
        <>
          <Title
            title="Who looked at my record, when, for what purpose"
            lede="Each time someone opened or was refused a record that is yours, newest first."
          />
          <Section first title="Looks">
            {found.looks.length === 0 ? (
              <Empty>Nobody has looked at a record that is known here as yours.</Empty>
            ) : (
              <>
                <Table
                  caption="Looks at my record, newest first"
                  columns={columns(request.clock.timeZone, nameOf, true)}
                  rows={found.looks}
                />
                <Later request={request} next={found.next} />
              </>
            )}
          </Section>
        </>
      ),
    };
  },
});
