import { type PageRequest, page } from '../../core/page.ts';
import { ifApplicable, ifThere } from '../../web/ask/if-there.ts';
import { rowsAddress } from '../../web/ask/rows-address.ts';
import {
  ButtonLink,
  Empty,
  type Fact,
  Facts,
  Follow,
  Links,
  Notice,
  Section,
  Title,
  Unknown,
} from '../../web/components/index.ts';
import { counted, formatCount, formatDateRange, formatLongDate, listed } from '../../web/format/index.ts';
import { placeRates } from '../../web/maps/place-rates.ts';
import { showAgency } from '../agencies/contract.ts';
import { buildTable } from '../disclosure/builder/contract.ts';
import { recordDetermination } from '../disclosure/determination/contract.ts';
import { chartDataset, mapDataset, queryRows, showSnippets, showUse } from '../portal/contract.ts';
import type { MapAnswer } from '../portal/model.ts';
import { listChecks, listIssues, showProfile, suggestRules } from '../quality/contract.ts';
import { editDataset, ingest, listVersions, showDataset } from './contract.ts';
import { showCustody } from './custody/contract.ts';
import { CopyNotice, CustodySection, DescribedFields } from './custody/custody-section.tsx';
import { Freshness } from './dataset-list-page.tsx';
import { TrustFact, TrustSection } from './dataset-trust.tsx';
import { DatasetJsonLd } from './dcat/dataset-json-ld.tsx';
import { Downloads } from './downloads.tsx';
import { FieldList } from './field-list.tsx';
import { GroupPreview } from './group-preview.tsx';
import type { DatasetView, FieldView } from './model.ts';
import { showProtection } from './protection/contract.ts';
import type { ProtectionView } from './protection/model.ts';
import { shownWords, WhatItTakes } from './protection/what-it-takes.tsx';
import { RowTable } from './row-table.tsx';
import { RowsByPlace } from './rows-by-place.tsx';
import { RowsOverTime } from './rows-over-time.tsx';
import { SchemaChangeNotice } from './schema-notice.tsx';
import { UseIt } from './use-it.tsx';
import { VersionList } from './version-list.tsx';

const previewRows = 10;
const previewFields = 7;
const fieldsShown = 8;

/** What a dataset is, whether it may be trusted, and every way to use it. */
export const datasetPage = page({
  path: '/data/:dataset',
  access: 'everyone',
  visits: 'dataset',
  render: async (request) => {
    const about = await request.ask(showDataset, { dataset: request.params['dataset'] ?? '' });
    const home = `/data/${about.dataset}`;
    const loaded = about.version !== null;
    const protection =
      about.access === 'protected'
        ? await request.ask(showProtection, { dataset: about.dataset })
        : undefined;
    const allowed = protection?.allowed ?? 'rows';
    const seen = loaded ? await look(request, about, allowed) : undefined;
    const agency =
      about.agency === null ? undefined : await ifThere(request.ask(showAgency, { agency: about.agency }));
    const thing = { dataset: about.dataset };
    const [custody, mayLoad, mayEdit, mayTable, mayDetermine] = await Promise.all([
      request.ask(showCustody, thing),
      request.may(ingest, thing),
      request.may(editDataset, thing),
      request.may(buildTable, thing),
      request.may(recordDetermination, thing),
    ]);
    // Who keeps it sees how it is used; a reader has no need of that.
    const use = mayEdit && loaded ? await request.ask(showUse, thing) : undefined;
    const zone = request.clock.timeZone;
    const profiles = new Map(seen?.profile?.fields.map((field) => [field.field, field]));
    const dateProfile = about.date_field === null ? undefined : profiles.get(about.date_field);
    const range =
      dateProfile?.min && dateProfile.max ? { from: dateProfile.min, to: dateProfile.max } : undefined;
    const facts: Fact[] = [
      ...(about.version
        ? [
            {
              label: 'Rows and fields',
              value: `${counted(about.version.rows_stored, 'row')}, ${counted(about.version.fields, 'field')}`,
            },
          ]
        : []),
      ...(range
        ? [{ label: 'Covers', value: formatDateRange(range.from.slice(0, 10), range.to.slice(0, 10), zone) }]
        : []),
      { label: 'Freshness', value: <Freshness dataset={about} zone={zone} /> },
      ...(seen?.trust ? [{ label: 'Quality', value: <TrustFact trust={seen.trust} /> }] : []),
      ...(use
        ? [
            {
              label: 'Used in 90 days',
              value: (
                <a href={`${home}/use`}>
                  {counted(use.total.pages + use.total.rows + use.total.downloads, 'time')}
                </a>
              ),
            },
          ]
        : []),
      { label: 'Whom to ask', value: <Holder about={about} agency={agency} /> },
    ];
    const lines = about.fields.map((field) => ({
      field,
      profile: profiles.get(field.name),
      isNew: about.version !== null && about.versions > 1 && field.known_from === about.version.version,
    }));
    const years =
      range && Math.max(1, (Date.parse(range.to) - Date.parse(range.from)) / (365.25 * 86_400_000));
    const allPlaces = request.query.get('places') === 'all';

    return {
      title: about.title,
      place: 'data',
      breadcrumbs: [{ href: '/data', label: 'Data' }],
      island: 'dataset',
      content: (
        <>
          <DatasetJsonLd
            about={about}
            custody={custody}
            holder={agency?.name ?? custody.holder ?? undefined}
            open={about.access === 'open'}
            origin={request.url.origin}
          />
          <Title
            kind={
              <>
                {kindWords(about)} · {about.dataset}
              </>
            }
            title={about.title}
            lede={about.description ?? ledeFrom(about)}
            acts={
              protection ? (
                <Links>
                  <a href={`${home}/access`}>What it would take to see it</a>
                  {allowed !== 'nothing' && allowed !== 'figures' && (
                    <a href={`${home}/rows`}>Look at its rows</a>
                  )}
                </Links>
              ) : about.version ? (
                <Downloads
                  id={about.dataset}
                  version={about.version.version}
                  rows={about.version.rows_stored}
                  home={home}
                />
              ) : (
                mayLoad && (
                  <ButtonLink href={`/data/upload?dataset=${about.dataset}`}>Load its first file</ButtonLink>
                )
              )
            }
          >
            <Facts items={facts} />
          </Title>
          {protection && (
            <Notice
              tone="plain"
              title={`Protected${protection.class_name === null ? '' : `: ${protection.class_name.toLowerCase()}`}`}
            >
              <p>
                {shownWords[allowed]} {protection.ground !== null && `Ground: ${protection.ground}.`}{' '}
                <a href={`${home}/access`}>Why, and whom to ask</a>
              </p>
            </Notice>
          )}
          <CopyNotice custody={custody} />
          {about.version && <SchemaChangeNotice home={home} version={about.version} />}
          {!protection && about.version && about.version.rows_quarantined > 0 && (
            <Notice
              tone="warn"
              title={`${counted(about.version.rows_quarantined, 'row')} of the file ${about.version.rows_quarantined === 1 ? 'is' : 'are'} set aside`}
            >
              <p>
                They could not be split into the columns of the head.{' '}
                <a href={`${home}/versions/${about.version.version}#rows-set-aside`}>
                  See them, with the reasons
                </a>
              </p>
            </Notice>
          )}
          {seen?.chart && (
            <RowsOverTime
              chart={seen.chart}
              home={home}
              range={range}
              csv={
                allowed !== 'figures' &&
                `/resource/${about.dataset}.csv?${new URLSearchParams({
                  $select: `date_trunc_${seen.chart.by === 'month' ? 'ym' : seen.chart.by === 'day' ? 'ymd' : 'y'}(\`${seen.chart.field}\`) as period,count(*) as rows`,
                  $group: 'period',
                  $order: 'period',
                })}`
              }
            />
          )}
          {seen?.map && bearsRates(seen.map) && (
            <RowsByPlace
              rates={placeRates(seen.map.places, request.jurisdiction, years ?? 1)}
              jurisdiction={request.jurisdiction}
              years={years}
              period={range && formatDateRange(range.from.slice(0, 10), range.to.slice(0, 10), zone)}
              fieldTitle={seen.map.field_title}
              unmatched={seen.map.unmatched.rows}
              unknown={seen.map.unknown}
              rowsOf={({ place }) => rowsAddress(about.dataset, { place })}
              allHref={`${home}?places=all#places`}
              full={allPlaces}
            />
          )}
          {seen?.trust && <TrustSection home={home} trust={seen.trust} />}
          {lines.length > 0 && (
            <Section
              id="fields"
              title="Fields"
              aside={
                <Links>
                  {lines.length > fieldsShown && (
                    <span>
                      {fieldsShown} of {lines.length} · <a href={`${home}/fields`}>Show all {lines.length}</a>
                    </span>
                  )}
                  <a href={`/api/v1/datasets/${about.dataset}/dictionary.csv`}>Dictionary, CSV</a>
                </Links>
              }
            >
              <FieldList
                home={home}
                rows={about.version?.rows_stored ?? 0}
                lines={lines.slice(0, fieldsShown)}
                tells={
                  protection !== undefined
                    ? new Map(protection.fields.map((one) => [one.field, one.element_name]))
                    : undefined
                }
              />
            </Section>
          )}
          {seen?.groups && (
            <GroupPreview
              home={home}
              dataset={about.dataset}
              groups={seen.groups}
              rows={about.version?.rows_stored ?? 0}
            />
          )}
          {lines.length === 0 && (
            <DescribedFields fields={custody.fields} all={request.query.get('fields') === 'all'} />
          )}
          {seen?.rows && (
            <Section
              id="rows"
              title="First rows"
              aside={
                <Links>
                  <a href={`${home}/rows`}>
                    Filter and sort all {formatCount(about.version?.rows_stored ?? 0)} rows
                  </a>
                  <a href={`/api/v1/datasets/${about.dataset}/rows?limit=100`}>JSON</a>
                </Links>
              }
            >
              <RowTable caption="First rows" fields={seen.shownFields} rows={seen.rows.rows} />
              {seen.shownFields.length < about.fields.length && (
                <p class="small quiet more">
                  {seen.shownFields.length} of {about.fields.length} fields.
                </p>
              )}
            </Section>
          )}
          {protection && <WhatItTakes protection={protection} />}
          <CustodySection custody={custody} tags={about.tags} home={home} zone={zone} />
          {seen?.snippets && <UseIt {...seen.snippets} />}
          <Section
            id="versions"
            title="Versions"
            aside={
              about.version && (
                <>
                  Cite:{' '}
                  <span class="mono">
                    {about.dataset}@{about.version.version}
                  </span>
                </>
              )
            }
          >
            {seen && seen.versions.length > 0 ? (
              <>
                <VersionList home={home} versions={seen.versions} zone={zone} />
                <p class="small more">
                  <Links>
                    {about.versions > seen.versions.length && (
                      <a href={`${home}/versions`}>All {about.versions} versions</a>
                    )}
                    {mayLoad && <a href={`/data/upload?dataset=${about.dataset}`}>Load a newer file</a>}
                    {mayEdit && <a href={`${home}/edit`}>Complete the record</a>}
                    {mayTable && <a href={`${home}/table`}>Make a table that reveals no one</a>}
                    {mayTable && <a href={`${home}/risk`}>Who could be recognized in it</a>}
                    {mayDetermine && <a href={`${home}/determinations`}>What experts determined of it</a>}
                    <a href={`${home}/access`}>Who may see it</a>
                    <a href={`${home}/retention`}>How long it is kept</a>
                  </Links>
                </p>
              </>
            ) : (
              <Empty
                acts={
                  mayLoad && (
                    <ButtonLink href={`/data/upload?dataset=${about.dataset}`}>
                      Load its first file
                    </ButtonLink>
                  )
                }
              >
                The state holds this dataset, and no file of it was loaded here. Its record can be read all
                the same.
              </Empty>
            )}
          </Section>
          <Follow
            request={request}
            topic={`dataset:${about.dataset}`}
            what="when a version is added or withdrawn, a column is about to change, or a question is answered."
          />
        </>
      ),
    };
  },
});

type Seen = Awaited<ReturnType<typeof lookAtAll>>;

const look = (
  request: PageRequest,
  about: DatasetView & { readonly fields: readonly FieldView[] },
  allowed: ProtectionView['allowed'],
): Promise<Partial<Seen> & Pick<Seen, 'versions' | 'shownFields'>> =>
  allowed === 'nothing' || allowed === 'figures'
    ? lookAtLittle(request, about, allowed)
    : lookAtAll(request, about, allowed === 'masked');

/** Everything that is computed from the rows of the current version; each part is left out when it does not apply. */
async function lookAtAll(
  request: PageRequest,
  about: DatasetView & { readonly fields: readonly FieldView[] },
  masked: boolean,
) {
  const { dataset } = about;
  // Of people, groups are shown first: a row is a person.
  const ofPeople = about.describes === 'people';
  const grouping = about.main_filter ?? about.place_field;
  const shownFields = preview(about);
  const profile = await ifThere(request.ask(showProfile, { dataset }));
  const dates = profile?.fields.find(({ field }) => field === about.date_field);
  const [{ versions }, checks, issues, suggestions, chart, map, groups, rows, snippets] = await Promise.all([
    request.ask(listVersions, { dataset, limit: 5 }),
    // A rule could tell what a mask hides.
    masked ? undefined : ifThere(request.ask(listChecks, { dataset })),
    masked ? undefined : ifThere(request.ask(listIssues, { dataset, state: 'open' })),
    masked ? undefined : ifThere(request.ask(suggestRules, { dataset })),
    about.date_field === null
      ? undefined
      : ifApplicable(request.ask(chartDataset, { dataset, period: periodFor(dates?.min, dates?.max) })),
    about.place_field === null ? undefined : ifApplicable(request.ask(mapDataset, { dataset })),
    ofPeople && grouping !== null
      ? ifApplicable(request.ask(chartDataset, { dataset, by: 'group', field: grouping, top: 10 }))
      : undefined,
    ofPeople
      ? undefined
      : ifThere(
          request.ask(queryRows, {
            dataset,
            select: shownFields.map(({ name }) => `\`${name}\``).join(','),
            limit: previewRows,
          }),
        ),
    ifThere(request.ask(showSnippets, { dataset, base: request.url.origin })),
  ]);
  return {
    versions,
    profile,
    chart,
    map,
    groups,
    rows,
    shownFields,
    snippets,
    trust: masked
      ? undefined
      : {
          checks: checks?.checks ?? [],
          waiting: checks?.waiting ?? [],
          issues: issues?.issues ?? [],
          suggestions: suggestions?.suggestions ?? [],
        },
  };
}

/** The record, and figures where they may be seen: rounded, and without small ones. */
async function lookAtLittle(
  request: PageRequest,
  about: DatasetView,
  allowed: 'nothing' | 'figures',
): Promise<Partial<Seen> & Pick<Seen, 'versions' | 'shownFields'>> {
  const { dataset } = about;
  const figures = allowed === 'figures';
  const [{ versions }, chart, groups] = await Promise.all([
    request.ask(listVersions, { dataset, limit: 5 }),
    figures && about.date_field !== null
      ? ifApplicable(request.ask(chartDataset, { dataset, period: 'year' }))
      : undefined,
    figures && (about.main_filter ?? about.place_field) !== null
      ? ifApplicable(request.ask(chartDataset, { dataset, by: 'group', top: 10 }))
      : undefined,
  ]);
  return { versions, chart, groups, shownFields: [] };
}

const kindWords = (about: DatasetView): string =>
  about.state === 'retired'
    ? 'Retired dataset'
    : about.access === 'protected'
      ? 'Protected dataset'
      : about.access === 'open'
        ? 'Open dataset'
        : 'Dataset without a file';

/** One row a place, or none, is a list of places: a rate of it says nothing. */
const bearsRates = (map: MapAnswer): boolean => map.places.some(({ count }) => count > 1);

/** Years when there are more than three, months when there are at least three, else what the dates bear. */
function periodFor(
  from: string | null | undefined,
  to: string | null | undefined,
): 'year' | 'month' | 'auto' {
  if (!from || !to) return 'auto';
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return days > 3 * 366 ? 'year' : days > 75 ? 'month' : 'auto';
}

/** The fields of the preview: what it is about first (date, place, key), then as they stand, leaving out empty ones. */
function preview(about: DatasetView & { readonly fields: readonly FieldView[] }): readonly FieldView[] {
  const leading = [...about.key_fields, about.date_field, about.place_field];
  const weight = (field: FieldView) => {
    const at = leading.indexOf(field.name);
    return at === -1 ? leading.length : at;
  };
  return about.fields
    .filter(({ filled, type }) => filled !== 0 && type !== 'geometry' && type !== 'json')
    .toSorted((a, b) => weight(a) - weight(b) || a.position - b.position)
    .slice(0, previewFields);
}

function Holder({
  about,
  agency,
}: {
  about: DatasetView;
  agency?: { readonly code: string; readonly name: string };
}) {
  const { owner, contact } = about;
  const person =
    owner !== null && contact?.includes('@') ? <a href={`mailto:${contact}`}>{owner}</a> : (owner ?? contact);
  if (agency === undefined) return person === null ? <Unknown>Nobody named</Unknown> : <span>{person}</span>;
  return (
    <span>
      {person && <>{person}, </>}
      <a href={`/agencies/${agency.code}`}>{agency.name}</a>
    </span>
  );
}

/** Said where nobody has described the dataset: what can be known without a person. */
function ledeFrom(about: DatasetView & { readonly fields: readonly FieldView[] }) {
  if (about.loaded_at === null) return 'Nobody has described this dataset yet, and no file of it was loaded.';
  const names = about.fields.slice(0, 4).map(({ title }) => title);
  return (
    <>
      {counted(about.rows_stored ?? 0, 'row')} with {listed(names)}
      {about.fields.length > 4 && ` and ${formatCount(about.fields.length - 4)} more fields`}, loaded{' '}
      {formatLongDate(about.loaded_at.slice(0, 10), 'UTC')}.{' '}
      <a href={`/data/${about.dataset}/edit`}>Nobody has described it yet</a>.
    </>
  );
}
