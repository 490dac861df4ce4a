import { page } from '../../core/page.ts';
import { type Column, Section, Table, Title, Unknown } from '../../web/components/index.ts';
import { counted, listed } from '../../web/format/index.ts';
import { findHolders } from './contract.ts';
import type { Holder } from './model.ts';

type Field = Holder['fields'][number];

/** Which agencies hold a kind of field: what they call it, from when, who may have it, whom to ask. */
export const holdersPage = page({
  path: '/search/holders',
  access: 'everyone',
  render: async (request) => {
    const q = (request.query.get('q') ?? '').trim().slice(0, 200);
    const answer = q === '' ? undefined : await request.ask(findHolders, { q });
    const others = [
      ...new Set((answer?.understood ?? []).filter(({ how }) => how === 'synonym').flatMap(({ as }) => as)),
    ];
    return {
      title: q === '' ? 'Who holds a field' : `Who holds ${q}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: `/search?q=${encodeURIComponent(q)}`, label: 'Search' },
      ],
      content: (
        <>
          <Title
            kind="Fields of all assets, with or without a file here"
            title={q === '' ? 'Who holds a field' : `Who holds “${q}”`}
            lede={
              answer === undefined
                ? 'Name a field in plain words.'
                : answer.fields === 0
                  ? 'No agency has a field of that name, nor of another that means the same.'
                  : `${counted(answer.fields, 'field')} at ${counted(answer.holders.length, 'holder')}${others.length > 0 ? `, also under ${listed(others.slice(0, 5))}` : ''}.`
            }
          />
          <search>
            <form class="find" action="/search/holders">
              <label for="q">A field, in plain words</label>
              <div class="row">
                <input id="q" name="q" type="search" value={q} maxlength={200} />
                <button class="button" type="submit">
                  Find holders
                </button>
              </div>
            </form>
          </search>
          {answer !== undefined && answer.fields > 0 && (
            <Section
              id="holders"
              title="Holders"
              aside={<a href={`/api/v1/search/holders?q=${encodeURIComponent(q)}`}>JSON</a>}
            >
              <Table
                caption="Fields by holder"
                columns={columns}
                groups={answer.holders.map((holder) => ({
                  title: holder.agency ? (
                    <a href={`/agencies/${holder.agency}`}>{holder.holder}</a>
                  ) : (
                    holder.holder
                  ),
                  rows: holder.fields,
                }))}
              />
            </Section>
          )}
        </>
      ),
    };
  },
});

const columns: readonly Column<Field>[] = [
  { head: 'They call it', width: 'w25', cell: ({ name, href }) => <a href={href}>{name}</a> },
  { head: 'In', width: 'w25', cell: ({ dataset, title }) => <a href={`/data/${dataset}`}>{title}</a> },
  { head: 'Years', nowrap: true, cell: ({ years }) => years ?? <Unknown>Not said</Unknown> },
  {
    head: 'Who may have it',
    cell: ({ access, terms }) => (
      <>
        {access ?? <Unknown>Not said</Unknown>}
        {terms && <span class="sub">{terms}</span>}
      </>
    ),
  },
  { head: 'Whom to ask', cell: ({ ask }) => ask ?? <Unknown>Nobody named</Unknown> },
];
