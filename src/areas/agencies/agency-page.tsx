import { page } from '../../core/page.ts';
import {
  type Column,
  Counted,
  Deadline,
  Empty,
  Example,
  Facts,
  Follow,
  Links,
  Section,
  Status,
  Table,
  Time,
  Title,
  Unknown,
} from '../../web/components/index.ts';
import { formatCount, inWords, listed, sentence } from '../../web/format/index.ts';
import { listDatasets } from '../catalog/contract.ts';
import type { DatasetView } from '../catalog/model.ts';
import { listDutiesDue } from '../law/contract.ts';
import type { DutyDue } from '../law/model.ts';
import { NameSomeone } from './agency-list-page.tsx';
import { nameOfficer, showAgency } from './contract.ts';
import { CoverageWords } from './coverage-words.tsx';
import { owesDuties, type Post, standingInWords } from './model.ts';
import { PostWords } from './post-words.tsx';

/** An agency: what is due from it, what it holds, what is missing, and who answers for it. */
export const agencyPage = page({
  path: '/agencies/:agency',
  access: 'everyone',
  render: async (request) => {
    const code = (request.params['agency'] ?? '').toUpperCase();
    const agency = await request.ask(showAgency, { agency: code });
    const { datasets, total } = await request.ask(listDatasets, { agency: code, limit: 1000 });
    const owes = owesDuties(agency.coverage?.status);
    const may = await request.may(nameOfficer, { agency: code });
    const zone = request.clock.timeZone;
    const today = request.clock.today();
    const year = today.slice(0, 4);
    const duties = owes
      ? (
          await request.ask(listDutiesDue, {
            from: `${year}-01-01`,
            to: `${year}-12-31`,
            bearer: 'covered agencies',
          })
        ).duties
      : [];
    const [post] = agency.posts;
    const lacking = datasets.filter((dataset) => missingIn(dataset).length > 0);
    return {
      title: agency.name,
      place: 'data',
      breadcrumbs: [
        { href: '/agencies', label: 'Agencies' },
        { href: `/agencies/${code}`, label: code },
      ],
      content: (
        <>
          <Title
            kind={`Agency · ${code}`}
            title={agency.name}
            lede={answer(agency.posts, datasets, lacking.length)}
          >
            <Facts
              items={[
                {
                  label: post?.title ?? 'Data officer',
                  value: <PostWords post={post} zone={zone} />,
                },
                { label: 'Legal coverage', value: <CoverageWords coverage={agency.coverage} zone={zone} /> },
                {
                  label: 'Datasets held',
                  value: total > 0 ? <Counted href={`/data?agency=${code}`} n={total} /> : '0',
                },
                ...(agency.head ? [{ label: 'Head', value: agency.head }] : []),
              ]}
            />
          </Title>
          <Section first title={`Due in ${year}`} aside={<a href="/law">The law</a>}>
            {owes ? (
              <Table
                caption={`What the law makes due from this agency in ${year}`}
                rows={duties}
                columns={dueColumns({ zone, today, post, code })}
              />
            ) : (
              <Empty>
                {agency.coverage === null
                  ? 'This body is outside the state government: the act asks nothing of it.'
                  : agency.coverage.status === 'unconfirmed'
                    ? 'Whether the act covers this agency is not confirmed, so no duty is counted against it.'
                    : 'The act does not cover this agency, so nothing is due from it. It may comply by choice.'}
              </Empty>
            )}
          </Section>
          <Section
            title="What it holds, and what is missing"
            finding={
              datasets.length === 0
                ? undefined
                : lacking.length === 0
                  ? 'Nothing is missing from what is said about them.'
                  : `${sentence(inWords(lacking.length, 'dataset lacks', 'datasets lack'))} something a user needs.`
            }
          >
            {datasets.length === 0 ? (
              <Empty>No dataset of this agency is registered here yet.</Empty>
            ) : (
              <Table
                caption="Datasets of this agency"
                rows={datasets.toSorted((a, b) => missingIn(b).length - missingIn(a).length)}
                columns={datasetColumns}
              />
            )}
          </Section>
          <Section title="Legal coverage over time">
            {agency.coverages.length === 0 ? (
              <Empty>No coverage is recorded.</Empty>
            ) : (
              <Table
                caption="Legal coverage with its ground"
                rows={agency.coverages}
                columns={[
                  { head: 'Coverage', cell: (row) => <CoverageWords coverage={row} quiet /> },
                  {
                    head: 'From',
                    nowrap: true,
                    cell: (row) =>
                      row.from ? <Time at={row.from} zone={zone} /> : <Unknown>Not known</Unknown>,
                  },
                  {
                    head: 'To',
                    nowrap: true,
                    cell: (row) => (row.to ? <Time at={row.to} zone={zone} /> : 'today'),
                  },
                  {
                    head: 'Ground',
                    cell: (row) => (row.clause ? <a href={`/law/${row.clause}`}>The clause</a> : '–'),
                  },
                  {
                    head: 'How we know',
                    width: 'w40',
                    cell: (row) => (
                      <>
                        {standingInWords(row.standing)}
                        {row.note && <span class="sub">{row.note}</span>}
                      </>
                    ),
                  },
                ]}
              />
            )}
          </Section>
          <Section
            title="Who answered for its data"
            aside={
              may && (
                <Links>
                  {owes && <a href={`/agencies/${code}/officer`}>Name someone</a>}
                  <a href={`/agencies/${code}/leaving`}>Who leaves</a>
                </Links>
              )
            }
          >
            {agency.terms.length === 0 ? (
              <Empty>Nobody is recorded.</Empty>
            ) : (
              <Table
                caption="People and terms, newest first"
                rows={agency.terms}
                columns={[
                  {
                    head: 'Person',
                    cell: (row) => (
                      <>
                        {row.name} {row.example && <Example />}
                      </>
                    ),
                  },
                  { head: 'Role', cell: (row) => row.roleTitle },
                  {
                    head: 'From',
                    nowrap: true,
                    cell: (row) =>
                      row.from ? <Time at={row.from} zone={zone} /> : <Unknown>Not known</Unknown>,
                  },
                  {
                    head: 'To',
                    nowrap: true,
                    cell: (row) => (row.to ? <Time at={row.to} zone={zone} /> : 'in office'),
                  },
                ]}
              />
            )}
          </Section>
          <Follow
            request={request}
            topic={`agency:${agency.code}`}
            what="when something happens to any of its data."
          />
        </>
      ),
    };
  },
});

/** The state of the agency in one or two sentences. */
function answer(posts: readonly Post[], datasets: readonly DatasetView[], lacking: number): string {
  const empty = posts.find((post) => post.holder === null);
  const first =
    datasets.length === 0
      ? 'No dataset of this agency is registered here yet.'
      : `It holds ${inWords(datasets.length, 'dataset')} here; ${lacking === 0 ? 'nothing is missing from what is said about them' : `${inWords(lacking, 'lacks', 'lack')} something a user needs`}.`;
  if (!empty) return first;
  return `${empty.vacantSince ? 'Nobody answers for its data: the post is vacant' : 'Nobody is recorded as answering for its data'}. ${first}`;
}

const dueColumns = ({
  zone,
  today,
  post,
  code,
}: {
  zone: string;
  today: string;
  post?: Post;
  code: string;
}): readonly Column<DutyDue>[] => [
  {
    head: 'What is due',
    width: 'w40',
    cell: (row) => (
      <>
        {row.title}
        <span class="sub">
          <a href={`/law/${row.clause}`}>{row.citation}</a>
          {row.standing !== 'read' && `, ${standingInWords(row.standing).toLowerCase()}`}
        </span>
      </>
    ),
  },
  {
    head: 'By',
    nowrap: true,
    cell: (row) => (row.due ? <Deadline at={row.due} zone={zone} today={today} /> : 'at all times'),
  },
  {
    head: 'Status',
    width: 'w25',
    cell: (row) => {
      if (post?.clause === row.clause)
        return post.holder ? <Status kind="met">Filled</Status> : <PostWords post={post} zone={zone} />;
      return <a href={`/agencies/${code}/desk`}>How far it is, on the desk</a>;
    },
  },
  {
    head: 'Next step',
    act: true,
    cell: (row) => (post?.clause === row.clause && post.holder === null ? <NameSomeone agency={code} /> : ''),
  },
];

/** What a user of the dataset needs and is not told. */
const missingIn = (dataset: DatasetView): string[] =>
  [
    [dataset.owner, 'owner'],
    [dataset.description, 'description'],
    [dataset.licence, 'license'],
    [dataset.source_url, 'source'],
    [dataset.cadence, 'update promise'],
    [dataset.key_fields.length > 0, 'row key'],
    [dataset.current_version, 'file'],
  ].flatMap(([there, name]) => (there ? [] : [name as string]));

const datasetColumns: readonly Column<DatasetView>[] = [
  { head: 'Dataset', width: 'w33', cell: (row) => <a href={`/data/${row.dataset}`}>{row.title}</a> },
  {
    head: 'Still missing',
    cell: (row) => {
      const missing = missingIn(row);
      return missing.length === 0 ? <span class="quiet">Nothing</span> : sentence(listed(missing));
    },
  },
  { head: 'Fresh', width: 'w-status', cell: (row) => <Freshness of={row.freshness} /> },
  {
    head: 'Rows',
    numeric: true,
    cell: (row) => (row.rows_stored === null ? <Unknown>none yet</Unknown> : formatCount(row.rows_stored)),
  },
];

const Freshness = ({ of }: { of: DatasetView['freshness'] }) =>
  ({
    fresh: <Status kind="met">As promised</Status>,
    late: <Status kind="late" />,
    'no-promise': <Unknown>No promise</Unknown>,
    'no-file': <Unknown>No file</Unknown>,
  })[of];
