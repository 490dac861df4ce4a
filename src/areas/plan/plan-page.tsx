import { page } from '../../core/page.ts';
import {
  type Column,
  Contents,
  Example,
  Facts,
  Follow,
  Links,
  Numbered,
  Section,
  Split,
  Table,
  Tally,
  Time,
  Title,
  Views,
} from '../../web/components/index.ts';
import { formatDate, formatDistance, inWords, sentence } from '../../web/format/index.ts';
import { showPlan } from './contract.ts';
import { listCycles } from './cycle/contract.ts';
import { type Item, type Objective, tallyOf } from './model.ts';
import { BaselineCell, Now, ObjectiveName, Standing, TargetCell, Trend } from './objective-cells.tsx';
import { standingSentence } from './standing-sentence.tsx';

/** The plan: its words, and how it stands. */
export const planPage = page({
  path: '/plan',
  access: 'everyone',
  render: async (request) => {
    const { cycle, items, objectives: all, on } = await request.ask(showPlan, {});
    const wanted = request.query.get('horizon');
    const objectives =
      wanted === 'short' || wanted === 'long' ? all.filter(({ horizon }) => horizon === wanted) : all;
    const tally = tallyOf(objectives);
    const { cycles } = await request.ask(listCycles, {});
    const draft = cycles.find(({ state }) => state === 'drafting');
    const open = draft?.phases.find(({ takesComments }) => takesComments);
    const zone = request.clock.timeZone;
    const of = (kind: Item['kind']) => items.filter((item) => item.kind === kind);
    const goals = of('goal');
    const act = of('requirement')[0]?.clause;
    const columns: readonly Column<Objective>[] = [
      { head: 'Goal and objective', cell: (row) => <ObjectiveName objective={row} /> },
      {
        head: 'Trend',
        note: 'dashes mark the target',
        width: 'w-picture',
        cell: (row) => <Trend objective={row} zone={zone} />,
      },
      {
        head: 'Baseline',
        note: 'and its date',
        nowrap: true,
        numeric: true,
        cell: (row) => <BaselineCell objective={row} zone={zone} />,
      },
      {
        head: 'Now',
        note: formatDate(on, zone),
        numeric: true,
        strong: true,
        cell: (row) => <Now objective={row} />,
      },
      {
        head: 'Target',
        note: 'and its date',
        nowrap: true,
        numeric: true,
        cell: (row) => <TargetCell objective={row} zone={zone} />,
      },
      { head: 'Status', width: 'w-status', cell: (row) => <Standing objective={row} /> },
    ];
    return {
      title: 'The plan',
      place: 'plan',
      breadcrumbs: [{ href: '/plan', label: 'Plan' }],
      content: (
        <>
          <Title
            kind={
              cycle.adopted === null ? (
                'Draft, not adopted yet'
              ) : (
                <>
                  In force since <Time at={cycle.adopted.on} zone={zone} as="long" />{' '}
                  {cycle.adopted.example && <Example />}
                </>
              )
            }
            title={request.jurisdiction.planTitle}
            lede={standingSentence(objectives)}
          >
            <Tally counts={tally} />
            <Facts
              items={[
                {
                  label: 'The words',
                  value: (
                    <>
                      {cycle.words} · <a href="/plan/compare">compare versions</a>
                    </>
                  ),
                },
                {
                  label: 'Next plan due',
                  value: (
                    <>
                      <Time at={cycle.nextDue} zone={zone} />, {formatDistance(on, cycle.nextDue)}
                      {open?.commentsUntil && (
                        <>
                          {' · '}
                          <a href="/plan/comments">
                            open for comment until <Time at={open.commentsUntil} zone={zone} />
                          </a>
                        </>
                      )}
                    </>
                  ),
                },
                {
                  label: 'How it is made',
                  value: (
                    <Links>
                      <a href="/plan/timeline">Timeline</a>
                      <a href="/plan/comments">Comments</a>
                      <a href="/plan/board">Board</a>
                      <a href="/plan/data">Data</a>
                      <a href="/plan/progress">Progress</a>
                      <a href="/plan/compliance">Compliance</a>
                    </Links>
                  ),
                },
                {
                  label: 'Law',
                  value: act ? (
                    <a href={`/law/${act}`}>What the act requires of it</a>
                  ) : (
                    <a href="/law">The law</a>
                  ),
                },
                {
                  label: 'As data',
                  value: (
                    <Links>
                      <a href="/api/v1/plan/print/plan.pdf">PDF</a>
                      <a href="/api/v1/plan/print/plan.docx">DOCX</a>
                      <a href="/plan/print/plan">One page</a>
                      <a href="/api/v1/plan">Plan (JSON)</a>
                      <a href="/api/v1/objectives">Objectives (JSON)</a>
                    </Links>
                  ),
                },
              ]}
            />
          </Title>
          <Split kind="contents">
            <Contents
              items={[
                { href: '#goals', label: 'Goals' },
                { href: '#principles', label: 'Principles' },
                { href: '#focal-points', label: 'Focal points' },
                { href: '#act', label: 'What the act requires' },
                { href: '#process', label: 'How it is made' },
              ]}
            />
            <div>
              <Section
                first
                id="goals"
                title={`${sentence(inWords(goals.length, 'goal'))}, ${inWords(objectives.length, 'objective')}`}
                remark="Counted again whenever something changes, and every day"
              >
                <Views
                  label="Horizon"
                  items={[
                    { href: '/plan', name: 'All', count: all.length, current: objectives === all },
                    ...(['short', 'long'] as const).map((horizon) => ({
                      href: `/plan?horizon=${horizon}`,
                      name: horizon === 'short' ? 'Within two years' : 'Longer term',
                      count: all.filter((one) => one.horizon === horizon).length,
                      current: wanted === horizon,
                    })),
                  ]}
                />
                <Table
                  caption="Goals and objectives with baseline, value, target and status"
                  columns={columns}
                  groups={goals
                    .filter((goal) => objectives === all || objectives.some((row) => row.goal === goal.item))
                    .map((goal) => ({
                      id: goal.item,
                      title: (
                        <a href={`/plan/${goal.item}`}>
                          {goal.number}. {goal.words}
                        </a>
                      ),
                      rows: objectives.filter((row) => row.goal === goal.item),
                    }))}
                />
                <p class="small quiet">
                  An underlined value opens the records behind it. A forecast is the range that 8 of 10
                  forecasts of this kind would keep.
                </p>
              </Section>
              <Section id="principles" title={`${sentence(inWords(of('principle').length, 'principle'))}`}>
                {of('heading').map((heading) => (
                  <>
                    <h3 class="list-head">{heading.words}</h3>
                    <Words
                      items={of('principle').filter((item) => item.heading === heading.item)}
                      objectives={objectives}
                    />
                  </>
                ))}
              </Section>
              <Section
                id="focal-points"
                title={sentence(inWords(of('focal-point').length, 'focal point'))}
                aside={<a href="/focal-points">What exists for each</a>}
              >
                <Words items={of('focal-point')} />
              </Section>
              <Section
                id="act"
                title="What the act requires"
                aside={<a href="/law">The law, clause by clause</a>}
              >
                <p class="finding">The plan shall:</p>
                <Words items={of('requirement')} />
                <h3 class="list-head">And besides</h3>
                <Words items={of('duty')} />
              </Section>
              <Section id="process" title="How the plan is made">
                <Words items={of('phase')} />
              </Section>
              <Follow
                request={request}
                topic="plan:all"
                what="when a version is frozen, a phase opens or a meeting is noticed."
              />
            </div>
          </Split>
        </>
      ),
    };
  },
});

/** Items in the plan's own words, each with its address, and what advances it. */
const Words = ({ items, objectives }: { items: readonly Item[]; objectives?: readonly Objective[] }) => (
  <Numbered
    items={items.map((item, at) => ({
      no: item.number ?? at + 1,
      id: item.item,
      text: (
        <>
          {item.name && <b>{item.name}. </b>}
          {item.words}
        </>
      ),
      side: (
        <a href={`/plan/${item.item}`}>
          {advancedBy(item, objectives)}
          <span class="hidden-text">: {item.name ?? item.words}</span>
        </a>
      ),
    }))}
  />
);

function advancedBy(item: Item, objectives?: readonly Objective[]): string {
  if (objectives === undefined) return 'Open';
  const count = objectives.filter((objective) => objective.principles.includes(item.item)).length;
  return count === 0 ? 'no objective yet' : inWords(count, 'objective');
}
