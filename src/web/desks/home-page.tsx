import { listDatasets, registerDataset } from '../../areas/catalog/contract.ts';
import type { DatasetView } from '../../areas/catalog/model.ts';
import { showPlan } from '../../areas/plan/contract.ts';
import { showCalendar } from '../../areas/plan/cycle/contract.ts';
import type { Item, Objective } from '../../areas/plan/model.ts';
import { formatFigure, Now, Trend } from '../../areas/plan/objective-cells.tsx';
import { standingSentence } from '../../areas/plan/standing-sentence.tsx';
import { addDays } from '../../core/calendar-date.ts';
import { type PageRequest, page } from '../../core/page.ts';
import { agencyNames } from '../ask/agency-names.ts';
import { ifThere } from '../ask/if-there.ts';
import {
  ButtonLink,
  type Column,
  Counted,
  DateList,
  Empty,
  NotApplicable,
  Section,
  Split,
  Table,
  Tally,
  Unknown,
} from '../components/index.ts';
import {
  formatCount,
  formatDate,
  formatDistance,
  formatLongDate,
  formatTime,
  inWords,
  sentence,
} from '../format/index.ts';

/** What the plan promises, how it stands, and the box to find anything. */
export const homePage = page({
  path: '/',
  access: 'everyone',
  render: async (request) => {
    const { jurisdiction, clock } = request;
    const [plan, { datasets }, { total }, calendar, nameOf, mayLoad] = await Promise.all([
      ifThere(request.ask(showPlan, {})),
      request.ask(listDatasets, { look: 'rows', sort: 'rows', order: 'desc', limit: 6 }),
      request.ask(listDatasets, { limit: 1 }),
      ifThere(request.ask(showCalendar, { from: clock.today(), to: addDays(clock.today(), 120) })),
      agencyNames(request),
      request.may(registerDataset),
    ]);
    const coming = (calendar?.entries ?? []).filter(({ state }) => state === 'coming').slice(0, 4);
    const points = await Promise.all(
      (plan?.items ?? [])
        .filter(({ kind }) => kind === 'focal-point')
        .map(async (item) => ({
          item,
          datasets: (await request.ask(listDatasets, { tag: item.item, limit: 1 })).total,
        })),
    );
    const count = (kind: Item['kind']) => plan?.items.filter((item) => item.kind === kind).length ?? 0;
    return {
      title: jurisdiction.planTitle,
      content: (
        <>
          <Split kind="aside">
            <div class="title">
              <h1>What {jurisdiction.name} set out to do with its data, and how it stands</h1>
              <p class="lede">
                {plan
                  ? `${sentence(inWords(count('principle'), 'principle'))}, ${inWords(count('goal'), 'goal')}, ${inWords(count('focal-point'), 'focal point')}. Every figure opens to the records it was counted from.`
                  : 'Every figure opens to the records it was counted from.'}
              </p>
              <FindForm request={request} />
            </div>
            <div class="title">
              <h2 class="ruled heavy">Coming up</h2>
              {coming.length === 0 ? (
                <p class="more quiet">
                  Nothing is due, and no meeting is noticed, in the four months to come.
                </p>
              ) : (
                <DateList
                  zone={clock.timeZone}
                  items={coming.map(({ on, at, title, href, clause, kind, note }) => ({
                    at: on,
                    what: <a href={href}>{title}</a>,
                    note: [
                      formatDistance(clock.today(), on),
                      at === null ? undefined : formatTime(at, clock.timeZone),
                      kind === 'law' ? clause : (note ?? 'set by the office'),
                    ]
                      .filter(Boolean)
                      .join(' · '),
                  }))}
                />
              )}
            </div>
          </Split>
          {plan ? (
            <>
              <Standing plan={plan} zone={clock.timeZone} />
              <FocalPoints points={points} />
            </>
          ) : (
            <Section title="How the plan stands">
              <Empty>No plan is loaded yet. Its goals and how they stand are shown here once it is.</Empty>
            </Section>
          )}
          <Split kind="aside">
            <Section title="Data to use" aside={<a href="/data">All {formatCount(total)} datasets</a>}>
              {datasets.length === 0 ? (
                <Empty
                  acts={
                    mayLoad && (
                      <ButtonLink href="/data/upload" kind="outline">
                        Load a file
                      </ButtonLink>
                    )
                  }
                >
                  {total === 0 ? 'No dataset is loaded yet.' : 'No dataset is open to you yet.'}
                </Empty>
              ) : (
                <Table
                  caption="Datasets"
                  phone="keep"
                  columns={datasetColumns(nameOf, clock.timeZone)}
                  rows={datasets}
                />
              )}
            </Section>
            <Section title="Work here">
              <ul class="plain">
                {mayLoad && (
                  <li>
                    <a href="/data/upload">Load a file</a>: from a file on disk to a dataset one can trust
                  </li>
                )}
                {plan && (
                  <li>
                    <a href="/plan/board">The advisory board</a>: its next meeting, motions and votes
                  </li>
                )}
                <li>
                  <a href="/agencies">Your agency</a>: what it holds, what is missing, what is due
                </li>
                <li>
                  <a href="/api">Use the API</a>: every table here as CSV, JSON or Parquet
                </li>
              </ul>
            </Section>
          </Split>
        </>
      ),
    };
  },
});

function FindForm({ request }: { request: PageRequest }) {
  const place = request.jurisdiction.placeNoun.one;
  return (
    <search>
      <form class="find" action="/search">
        <label for="q">Find data, a goal, a {place} or an agency</label>
        <div class="row">
          <input id="q" name="q" type="search" />
          <button class="button" type="submit">
            Search
          </button>
        </div>
      </form>
    </search>
  );
}

type Plan = Awaited<ReturnType<typeof askPlan>>;
const askPlan = (request: PageRequest) => request.ask(showPlan, {});

interface GoalLine {
  readonly goal: Item;
  readonly objectives: readonly Objective[];
  /** The objective shown for it: the first that has a value. */
  readonly shown?: Objective;
}

function Standing({ plan, zone }: { plan: Plan; zone: string }) {
  const { tally, objectives, items } = plan;
  const lines: readonly GoalLine[] = items
    .filter(({ kind }) => kind === 'goal')
    .map((goal) => {
      const own = objectives.filter((objective) => objective.goal === goal.item);
      return { goal, objectives: own, shown: own.find(({ now }) => now?.value != null) ?? own[0] };
    });
  const columns: readonly Column<GoalLine>[] = [
    {
      head: 'Goal',
      width: 'w33',
      cell: ({ goal }) => (
        <a class="name" href={`/plan#${goal.item}`}>
          {goal.name ?? goal.words}
        </a>
      ),
    },
    {
      head: 'One of its objectives',
      label: 'For example',
      width: 'w33',
      cell: ({ shown }) => (shown ? <span>{shown.title}</span> : <Unknown>No objective yet</Unknown>),
    },
    {
      head: 'So far',
      width: 'w-picture',
      cell: ({ shown }) => (shown ? <Trend objective={shown} zone={zone} /> : <NotApplicable />),
    },
    {
      head: 'Now',
      numeric: true,
      strong: true,
      cell: ({ shown }) =>
        shown ? (
          <>
            <Now objective={shown} />
            <span class="sub">target {formatFigure(shown.target.value, shown)}</span>
          </>
        ) : (
          <NotApplicable />
        ),
    },
    {
      head: 'All its objectives',
      label: 'All objectives',
      width: 'w-status',
      cell: ({ objectives: own }) => <Tally stacked counts={statusCounts(own)} />,
    },
  ];
  return (
    <Section
      id="standing"
      title="How the plan stands"
      remark={`At ${formatLongDate(plan.on, zone)}`}
      finding={standingSentence(objectives)}
    >
      <Tally counts={tally} />
      <Table caption="Goals" columns={columns} rows={lines} />
      <p class="small more">
        <a href="/plan">Read the whole plan with all {formatCount(objectives.length)} objectives</a>
      </p>
    </Section>
  );
}

function statusCounts(objectives: readonly Objective[]) {
  const counts = { met: 0, track: 0, risk: 0, late: 0, unknown: 0 };
  for (const { stand } of objectives) counts[stand.status] += 1;
  return counts;
}

/** Where the plan starts, and how many datasets say they serve each. */
function FocalPoints({ points }: { points: readonly { readonly item: Item; readonly datasets: number }[] }) {
  if (points.length === 0) return null;
  const columns: readonly Column<(typeof points)[number]>[] = [
    {
      head: 'Focal point',
      width: 'w25',
      cell: ({ item }) => (
        <a class="name" href={`/plan/${item.item}`}>
          {item.name ?? item.words}
        </a>
      ),
    },
    { head: 'What the plan says', label: 'Aim', width: 'w50', cell: ({ item }) => firstWords(item.words) },
    {
      head: 'Datasets',
      numeric: true,
      strong: true,
      cell: ({ item, datasets }) =>
        datasets === 0 ? (
          <Unknown>None yet</Unknown>
        ) : (
          <Counted href={`/data?tag=${item.item}`} n={datasets} />
        ),
    },
  ];
  return (
    <Section
      id="focal-points"
      title={sentence(inWords(points.length, 'focal point'))}
      aside={<a href="/focal-points">What exists for each</a>}
    >
      <Table caption="Focal points" columns={columns} rows={points} />
    </Section>
  );
}

/** The first sentence, at most 280 characters. */
function firstWords(words: string): string {
  const first = /^.*?[.!?](?=\s|$)/s.exec(words)?.[0] ?? words;
  return first.length <= 280 ? first : `${first.slice(0, 278).replace(/\s+\S*$/, '')} …`;
}

function datasetColumns(nameOf: (code: string) => string, zone: string): readonly Column<DatasetView>[] {
  return [
    {
      head: 'Dataset',
      cell: ({ dataset, title, agency }) => (
        <>
          <a href={`/data/${dataset}`}>{title}</a>
          <span class="sub">{agency === null ? 'Nobody named as holder' : nameOf(agency)}</span>
        </>
      ),
    },
    {
      head: 'Rows',
      numeric: true,
      cell: ({ rows_stored }) => (rows_stored === null ? <NotApplicable /> : formatCount(rows_stored)),
    },
    {
      head: 'Loaded',
      nowrap: true,
      cell: ({ loaded_at }) => (loaded_at === null ? <NotApplicable /> : formatDate(loaded_at, zone)),
    },
  ];
}
