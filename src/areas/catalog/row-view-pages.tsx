import { page } from '../../core/page.ts';
import { invalidInput } from '../../core/request-errors.ts';
import { type Comparison, comparisons, rowCondition } from '../../web/ask/row-condition.ts';
import {
  ActForm,
  Empty,
  ErrorSummary,
  Links,
  Notice,
  Pager,
  Section,
  Table,
  Time,
  Title,
} from '../../web/components/index.ts';
import { counted, formatCount, inWords } from '../../web/format/index.ts';
import { forgetView, listViews, saveView, showView, viewAsked } from '../portal/view/contract.ts';
import { showDataset } from './contract.ts';
import type { FieldView } from './model.ts';
import { ProtectedFilters, type ViewAsked } from './protected-filters.tsx';
import { RowTable } from './row-table.tsx';

const nothing: ViewAsked = { where: [] };

/** Where filters of protected rows are sent, and the views of them that one keeps. */
export const rowViewsPage = page({
  path: '/data/:dataset/views',
  access: 'everyone',
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    const home = `/data/${dataset}`;
    const text = (name: string) => String(form.get(name) ?? '').trim();
    if (text('forget') !== '') {
      await request.ask(forgetView, { dataset, view: text('forget') });
      return { redirect: `${home}/views` };
    }
    const { fields } = await request.ask(showDataset, { dataset });
    const asked = withAddition(askedIn(form), form, fields);
    const isWhole = asked.where.length === 0 && !asked.q && !asked.order && !asked.fields?.length;
    if (isWhole) return { redirect: `${home}/rows` };
    const version = text('version');
    const { view } = await request.ask(saveView, {
      dataset,
      ...(version !== '' && { version: Number(version) }),
      ...asked,
      where: [...asked.where],
      fields: asked.fields === undefined ? undefined : [...asked.fields],
    });
    return { redirect: `${home}/views/${view}` };
  },
  render: async (request) => {
    const about = await request.ask(showDataset, { dataset: request.params['dataset'] ?? '' });
    const home = `/data/${about.dataset}`;
    const asked = savedIn(request.form?.values['asked']);
    const { views } =
      request.actor.kind === 'open'
        ? { views: [] }
        : await request.ask(listViews, { dataset: about.dataset });
    return {
      title: `Views of ${about.title}`,
      place: 'data',
      breadcrumbs: crumbs(about),
      content: (
        <>
          <Title
            kind={`Views · ${about.dataset}`}
            title={about.title}
            lede={
              request.form === undefined
                ? 'A filter on protected rows is kept sealed with them, under an address that tells nothing of what you looked for.'
                : 'The filter was not used. Correct it below.'
            }
            acts={<a href={`${home}/rows`}>All rows</a>}
          />
          <ErrorSummary form={request.form} />
          {request.form !== undefined && (
            <Section first title="Filter">
              <ProtectedFilters
                request={request}
                dataset={about.dataset}
                fields={about.fields}
                asked={asked}
                shown={asked.fields ?? []}
              />
            </Section>
          )}
          <Section
            first={request.form === undefined}
            title="Views you keep"
            remark={inWords(views.length, 'view')}
          >
            {views.length === 0 ? (
              <Empty acts={<a href={`${home}/rows`}>Filter the rows</a>}>
                Every filter you use is kept here until you forget it or its version is destroyed.
              </Empty>
            ) : (
              <Table
                caption={`Views of ${about.title} that you keep`}
                rows={views}
                columns={[
                  {
                    head: 'View',
                    cell: ({ view, filters, order }) => (
                      <a href={`${home}/views/${view}`}>
                        {[
                          inWords(filters, 'filter'),
                          order && `by ${about.fields.find(({ name }) => name === order)?.title ?? order}`,
                        ]
                          .filter(Boolean)
                          .join(', ')}
                      </a>
                    ),
                  },
                  { head: 'Version', numeric: true, cell: ({ version }) => version },
                  {
                    head: 'Kept since',
                    nowrap: true,
                    cell: ({ saved_at }) => <Time at={saved_at} zone={request.clock.timeZone} as="moment" />,
                  },
                  {
                    head: 'Forget',
                    cell: ({ view }) => (
                      <ActForm request={request} fields={{ forget: view }} as="link">
                        Forget
                      </ActForm>
                    ),
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

/** Protected rows as one view asks for them. */
export const rowViewPage = page({
  path: '/data/:dataset/views/:view',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const number = Math.max(1, Number(request.query.get('page') ?? 1) || 1);
    const view = request.params['view'] ?? '';
    const [about, shown] = await Promise.all([
      request.ask(showDataset, { dataset }),
      request.ask(showView, { dataset, view, page: number }),
    ]);
    const home = `/data/${about.dataset}`;
    const names = shown.fields.map(({ name }) => name);
    const from = (number - 1) * shown.size + 1;
    const to = from + shown.rows.length - 1;
    const address = (at: number) => `${home}/views/${view}${at === 1 ? '' : `?page=${at}`}`;
    return {
      title: `Rows of ${about.title}`,
      place: 'data',
      breadcrumbs: [...crumbs(about), { href: `${home}/rows`, label: 'Rows' }],
      content: (
        <>
          <Title
            kind={`Protected rows · ${about.dataset}, version ${shown.version}`}
            title={about.title}
            lede={`${formatCount(shown.total)} of ${counted(about.rows_stored ?? 0, 'row')} ${shown.total === 1 ? 'matches' : 'match'}.`}
            acts={
              <Links>
                <a href={`${home}/views`}>Views you keep</a>
                <a href={`${home}/rows`}>All rows</a>
                <a href={`${home}/fields`}>What the fields mean</a>
              </Links>
            }
          />
          {!shown.current && (
            <Notice tone="plain" title="A newer version has been loaded since">
              <p>
                This view reads version {shown.version}. <a href={`${home}/rows`}>Filter the current rows</a>.
              </p>
            </Notice>
          )}
          <Section
            first
            title="Filter"
            finding="What you look for stands in no address and no log; it is sealed with the rows. That you looked is written down."
          >
            <ProtectedFilters
              request={request}
              dataset={about.dataset}
              version={shown.current ? undefined : shown.version}
              fields={about.fields}
              asked={shown.asked}
              shown={names}
            />
          </Section>
          <Section title="Rows" remark={`${names.length} of ${counted(about.fields.length, 'field')}`}>
            {shown.rows.length === 0 ? (
              <Empty acts={<a href={`${home}/rows`}>Show all rows</a>}>
                No row matches. Take away a filter, or compare with another value.
              </Empty>
            ) : (
              <>
                <RowTable
                  caption={`Rows of ${about.title}`}
                  fields={about.fields
                    .filter(({ name }) => names.includes(name))
                    .toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name))}
                  rows={shown.rows}
                />
                <Pager
                  from={from}
                  to={to}
                  total={shown.total}
                  size={shown.size}
                  previous={number > 1 ? address(number - 1) : undefined}
                  next={to < shown.total ? address(number + 1) : undefined}
                />
              </>
            )}
          </Section>
        </>
      ),
    };
  },
});

const crumbs = (about: { readonly dataset: string; readonly title: string }) => [
  { href: '/data', label: 'Data' },
  { href: `/data/${about.dataset}`, label: about.title },
];

/** What the form carried along. What somebody else wrote there asks for nothing. */
function savedIn(text: unknown): ViewAsked {
  try {
    const read = viewAsked.safeParse(JSON.parse(String(text ?? '{}')));
    return read.success ? read.data : nothing;
  } catch {
    return nothing;
  }
}
const askedIn = (form: FormData): ViewAsked => savedIn(form.get('asked'));

/** The one thing that this form changes: a filter, a condition, the words, the order or the fields shown. */
function withAddition(asked: ViewAsked, form: FormData, fields: readonly FieldView[]): ViewAsked {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const field = fields.find(({ name }) => name === text('field'));
  if (field !== undefined && text('is') in comparisons) {
    const added = rowCondition(field, text('is') as Comparison, text('value'));
    if ('problem' in added) throw invalidInput.with({ problems: [`${added.problem}.`], fields: ['value'] });
    return { ...asked, where: [...asked.where, added.condition] };
  }
  if (text('condition') !== '') return { ...asked, where: [...asked.where, text('condition')] };
  if (form.has('q')) return { ...asked, q: text('q') || undefined };
  if (form.has('by')) {
    const by = fields.find(({ name }) => name === text('by'));
    return { ...asked, order: by && `${by.name}${text('way') === 'desc' ? ' desc' : ''}` };
  }
  if (form.has('fields')) return { ...asked, fields: form.getAll('fields').map(String) };
  return asked;
}
