import { OakError } from '../../core/error.ts';
import type { CallOf } from '../../core/operation.ts';
import { type PageRequest, page } from '../../core/page.ts';
import { ifApplicable } from '../../web/ask/if-there.ts';
import { Facts, FilterSelect, Filters, Notice, Section, Title } from '../../web/components/index.ts';
import { counted, formatCount, formatDate, listed } from '../../web/format/index.ts';
import { chartDataset } from '../portal/contract.ts';
import { FieldChanges, unchangedFields } from './changed-fields.tsx';
import { ChangedCells, ChooseMatch, MatchNotice, RowOutcomes } from './changed-rows.tsx';
import { compareVersions, listVersions, showVersion } from './contract.ts';
import type { RowChanges, SchemaNotice, VersionView } from './model.ts';
import { PeriodsCompared } from './periods-compared.tsx';
import { RowsThatDiffer } from './rows-that-differ.tsx';

const changes = ['added', 'removed', 'changed'] as const;

/** What changed between two versions, and whether it breaks those who read the older one. */
export const comparePage = page({
  path: '/data/:dataset/compare',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const number = (name: string) => Number(request.query.get(name)) || undefined;
    const change = request.query.get('change');
    const match = request.query.getAll('match').filter((name) => name !== '');
    const asked = {
      dataset,
      from: number('from'),
      to: number('to'),
      limit: 50,
      change: changes.find((one) => one === change),
    };
    const [{ compared, problem }, { versions }] = await Promise.all([
      compareBy(request, asked, match),
      request.ask(listVersions, { dataset, limit: 200 }),
    ]);
    const { from, to, schema, rows } = compared;
    const [after, years] = await Promise.all([
      request.ask(showVersion, { dataset, version: to.version }),
      yearsOf(request, dataset, from.version, to.version),
    ]);
    const home = `/data/${compared.dataset}`;
    const zone = request.clock.timeZone;
    const here = `${home}/compare?${new URLSearchParams([['from', String(from.version)], ['to', String(to.version)], ...match.map((name) => ['match', name])])}`;
    const choices = versions.map(({ version, loaded_at }) => ({
      value: String(version),
      label: `Version ${version}, ${formatDate(loaded_at, zone)}`,
    }));
    const broken =
      (schema?.dropped.length ?? 0) + (schema?.renamed.length ?? 0) + (schema?.retyped.length ?? 0);
    return {
      title: `What changed in ${compared.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: compared.title },
        { href: `${home}/versions`, label: 'Versions' },
      ],
      content: (
        <>
          <Title
            kind={`Two versions compared · ${compared.dataset}@${from.version} and @${to.version}`}
            title={`What changed in ${compared.title}`}
            lede={inOneSentence(from, to, schema, rows)}
          >
            <Filters act="Compare">
              <FilterSelect name="from" label="From" value={String(from.version)} choices={choices} />
              <FilterSelect name="to" label="To" value={String(to.version)} choices={choices} />
            </Filters>
            <Facts
              items={[
                {
                  label: 'Rows',
                  value: `${formatCount(from.rows_stored)}, then ${formatCount(to.rows_stored)}`,
                },
                { label: 'Fields', value: `${formatCount(from.fields)}, then ${formatCount(to.fields)}` },
                {
                  label: 'Breaks programs',
                  value:
                    broken === 0
                      ? 'No: every old field is there'
                      : `Yes: ${counted(broken, 'field')} ${broken === 1 ? 'is' : 'are'} gone or changed`,
                },
              ]}
            />
          </Title>
          <FieldChanges
            schema={schema}
            after={after.columns}
            rows={after.rows_stored}
            unchanged={unchangedFields(from, schema)}
          />
          <Section
            title="Rows"
            aside={
              <a
                href={`/api/v1/datasets/${compared.dataset}/compare?from=${from.version}&to=${to.version}&limit=1000`}
              >
                Differences as JSON
              </a>
            }
          >
            {problem && (
              <Notice tone="bad" title="Rows were not matched by the fields you chose" level={3}>
                <p>{problem}</p>
              </Notice>
            )}
            <MatchNotice rows={rows} />
            <RowOutcomes rows={rows} here={here} />
            <ChooseMatch from={from.version} to={to.version} columns={after.columns} matched={rows.key} />
            <ChangedCells cells={compared.cells} after={after.columns} home={home} changed={rows.changed} />
          </Section>
          {years && <PeriodsCompared {...years} />}
          <RowsThatDiffer
            request={request}
            by={rows.by}
            sample={compared.sample}
            after={after.columns}
            here={here}
          />
          <Notice tone="plain" title="What to do if you use it" level={2}>
            <p>
              {broken > 0 ? 'Read fields by their new names, or ask' : 'Nothing, or ask'} for{' '}
              <span class="mono">
                {compared.dataset}@{from.version}
              </span>
              , which stays as it was: <a href={`${home}/versions/${from.version}`}>version {from.version}</a>
              . <a href={`/follow?topic=dataset:${compared.dataset}`}>Tell me before the next change</a>
            </p>
          </Notice>
        </>
      ),
    };
  },
});

/** Rows a year in both versions, where the dataset has a date that both hold. */
async function yearsOf(request: PageRequest, dataset: string, from: number, to: number) {
  const ask = (version: number) =>
    ifApplicable(request.ask(chartDataset, { dataset, version, period: 'year' }));
  const [before, after] = await Promise.all([ask(from), ask(to)]);
  return before && after ? { before, after } : undefined;
}

/** Fields that cannot tell rows apart are the reader's choice to correct: the page stays, matched as before. */
async function compareBy(request: PageRequest, asked: CallOf<typeof compareVersions>, match: string[]) {
  try {
    return { compared: await request.ask(compareVersions, { ...asked, ...(match.length > 0 && { match }) }) };
  } catch (error) {
    if (!(error instanceof OakError) || error.status !== 422 || match.length === 0) throw error;
    return { compared: await request.ask(compareVersions, asked), problem: error.message };
  }
}

function inOneSentence(
  from: VersionView,
  to: VersionView,
  schema: SchemaNotice | null,
  rows: RowChanges,
): string {
  const grown = to.rows_stored - from.rows_stored;
  const size =
    grown === 0
      ? `has as many rows as version ${from.version}`
      : `has ${counted(Math.abs(grown), 'row')} ${grown > 0 ? 'more' : 'fewer'} than version ${from.version}`;
  const fields = schema
    ? ` It ${listed(
        [
          schema.renamed.length > 0 && `renames ${counted(schema.renamed.length, 'field')}`,
          schema.added.length > 0 && `adds ${formatCount(schema.added.length)}`,
          schema.dropped.length > 0 &&
            `drops ${listed(
              schema.dropped.map(({ title }) => title),
              4,
            )}`,
          schema.retyped.length > 0 &&
            `changes the kind of ${listed(
              schema.retyped.map(({ title }) => title),
              4,
            )}`,
        ].filter((part): part is string => Boolean(part)),
      )}.`
    : ' The fields are the same.';
  const cells =
    rows.by === 'key' && rows.changed > 0
      ? ` ${counted(rows.changed, 'row')} that both have ${rows.changed === 1 ? 'differs' : 'differ'}.`
      : '';
  return `Version ${to.version} ${size}.${fields}${cells}`;
}
