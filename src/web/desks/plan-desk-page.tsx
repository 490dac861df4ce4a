import { listObstacles } from '../../areas/law/obstacles/contract.ts';
import { showBoard } from '../../areas/plan/board/contract.ts';
import {
  disposeComment,
  listComments,
  moderateComment,
  showComment,
} from '../../areas/plan/comments/contract.ts';
import { type Disposition, dispositionWords } from '../../areas/plan/comments/model.ts';
import {
  adoptPlan,
  closePhase,
  deliverDraft,
  listCycles,
  openCycle,
  openPhase,
  showCalendar,
} from '../../areas/plan/cycle/contract.ts';
import type { CycleView } from '../../areas/plan/cycle/model.ts';
import { listItActions } from '../../areas/plan/duties/contract.ts';
import { listRounds, openRound } from '../../areas/plan/progress/contract.ts';
import { RoundSection } from '../../areas/plan/progress/progress-page.tsx';
import { listSuggestions, showDraft } from '../../areas/plan/text/contract.ts';
import { type PageRequest, page } from '../../core/page.ts';
import { ifThere } from '../ask/if-there.ts';
import {
  ActForm,
  Empty,
  ErrorSummary,
  Form,
  Notice,
  RadioField,
  Section,
  SelectField,
  Split,
  Status,
  type StatusKind,
  Table,
  TextArea,
  TextField,
  Time,
  Title,
} from '../components/index.ts';
import { formatDate, formatDistance, inWords, sentence, shortened, withDates } from '../format/index.ts';

interface Waiting {
  readonly what: string;
  readonly href: string;
  readonly note?: string;
  readonly by: string | null;
  readonly kind: StatusKind;
  readonly state: string;
}

/** The chief data officer's desk: what needs a decision, with the next comment and the next move in their place. */
export const planDeskPage = page({
  path: '/desk',
  access: 'office',
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const cycle = text('cycle');
    switch (text('act')) {
      case 'answer':
        await request.ask(disposeComment, {
          cycle,
          number: Number(text('number')),
          disposition: text('disposition') as Disposition,
          reason: text('reason'),
          change: text('change') || undefined,
          duplicate_of: text('duplicate_of') === '' ? undefined : Number(text('duplicate_of')),
          replaces: text('replaces') || undefined,
        });
        break;
      case 'moderate':
        await request.ask(moderateComment, {
          cycle,
          number: Number(text('number')),
          act: text('what') === 'hide' ? 'hide' : 'show',
          reason: text('reason'),
        });
        break;
      case 'open phase':
        await request.ask(openPhase, {
          cycle,
          phase: Number(text('phase')),
          comments_until: text('comments_until'),
        });
        break;
      case 'open cycle':
        await request.ask(openCycle, {
          cycle: text('cycle'),
          title: text('title'),
          due: text('due') || undefined,
        });
        break;
      case 'open round':
        await request.ask(openRound, {
          title: text('title'),
          from: text('from'),
          to: text('to'),
          due_on: text('due_on'),
        });
        break;
      case 'close phase':
        await request.ask(closePhase, { cycle, phase: Number(text('phase')) });
        break;
      case 'deliver draft':
        await request.ask(deliverDraft, { cycle });
        break;
      default:
        await request.ask(adoptPlan, { cycle });
    }
    return { redirect: '/desk' };
  },
  render: async (request) => {
    const zone = request.clock.timeZone;
    const today = request.clock.today();
    const { cycles } = await request.ask(listCycles, {});
    const draft = cycles.find(({ state }) => state === 'drafting') ?? cycles[0];
    if (draft === undefined)
      return {
        title: 'Desk',
        place: 'plan',
        content: (
          <>
            <Title title="What needs you today" />
            <Empty>No plan has been loaded yet.</Empty>
          </>
        ),
      };
    const { cycle } = draft;
    const year = today.slice(0, 4);
    const [open, { suggestions }, board, { rounds }, obstacles, it, { entries }, text] = await Promise.all([
      request.ask(listComments, { cycle, answer: 'open', limit: 200 }),
      request.ask(listSuggestions, { cycle }),
      request.ask(showBoard, { cycle }),
      request.ask(listRounds, {}),
      request.ask(listObstacles, {}),
      request.ask(listItActions, {}),
      request.ask(showCalendar, { from: today, to: `${Number(year) + 1}-03-31` }),
      request.ask(showDraft, { cycle }),
    ]);
    const [round] = rounds;
    const review = round?.reports.filter(({ state }) => state === 'submitted') ?? [];
    const held = open.comments.filter(({ state }) => state === 'held');
    const queue = open.comments.filter(({ state }) => state !== 'held').toReversed();
    const asked = Number(request.form?.values['number'] ?? request.query.get('comment'));
    // Answered already, by another who was faster or long ago: the answer is shown, and may be replaced by a second look.
    const answered =
      Number.isInteger(asked) && asked > 0 && !open.comments.some(({ number }) => number === asked)
        ? await ifThere(request.ask(showComment, { cycle, number: asked }))
        : undefined;
    const first = queue.find(({ number }) => number === asked) ?? answered ?? queue[0];
    const waiting: readonly Waiting[] = [
      ...held.map((one) => ({
        what: `Comment No. ${one.number} is held`,
        href: `/plan/comments/${one.number}?cycle=${cycle}`,
        note: one.stateReason ?? undefined,
        by: null,
        kind: 'risk' as const,
        state: 'Waits to be looked at',
      })),
      ...suggestions
        .filter(({ state }) => state === 'open')
        .map((one) => ({
          what: `Suggestion on ${one.item ?? 'a new item'}`,
          href: `/plan/draft#${one.item ?? 'suggestions'}`,
          note: `${one.author}: ${one.reason}`,
          by: null,
          kind: 'track' as const,
          state: 'Waits for a decision',
        })),
      ...board.recommendations
        .filter(({ state, response }) => state === 'carried' && response === null)
        .map((one) => ({
          what: `Answer recommendation ${one.number} of the board`,
          href: '/plan/board',
          note: one.words,
          by: null,
          kind: 'risk' as const,
          state: 'Waits for an answer',
        })),
      ...review.map((one) => ({
        what: `Review the report of ${one.name}`,
        href: `/plan/progress/${round!.round}/${one.agency}`,
        by: null,
        kind: 'track' as const,
        state: 'Submitted',
      })),
      ...obstacles.obstacles
        .filter(({ state }) => state === 'overdue')
        .map((one) => ({
          what: one.title,
          href: '/law/obstacles',
          note: `With ${one.reviewer}`,
          by: one.reviewBy,
          kind: 'late' as const,
          state: 'Review overdue',
        })),
      ...(it.checkAgain > 0
        ? [
            {
              what: `${it.checkAgain} information technology actions to check again`,
              href: '/plan/it?check_again=true',
              by: null,
              kind: 'risk' as const,
              state: 'The plan changed',
            },
          ]
        : []),
    ];
    const next = entries.find((entry) => entry.state === 'coming');
    // What was typed about one comment is not put under another.
    const typedHere =
      request.form?.values['act'] !== 'answer' || Number(request.form.values['number']) === first?.number;
    const form = typedHere ? request.form : undefined;
    return {
      title: 'Desk',
      place: 'plan',
      breadcrumbs: [{ href: '/desk', label: 'Desk' }],
      content: (
        <>
          <Title
            kind={`Desk of the chief data officer · ${formatDate(today, zone)}`}
            title="What needs you today"
            lede={`${sentence(inWords(waiting.length, 'thing waits', 'things wait'))} for you, and ${open.total === 0 ? 'every comment has its answer' : `${inWords(open.total, 'comment has', 'comments have')} no answer`}. ${next ? `Next: ${next.title}, ${formatDistance(today, next.on)}.` : ''}`}
          />
          <ErrorSummary form={form} />
          <Section first title="Waiting for a decision">
            {waiting.length === 0 ? (
              <Empty>Nothing but the comments below.</Empty>
            ) : (
              <Table
                caption="What waits for a decision"
                rows={waiting}
                columns={[
                  {
                    head: 'What',
                    width: 'w50',
                    cell: (row) => (
                      <>
                        <a href={row.href}>{row.what}</a>
                        {row.note && <span class="sub">{row.note}</span>}
                      </>
                    ),
                  },
                  { head: 'By', cell: (row) => (row.by ? <Time at={row.by} zone={zone} /> : '–') },
                  { head: 'State', cell: (row) => <Status kind={row.kind}>{row.state}</Status> },
                ]}
              />
            )}
            {held.map((one) => (
              <Form request={request}>
                <input type="hidden" name="act" value="moderate" />
                <input type="hidden" name="cycle" value={cycle} />
                <input type="hidden" name="number" value={String(one.number)} />
                <RadioField
                  name="what"
                  label={`Comment No. ${one.number}`}
                  value="show"
                  choices={[
                    { value: 'show', label: 'Show it' },
                    { value: 'hide', label: 'Withhold its words as abuse' },
                  ]}
                />
                <TextField name="reason" label="Why (public)" form={form} />
                <div class="acts">
                  <button class="button outline" type="submit">
                    Save
                  </button>
                </div>
              </Form>
            ))}
          </Section>
          <NextMove request={request} cycle={draft} />
          <Section
            title={`Comments without an answer, ${open.total} of ${open.all}`}
            aside={<a href={`/plan/comments?cycle=${cycle}`}>The public docket</a>}
            finding="The plan cannot be published while one is open. The next follows when you save."
          >
            {first === undefined ? (
              <Empty>Every comment has its answer.</Empty>
            ) : (
              <Split kind="aside">
                <div class="answer-form">
                  <p class="kind">
                    No. {first.number} · {first.agency ?? first.name ?? 'Name not given'} ·{' '}
                    {formatDate(first.receivedAt, zone)}
                  </p>
                  <blockquote class="words">{first.body}</blockquote>
                  {first.itemWords && (
                    <p class="small quiet">
                      On: <a href={`/plan/${first.item}`}>{first.itemWords}</a>
                    </p>
                  )}
                  {first.disposition !== null && (
                    <Notice level={3} tone="warn" title="It has an answer already">
                      <p>
                        {dispositionWords[first.disposition]}, {formatDate(first.disposedAt!, zone)}:
                      </p>
                      <blockquote class="words">{first.reason}</blockquote>
                      <p>Saving yours replaces it; both stay on record.</p>
                    </Notice>
                  )}
                  <Form request={request} draft={`answer ${first.number}`}>
                    <input type="hidden" name="act" value="answer" />
                    <input type="hidden" name="cycle" value={cycle} />
                    <input type="hidden" name="number" value={String(first.number)} />
                    <input type="hidden" name="replaces" value={first.disposedAt ?? ''} />
                    <RadioField
                      name="disposition"
                      label="Disposition"
                      form={form}
                      choices={Object.entries(dispositionWords).map(([value, label]) => ({ value, label }))}
                    />
                    <TextArea
                      name="reason"
                      label="Reason, in your words"
                      hint="Public. Goes to the commenter, if an address was left."
                      form={form}
                    />
                    <div class="when-accepted">
                      <SelectField
                        name="change"
                        label="Where the text changes"
                        hint="Of an accepted comment: the words that came of it."
                        form={form}
                        choices={[
                          { value: '', label: 'Choose the item' },
                          ...text.items
                            .filter(({ kind }) => !['requirement', 'duty', 'phase', 'heading'].includes(kind))
                            // What the comment is about comes first.
                            .toSorted((a, b) => Number(b.item === first.item) - Number(a.item === first.item))
                            .map((one) => ({
                              value: one.item,
                              label: `${sentence(one.kind.replace('-', ' '))} ${one.number ?? ''} ${shortened(one.words, 60)}`,
                            })),
                        ]}
                      />
                    </div>
                    <div class="when-duplicate">
                      <TextField name="duplicate_of" label="Same as No." short form={form} />
                    </div>
                    <div class="acts">
                      <button class="button" type="submit">
                        Save and open the next
                      </button>
                    </div>
                  </Form>
                </div>
                <div>
                  <h3>Next in line</h3>
                  <ol class="plain">
                    {queue.slice(0, 12).map((one) => (
                      <li>
                        <a href={`/desk?comment=${one.number}`}>
                          No. {one.number}: {shortened(one.body ?? '', 60)}
                        </a>
                        <span class="sub">{one.agency ?? one.name ?? 'Name not given'}</span>
                      </li>
                    ))}
                  </ol>
                </div>
              </Split>
            )}
          </Section>
          {round && <RoundSection round={round} zone={zone} today={today} />}
          <Section title="Open the next round of progress reports">
            <Form request={request} draft="round">
              <input type="hidden" name="act" value="open round" />
              <TextField
                name="title"
                label="Title"
                hint="Such as: Quarter to December 31, 2026"
                form={form}
              />
              <TextField name="from" label="From" hint="Such as 2026-10-01" short form={form} />
              <TextField name="to" label="To" short form={form} />
              <TextField name="due_on" label="Reports are due on" short form={form} />
              <div class="acts">
                <button class="button outline" type="submit">
                  Open the round
                </button>
              </div>
            </Form>
          </Section>
          <Section
            title="Dates ahead"
            aside={
              <>
                <a href={`/api/v1/plan/calendar.ics?base=${request.url.origin}`}>Calendar feed (.ics)</a> ·{' '}
                <a href="/plan/timeline">Timeline</a>
              </>
            }
          >
            <Table
              caption="Dates ahead"
              rows={entries.filter(({ state }) => state !== 'done').slice(0, 8)}
              columns={[
                { head: 'Date', nowrap: true, cell: (row) => <Time at={row.on} zone={zone} /> },
                { head: 'What', width: 'w50', cell: (row) => <a href={row.href}>{row.title}</a> },
                { head: 'Law', cell: (row) => row.clause ?? 'Set by the office' },
                { head: 'When', nowrap: true, cell: (row) => formatDistance(today, row.on) },
              ]}
            />
          </Section>
        </>
      ),
    };
  },
});

/** The next legal move of the cycle, with what still stands in its way. */
const NextMove = ({ request, cycle }: { request: PageRequest; cycle: CycleView }) => {
  const { next } = cycle;
  if (next === null)
    return (
      <Section title="Next: open the next cycle" remark={`${cycle.title} is adopted`}>
        <Form request={request} draft="cycle">
          <input type="hidden" name="act" value="open cycle" />
          <TextField name="cycle" label="Id" hint="Such as 2029-2030" short form={request.form} />
          <TextField name="title" label="Title" form={request.form} />
          <TextField
            name="due"
            label="Final plan due"
            hint="By the law when left blank"
            optional
            short
            form={request.form}
          />
          <div class="acts">
            <button class="button" type="submit">
              Begin with the words of the plan in force
            </button>
          </div>
        </Form>
      </Section>
    );
  const fields = { act: next.move, cycle: cycle.cycle, phase: String(next.phase ?? '') };
  const title = next.phase === null ? sentence(next.move) : `${sentence(next.move)} ${next.phase}`;
  return (
    <Section title={`Next: ${title}`} remark={cycle.title} aside={<a href="/plan/draft">The draft</a>}>
      {next.blockers.length > 0 ? (
        <Notice
          level={3}
          tone="plain"
          title={`Not before ${inWords(next.blockers.length, 'thing is', 'things are')} done`}
        >
          <ul>
            {next.blockers.slice(0, 12).map((line) => (
              <li>{withDates(line)}</li>
            ))}
          </ul>
        </Notice>
      ) : next.move === 'open phase' ? (
        <Form request={request}>
          {Object.entries(fields).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <TextField
            name="comments_until"
            label="Last day for comments"
            hint="Such as 2026-12-04. The form stays open to the end of that day."
            short
            form={request.form}
          />
          <div class="acts">
            <button class="button" type="submit">
              Put it out for comment
            </button>
          </div>
        </Form>
      ) : (
        <ActForm request={request} fields={fields} as="filled">
          {next.move === 'adopt' ? 'Adopt and publish the plan' : title}
        </ActForm>
      )}
    </Section>
  );
};
