import { type PageRequest, page } from '../../core/page.ts';
import {
  type Column,
  Empty,
  ErrorSummary,
  Example,
  Facts,
  Follow,
  Form,
  Links,
  RadioField,
  Section,
  Status,
  Table,
  TextField,
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
import { listTasks, recordDone } from './text/contract.ts';
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
  submit: async (request, form) => {
    const item = request.params['item'] ?? '';
    const text = (name: string) => String(form.get(name) ?? '').trim();
    await request.ask(recordDone, {
      item,
      agency: text('agency') || undefined,
      state: text('state') === 'done' ? 'done' : 'started',
      on: text('on') || undefined,
      evidence: text('evidence'),
    });
    return { redirect: `/plan/${item}` };
  },
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
    const task =
      item.kind === 'action' || item.kind === 'step' ? await ownTask(request, item.item, cycle) : undefined;
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
          {task && (
            <Section title="How far it is">
              <ErrorSummary form={request.form} />
              <Tasks tasks={[task.task]} zone={zone} />
              {task.agency !== undefined && task.task.state !== 'done' && task.task.state !== 'locked' && (
                <Form request={request} draft>
                  <input type="hidden" name="agency" value={task.agency} />
                  <RadioField
                    name="state"
                    label="What is recorded"
                    value="done"
                    form={request.form}
                    choices={[
                      { value: 'started', label: 'It was begun' },
                      { value: 'done', label: 'It is done' },
                    ]}
                  />
                  <TextField
                    name="evidence"
                    label="What shows it"
                    hint="A document, an address, a decision. Public."
                    form={request.form}
                  />
                  <TextField
                    name="on"
                    label="On"
                    hint="Today when left blank"
                    optional
                    short
                    form={request.form}
                  />
                  <div class="acts">
                    <button class="button" type="submit">
                      Record it
                    </button>
                  </div>
                </Form>
              )}
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
                <a href={`/plan/comments?item=${item.item}`}>
                  {docket.total === 0
                    ? 'Write a comment'
                    : `${docket.total === 1 ? 'The comment' : `All ${docket.total} comments`}, and the form`}
                </a>
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
          <Follow
            request={request}
            topic={`plan:${item.item}`}
            what="when its words change, it is commented on, or an objective of it reaches its target."
          />
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

/** The action or step itself, and the agency for which whoever looks may say how far it is. */
async function ownTask(request: PageRequest, item: string, cycle: string) {
  const { tasks } = await request.ask(listTasks, { cycle });
  const task = tasks.find((one) => one.item === item);
  if (task === undefined) return undefined;
  for (const agency of task.agencies) if (await request.may(recordDone, { agency })) return { task, agency };
  return { task, agency: undefined };
}

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
