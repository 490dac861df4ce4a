import { OakError } from '../../core/error.ts';
import { type PageRequest, page } from '../../core/page.ts';
import {
  type Comparison,
  comparisons,
  conditionInWords,
  quotedName,
  quotedText,
  rowCondition,
} from '../../web/ask/row-condition.ts';
import { type RowsView, rowsAddress } from '../../web/ask/rows-address.ts';
import {
  ButtonLink,
  Empty,
  FilterSelect,
  Filters,
  FilterText,
  Links,
  Notice,
  Pager,
  Section,
  Title,
} from '../../web/components/index.ts';
import { counted, formatCount } from '../../web/format/index.ts';
import { queryRows } from '../portal/contract.ts';
import type { RowsPage } from '../portal/model.ts';
import { showDataset } from './contract.ts';
import type { FieldView } from './model.ts';
import { ProtectedFilters } from './protected-filters.tsx';
import { RowTable } from './row-table.tsx';

/** Few fields leave room for many rows. */
const rowsFor = (fields: number): number => (fields <= 8 ? 100 : fields <= 16 ? 50 : fields <= 32 ? 25 : 15);
const fieldsAtFirst = 8;

/** All rows of a dataset: filtered, ordered and chosen by an address that can be shared. */
export const explorerPage = page({
  path: '/data/:dataset/rows',
  access: 'everyone',
  render: async (request) => {
    const about = await request.ask(showDataset, { dataset: request.params['dataset'] ?? '' });
    const home = `/data/${about.dataset}`;
    const view = viewOf(request);
    const added = addition(request, about.fields);
    if ('condition' in added) {
      const where = [...(view.where ?? []), added.condition];
      return { redirect: rowsAddress(about.dataset, { ...view, where, cursor: undefined, from: undefined }) };
    }
    const address = (changes: RowsView) =>
      rowsAddress(about.dataset, { ...view, cursor: undefined, from: undefined, ...changes });
    const shown = shownFields(about.fields, view.fields);
    const pageSize = rowsFor(shown.length);
    const place = request.jurisdiction.places.find(({ id }) => id === view.place);
    const conditions = [
      ...(view.where ?? []),
      ...(place && about.place_field ? [placeCondition(about.place_field, place)] : []),
    ];
    const where = conditions.map((condition) => `(${condition})`).join(' and ');
    const query = {
      ...(where && { where }),
      ...(view.order && { order: orderWords(view.order) }),
      ...(view.q && { q: view.q }),
    };
    const answer = await rowsOrProblem(request, {
      dataset: about.dataset,
      select: shown.map(({ name }) => quotedName(name)).join(','),
      ...query,
      ...(view.version && { version: Number(view.version) }),
      ...(view.cursor && { cursor: view.cursor }),
      limit: pageSize,
      count: true,
    });
    const problem = 'problem' in added ? added.problem : answer.problem;
    const page = answer.page;
    const total = page?.total ?? 0;
    const all = about.rows_stored ?? 0;
    const from = Number(view.from ?? 1) || 1;
    const isProtected = about.access === 'protected';
    const narrowed = conditions.length > 0 || Boolean(view.q);
    const [by = '', direction] = (view.order ?? '').split(' ');
    const csv = `/resource/${about.dataset}.csv?${new URLSearchParams({
      ...(where && { $where: where }),
      ...(view.order && { $order: orderWords(view.order) }),
      ...(view.q && { $q: view.q }),
      $limit: String(Math.max(total, 1)),
    })}`;
    const api = `/api/v1/datasets/${about.dataset}/rows?${new URLSearchParams({ ...query, limit: String(pageSize) })}`;
    return {
      title: `Rows of ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
      ],
      content: (
        <>
          <Title
            kind={`Rows · ${about.dataset}${view.version ? `, version ${view.version}` : ''}`}
            title={about.title}
            lede={
              page === undefined
                ? 'The filter cannot be read. Correct it below, or take it away.'
                : narrowed
                  ? `${formatCount(total)} of ${counted(all, 'row')} ${total === 1 ? 'matches' : 'match'}.`
                  : `All ${counted(all, 'row')}.`
            }
            acts={
              page &&
              !isProtected &&
              total > 0 && (
                <>
                  <ButtonLink href={csv} kind="outline">
                    Download {narrowed ? 'these' : 'all'} {counted(total, 'row')}, CSV
                  </ButtonLink>
                  <Links>
                    <a href={api}>This page as JSON</a>
                    <a href={`${home}/fields`}>What the fields mean</a>
                  </Links>
                </>
              )
            }
          />
          {problem && (
            <Notice tone="bad" title="The filter was not used">
              <p>{problem}</p>
            </Notice>
          )}
          {isProtected && page !== undefined && (
            <Section
              title="Filter"
              finding="What you look for stands in no address and no log; it is sealed with the rows. That you looked is written down."
            >
              <ProtectedFilters
                request={request}
                dataset={about.dataset}
                version={view.version === undefined ? undefined : Number(view.version)}
                fields={about.fields}
                asked={{
                  where: [],
                  order: view.order,
                  fields: view.fields === undefined ? undefined : shown.map(({ name }) => name),
                }}
                shown={shown.map(({ name }) => name)}
              />
            </Section>
          )}
          {!isProtected && (
            <Section title="Filter">
              <Filters act="Add filter" keep={keptFields(view)}>
                <FilterSelect
                  name="field"
                  label="Field"
                  value={request.query.get('field') ?? undefined}
                  choices={about.fields.map(({ name, title }) => ({ value: name, label: title }))}
                />
                <FilterSelect
                  name="is"
                  label="Comparison"
                  value={request.query.get('is') ?? undefined}
                  choices={Object.entries(comparisons).map(([value, label]) => ({ value, label }))}
                />
                <FilterText name="value" label="Value" value={request.query.get('value') ?? undefined} />
              </Filters>
              <Active
                view={view}
                fields={about.fields}
                placeName={place?.name}
                noun={request.jurisdiction.placeNoun.one}
                address={address}
              />
              <details open={problem !== undefined && !('problem' in added)}>
                <summary>Search words, choose fields, or write a condition</summary>
                <Filters act="Search" keep={{ ...keptFields(view), q: undefined }}>
                  <FilterText name="q" label="Any text field holds the words" value={view.q} />
                </Filters>
                <Filters act="Use condition" keep={keptFields(view)}>
                  <FilterText name="where" label="Condition in SoQL, such as age > 30 and sex = 'Male'" />
                </Filters>
                <ChooseFields fields={about.fields} shown={shown} view={view} />
              </details>
            </Section>
          )}
          <Section
            title="Rows"
            aside={
              <Links>
                {`${shown.length} of ${counted(about.fields.length, 'field')}`}
                {shown.length < about.fields.length && (
                  <a href={address({ fields: 'all' })}>Show all fields</a>
                )}
              </Links>
            }
          >
            {page !== undefined && page.rows.length === 0 ? (
              <Empty acts={<a href={rowsAddress(about.dataset, { fields: view.fields })}>Show all rows</a>}>
                No row matches. Take away a filter, or compare with another value.
              </Empty>
            ) : (
              page && (
                <>
                  <RowTable
                    caption={`Rows of ${about.title}`}
                    fields={shown}
                    rows={page.rows}
                    sort={{
                      by,
                      direction: direction === 'desc' ? 'descending' : 'ascending',
                      href: (name, way) => address({ order: way === 'descending' ? `${name} desc` : name }),
                    }}
                  />
                  <Pager
                    from={from}
                    to={from + page.rows.length - 1}
                    total={total}
                    size={pageSize}
                    next={
                      page.next === null
                        ? undefined
                        : address({ cursor: page.next, from: String(from + pageSize) })
                    }
                  />
                  {from > 1 && (
                    <p class="small more">
                      <a href={address({})}>Back to the first {pageSize}</a>
                    </p>
                  )}
                </>
              )
            )}
          </Section>
        </>
      ),
    };
  },
});

function viewOf({ query }: PageRequest): RowsView {
  const text = (name: string) => query.get(name) || undefined;
  return {
    where: query.getAll('where').filter((condition) => condition.trim() !== ''),
    order: text('order'),
    q: text('q'),
    // Boxes send one `fields` each, an address holds them by comma.
    fields: query.getAll('fields').join(',') || undefined,
    place: text('place'),
    version: text('version'),
    cursor: text('cursor'),
    from: text('from'),
  };
}

/** The filter just filled in, as a condition to add; nothing when the form was not sent. */
function addition(
  { query }: PageRequest,
  fields: readonly FieldView[],
): ReturnType<typeof rowCondition> | Record<never, never> {
  const field = fields.find(({ name }) => name === query.get('field'));
  const comparison = query.get('is') ?? '';
  if (field === undefined || !(comparison in comparisons)) return {};
  return rowCondition(field, comparison as Comparison, query.get('value') ?? '');
}

/** What a form must carry along so that it changes only its own part of the address. */
function keptFields(view: RowsView): Readonly<Record<string, string | readonly string[] | undefined>> {
  return {
    where: view.where,
    order: view.order,
    q: view.q,
    fields: view.fields,
    place: view.place,
    version: view.version,
  };
}

function Active({
  view,
  fields,
  placeName,
  noun,
  address,
}: {
  view: RowsView;
  fields: readonly FieldView[];
  placeName?: string;
  noun: string;
  address: (changes: RowsView) => string;
}) {
  const where = view.where ?? [];
  if (where.length === 0 && !placeName && !view.q) return null;
  const titleOf = (name: string) => fields.find((field) => field.name === name)?.title;
  return (
    <ul class="plain active-filters">
      {where.map((condition, at) => (
        <li>
          {conditionInWords(condition, titleOf) ?? <span class="mono">{condition}</span>}{' '}
          <a href={address({ where: where.toSpliced(at, 1) })}>
            Remove<span class="hidden-text"> the filter {condition}</span>
          </a>
        </li>
      ))}
      {placeName && (
        <li>
          The {noun} is {placeName}, by any of its names{' '}
          <a href={address({ place: undefined })}>
            Remove<span class="hidden-text"> the filter on {placeName}</span>
          </a>
        </li>
      )}
      {view.q && (
        <li>
          Some text field holds “{view.q}”{' '}
          <a href={address({ q: undefined })}>
            Remove<span class="hidden-text"> the search</span>
          </a>
        </li>
      )}
    </ul>
  );
}

function ChooseFields({
  fields,
  shown,
  view,
}: {
  fields: readonly FieldView[];
  shown: readonly FieldView[];
  view: RowsView;
}) {
  const names = new Set(shown.map(({ name }) => name));
  return (
    <form method="get">
      {Object.entries({ ...keptFields(view), fields: undefined }).flatMap(([name, value]) =>
        (typeof value === 'string' ? [value] : (value ?? [])).map((one) => (
          <input type="hidden" name={name} value={one} />
        )),
      )}
      <fieldset class="more">
        <legend>Fields shown</legend>
        <div class="picks">
          {fields.map(({ name, title }) => (
            <div class="radio">
              <input
                type="checkbox"
                id={`show-${name}`}
                name="fields"
                value={name}
                checked={names.has(name) || undefined}
              />
              <label for={`show-${name}`}>{title}</label>
            </div>
          ))}
        </div>
      </fieldset>
      <button type="submit" class="button outline slight">
        Show these fields
      </button>
    </form>
  );
}

function shownFields(fields: readonly FieldView[], wanted: string | undefined): readonly FieldView[] {
  if (wanted === 'all') return fields;
  const names = new Set(wanted?.split(',') ?? []);
  const chosen = fields.filter(({ name }) => names.has(name));
  return chosen.length > 0 ? chosen : fields.slice(0, fieldsAtFirst);
}

/** Every way the place is written, as the map counts it: its name, and the names that mean it. */
function placeCondition(
  field: string,
  place: { readonly name: string; readonly variants: readonly string[] },
): string {
  const names = [...new Set([place.name, ...place.variants].map((name) => name.toUpperCase()))];
  return `upper(${quotedName(field)}) in (${names.map(quotedText).join(',')})`;
}

function orderWords(order: string): string {
  const [name = '', direction] = order.split(' ');
  return `${quotedName(name)} ${direction === 'desc' ? 'desc' : 'asc'}`;
}

/** A condition that cannot be read is the reader's to correct: the page stays, and says where. */
async function rowsOrProblem(
  request: PageRequest,
  input: { dataset: string } & Record<string, unknown>,
): Promise<{ page?: RowsPage; problem?: string }> {
  try {
    return { page: await request.ask(queryRows, input) };
  } catch (error) {
    if (error instanceof OakError && error.status === 400)
      return { problem: `${error.message} ${error.remedy}` };
    throw error;
  }
}
