import { page } from '../../../core/page.ts';
import {
  Empty,
  ErrorSummary,
  Example,
  Facts,
  Follow,
  Form,
  Links,
  RadioField,
  Section,
  SelectField,
  Status,
  type StatusKind,
  Table,
  Tally,
  TextArea,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { formatDistance, formatLongDate, inWords, sentence, shortened } from '../../../web/format/index.ts';
import { type Answer, answerWords } from '../board/model.ts';
import { listObjectives } from '../contract.ts';
import { answerRecommended, listRecommended } from '../duties/contract.ts';
import { Now, ObjectiveName, Standing, TargetCell } from '../objective-cells.tsx';
import { listTasks } from '../text/contract.ts';
import { listRounds } from './contract.ts';
import { type ReportState, type Round, stateWords } from './model.ts';

export const stateShape: Readonly<Record<ReportState, StatusKind>> = {
  accepted: 'met',
  submitted: 'track',
  'needs-clarification': 'risk',
  'not-submitted': 'late',
};

/** How the plan goes: what agencies reported, what was counted, what is not answered. Prints as the progress report. */
export const progressPage = page({
  path: '/plan/progress',
  access: 'everyone',
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    await request.ask(answerRecommended, {
      item: text('item'),
      response: text('response') as Answer,
      reason: text('reason'),
      follow_up: text('follow_up') || undefined,
      follow_up_on: text('follow_up_on') || undefined,
    });
    return { redirect: '/plan/progress#recommendations' };
  },
  render: async (request) => {
    const zone = request.clock.timeZone;
    const today = request.clock.today();
    const [{ rounds }, { objectives, tally }, { tasks }, advice] = await Promise.all([
      request.ask(listRounds, {}),
      request.ask(listObjectives, {}),
      request.ask(listTasks, {}),
      request.ask(listRecommended, {}),
    ]);
    const [round, ...earlier] = rounds;
    const answers = await request.may(answerRecommended);
    const unanswered = advice.recommendations.filter(({ response }) => response === null);
    const { form } = request;
    const done = tasks.filter(({ state }) => state === 'done').length;
    const slipping = tasks.filter(({ state, slipDays }) => state !== 'done' && (slipDays ?? 0) > 0);
    return {
      title: 'Progress',
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/progress', label: 'Progress' },
      ],
      content: (
        <>
          <Title
            kind={round ? round.title : formatLongDate(today, zone)}
            title="Progress report"
            lede={
              round
                ? `${sentence(inWords(round.counts.accepted, `of ${round.reports.length} agencies is accepted`, `of ${round.reports.length} agencies are accepted`))}. ${done} of ${tasks.length} actions and steps are done.`
                : `${done} of ${tasks.length} actions and steps are done. No round of agency reports has been opened yet.`
            }
          >
            <Tally counts={tally} />
            <Facts
              items={[
                {
                  label: 'Take it with you',
                  value: (
                    <Links>
                      <a href="/api/v1/plan/print/progress.pdf">PDF</a>
                      <a href="/api/v1/plan/print/progress.docx">DOCX</a>
                      <a href="/plan/data">CSV and JSON</a>
                    </Links>
                  ),
                },
                { label: 'How it is made', value: <a href="/plan/timeline">Timeline</a> },
              ]}
            />
          </Title>
          <ErrorSummary form={form} />
          {round && <RoundSection round={round} zone={zone} today={today} />}
          <Section title="Objectives" remark="Counted, unless marked as reported">
            <Table
              caption="Objectives"
              rows={objectives}
              columns={[
                { head: 'Objective', width: 'w40', cell: (row) => <ObjectiveName objective={row} /> },
                { head: 'Now', numeric: true, strong: true, cell: (row) => <Now objective={row} /> },
                { head: 'Target', numeric: true, cell: (row) => <TargetCell objective={row} zone={zone} /> },
                { head: 'Status', width: 'w-status', cell: (row) => <Standing objective={row} /> },
              ]}
            />
          </Section>
          {slipping.length > 0 && (
            <Section title="What will be late">
              <Table
                caption="Actions and steps that will be late"
                rows={slipping}
                columns={[
                  {
                    head: 'What',
                    width: 'w50',
                    cell: (row) => <a href={`/plan/${row.item}`}>{row.words}</a>,
                  },
                  { head: 'Who', cell: (row) => row.owner ?? 'No owner' },
                  { head: 'Due', cell: (row) => (row.due ? <Time at={row.due} zone={zone} /> : '–') },
                  {
                    head: 'Likely',
                    cell: (row) => (
                      <Status kind="risk" reason={`${row.slipDays} days late`}>
                        {row.forecast ? <Time at={row.forecast} zone={zone} /> : '–'}
                      </Status>
                    ),
                  },
                ]}
              />
            </Section>
          )}
          <Section title="Recommendations of the plan" id="recommendations">
            {advice.recommendations.length === 0 ? (
              <Empty>The plan in force makes no recommendation to anyone outside it.</Empty>
            ) : (
              <Table
                caption="Recommendations with their answers"
                rows={advice.recommendations}
                columns={[
                  {
                    head: 'Recommendation',
                    width: 'w40',
                    cell: (row) => (
                      <>
                        {row.words} {row.example && <Example />}
                        <span class="sub">{row.reason}</span>
                      </>
                    ),
                  },
                  { head: 'To', cell: (row) => row.addressee ?? 'Nobody named' },
                  {
                    head: 'Answer',
                    cell: (row) =>
                      row.response ? (
                        <>
                          {answerWords[row.response]}
                          <span class="sub">{row.responseReason}</span>
                        </>
                      ) : (
                        <Status
                          kind={row.overdue ? 'late' : 'track'}
                          reason={row.answerBy ? formatDistance(today, row.answerBy) : undefined}
                        >
                          Not answered
                        </Status>
                      ),
                  },
                  { head: 'Follow-up', cell: (row) => row.followUp ?? '–' },
                ]}
              />
            )}
            {answers && unanswered.length > 0 && (
              <Form request={request} draft="answer">
                <h3>Record an answer</h3>
                <SelectField
                  name="item"
                  label="Recommendation"
                  form={form}
                  choices={unanswered.map((one) => ({
                    value: one.item,
                    label: `${one.addressee ?? 'Nobody named'}: ${shortened(one.words, 80)}`,
                  }))}
                />
                <RadioField
                  name="response"
                  label="Answer"
                  value="accept"
                  form={form}
                  choices={Object.entries(answerWords).map(([value, label]) => ({ value, label }))}
                />
                <TextArea name="reason" label="Reason" form={form} />
                <TextField name="follow_up" label="What follows" optional form={form} />
                <TextField
                  name="follow_up_on"
                  label="By"
                  hint={`Such as ${today}`}
                  optional
                  short
                  form={form}
                />
                <div class="acts">
                  <button class="button outline" type="submit">
                    Record the answer
                  </button>
                </div>
              </Form>
            )}
          </Section>
          <Follow
            request={request}
            topic="plan:progress"
            what="when a round opens, a report is accepted, or an objective reaches or misses its target."
          />
          {earlier.length > 0 && (
            <Section title="Earlier rounds">
              <Table
                caption="Earlier rounds"
                rows={earlier}
                columns={[
                  { head: 'Round', cell: (row) => row.title },
                  { head: 'Due', cell: (row) => <Time at={row.dueOn} zone={zone} /> },
                  { head: 'Accepted', numeric: true, cell: (row) => row.counts.accepted },
                  { head: 'Not submitted', numeric: true, cell: (row) => row.counts['not-submitted'] },
                  { head: 'Agencies', numeric: true, cell: (row) => row.reports.length },
                ]}
              />
            </Section>
          )}
        </>
      ),
    };
  },
});

const order = ['not-submitted', 'needs-clarification', 'submitted', 'accepted'] as const;

export const RoundSection = ({ round, zone, today }: { round: Round; zone: string; today: string }) => (
  <Section
    title={`Round: ${round.title}`}
    remark={
      <>
        due <Time at={round.dueOn} zone={zone} />, {formatDistance(today, round.dueOn)}
      </>
    }
  >
    <ul class="tally" aria-label="Reports by state">
      {order.toReversed().map((state) => (
        <li>
          <Status kind={stateShape[state]}>
            <b>{round.counts[state]}</b> {stateWords[state].toLowerCase()}
          </Status>
        </li>
      ))}
    </ul>
    <Table
      caption="Reports by agency"
      density="tight"
      rows={round.reports.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))}
      columns={[
        {
          head: 'Agency',
          width: 'w50',
          cell: (row) => <a href={`/plan/progress/${round.round}/${row.agency}`}>{row.name}</a>,
        },
        {
          head: 'Report',
          cell: (row) => <Status kind={stateShape[row.state]}>{stateWords[row.state]}</Status>,
        },
      ]}
    />
  </Section>
);
