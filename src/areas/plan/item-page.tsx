import { page } from '../../core/page.ts';
import {
  type Column,
  Empty,
  Example,
  Facts,
  Links,
  Section,
  Status,
  Table,
  Time,
  Title,
} from '../../web/components/index.ts';
import { formatDate, inWords, sentence } from '../../web/format/index.ts';
import { CommentList } from './comments/comment-list.tsx';
import { listComments } from './comments/contract.ts';
import { showItem } from './contract.ts';
import { trace } from './cycle/contract.ts';
import type { ItemKind, Objective } from './model.ts';
import { Now, ObjectiveName, Standing, TargetCell } from './objective-cells.tsx';
import { listTasks } from './text/contract.ts';
import type { Task } from './text/model.ts';

const kinds: Readonly<Record<ItemKind, string>> = {
  requirement: 'What the act requires',
  duty: 'What the act requires',
  phase: 'How the plan is made',
  heading: 'Principles',
  principle: 'Principle',
  'focal-point': 'Focal point',
  goal: 'Goal',
  action: 'Action',
  step: 'Step',
  recommendation: 'Recommendation',
};

/** One thing the plan says, in its own words, and what is done about it. */
export const itemPage = page({
  path: '/plan/:item',
  access: 'everyone',
  render: async (request) => {
    const id = request.params['item'] ?? '';
    const item = await request.ask(showItem, { item: id, cycle: request.query.get('cycle') ?? undefined });
    // An item that was merged into another has its address still: it leads there.
    if (item.item !== id) return { redirect: `/plan/${item.item}` };
    const cycle = item.cycle.cycle;
    const [docket, way, { tasks }] = await Promise.all([
      request.ask(listComments, { item: item.item, limit: 5 }),
      request.ask(trace, { id: item.item, cycle }),
      request.ask(listTasks, { parent: item.item, cycle }),
    ]);
    const zone = request.clock.timeZone;
    const name = item.number === null ? kinds[item.kind] : `${kinds[item.kind]} ${item.number}`;
    const title = item.name ?? name;
    const hasObjectives = item.kind === 'goal' || item.kind === 'principle';
    const up = way.up.filter(({ kind }) => kind !== 'heading');
    const columns: readonly Column<Objective>[] = [
      { head: 'Objective', cell: (row) => <ObjectiveName objective={row} /> },
      {
        head: 'Now',
        note: formatDate(request.clock.today(), zone),
        numeric: true,
        strong: true,
        cell: (row) => <Now objective={row} />,
      },
      {
        head: 'Target',
        note: 'and its date',
        numeric: true,
        cell: (row) => <TargetCell objective={row} zone={zone} />,
      },
      { head: 'Status', width: 'w-status', cell: (row) => <Standing objective={row} /> },
    ];
    const { details } = item;
    return {
      title,
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: `/plan/${item.item}`, label: title },
      ],
      content: (
        <>
          <Title
            kind={
              <>
                {item.headingWords ?? (item.name ? name : item.cycle.words)} {details?.example && <Example />}
              </>
            }
            title={title}
            acts={
              <a class="button outline" href={`/plan/comments?item=${item.item}`}>
                Comment on this
              </a>
            }
          >
            <p class="words">{item.words}</p>
            <Facts
              items={[
                { label: 'From', value: item.cycle.words },
                { label: 'Lasting name', value: item.item },
                ...(details?.owner ? [{ label: 'Owner', value: details.owner }] : []),
                ...(details?.due ? [{ label: 'Due', value: <Time at={details.due} zone={zone} /> }] : []),
                ...(details?.evidence ? [{ label: 'Evidence', value: details.evidence }] : []),
                ...(item.clause
                  ? [{ label: 'Law', value: <a href={`/law/${item.clause}`}>The clause behind it</a> }]
                  : []),
              ]}
            />
          </Title>
          {tasks.length > 0 && (
            <Section
              title={item.kind === 'focal-point' ? 'Steps' : 'Actions'}
              finding={`${sentence(inWords(tasks.filter(({ state }) => state === 'done').length, `of ${tasks.length} is`, `of ${tasks.length} are`))} done.`}
            >
              <Tasks tasks={tasks} zone={zone} />
            </Section>
          )}
          {hasObjectives && (
            <Section
              title="What is measured"
              finding={
                item.objectives.length > 0
                  ? `${sentence(inWords(item.objectives.length, 'objective advances', 'objectives advance'))} it.`
                  : undefined
              }
            >
              {item.objectives.length > 0 ? (
                <Table caption="Objectives that advance it" columns={columns} rows={item.objectives} />
              ) : (
                <Empty>
                  No objective names this principle yet. One can be added while the plan is drafted.
                </Empty>
              )}
            </Section>
          )}
          <Section
            title="Comments"
            id="comments"
            aside={
              <Links>
                <a href={`/plan/comments?item=${item.item}`}>All {docket.total}, and the form</a>
              </Links>
            }
          >
            {docket.total === 0 ? (
              <Empty>No comments on it yet. Be the first.</Empty>
            ) : (
              <CommentList comments={docket.comments} zone={zone} withItem={false} />
            )}
          </Section>
          <Section title="What it serves, and what serves it">
            <Table
              caption="What it serves, and what serves it"
              groups={[
                { title: 'Up to the law', rows: up },
                { title: 'Down to actions and data', rows: way.down },
              ].filter(({ rows }) => rows.length > 0)}
              columns={[
                {
                  head: 'Words',
                  width: 'w50',
                  cell: (row) => <a href={row.href}>{row.words.slice(0, 160)}</a>,
                },
                { head: 'Kind', cell: (row) => sentence(row.kind.replace('-', ' ')) },
              ]}
            />
          </Section>
          <Section title="How its words changed" aside={<a href="/plan/compare">Compare versions</a>}>
            <Table
              caption="Words of this item over time"
              rows={item.history}
              columns={[
                { head: 'Words', width: 'w50', cell: (row) => row.words },
                { head: 'Taken over', cell: (row) => <Time at={row.knownFrom} zone={zone} as="moment" /> },
                {
                  head: 'Replaced',
                  cell: (row) => (row.knownTo ? <Time at={row.knownTo} zone={zone} as="moment" /> : 'in use'),
                },
              ]}
            />
          </Section>
        </>
      ),
    };
  },
});

const states = { locked: 'Waits', ready: 'To do', started: 'Under way', done: 'Done' } as const;

export const Tasks = ({ tasks, zone }: { tasks: readonly Task[]; zone: string }) => (
  <Table
    caption="Actions and steps"
    rows={tasks}
    columns={[
      {
        head: 'What',
        width: 'w40',
        cell: (row) => (
          <>
            <a href={`/plan/${row.item}`}>{row.words}</a> {row.example && <Example />}
          </>
        ),
      },
      { head: 'Who', cell: (row) => row.owner ?? 'No owner' },
      { head: 'Due', nowrap: true, cell: (row) => (row.due ? <Time at={row.due} zone={zone} /> : 'No date') },
      {
        head: 'State',
        cell: (row) => (
          <Status
            kind={
              row.state === 'done'
                ? 'met'
                : row.state === 'locked'
                  ? 'unknown'
                  : row.slipDays
                    ? 'risk'
                    : 'track'
            }
            reason={
              row.state === 'done' && row.doneOn
                ? `${formatDate(row.doneOn, zone)}: ${row.evidence}`
                : row.slipDays && row.forecast
                  ? `likely ${formatDate(row.forecast, zone)}, ${row.slipDays} days late`
                  : undefined
            }
          >
            {states[row.state]}
          </Status>
        ),
      },
    ]}
  />
);
