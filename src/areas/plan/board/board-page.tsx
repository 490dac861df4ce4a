import { page } from '../../../core/page.ts';
import {
  type Column,
  Empty,
  ErrorSummary,
  Example,
  Facts,
  Filters,
  FilterText,
  Follow,
  Section,
  Status,
  Table,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { formatDate, formatMoment, inWords, sentence, withDates } from '../../../web/format/index.ts';
import { listPeople } from '../../access/contract.ts';
import { listRounds } from '../progress/contract.ts';
import { stateWords } from '../progress/model.ts';
import {
  AnswerForm,
  BindForm,
  MoveForm,
  NoticeForm,
  RecordForm,
  RecordVoteForm,
  submitBoard,
  VoteForms,
} from './board-forms.tsx';
import { castVote, noticeMeeting, showBoard } from './contract.ts';
import { answerWords, type Meeting, type Recommendation, type Seat } from './model.ts';

/** Who sits on the board, what it heard and voted, and what became of it. */
export const boardPage = page({
  path: '/plan/board',
  access: 'everyone',
  submit: async (request, form) => {
    await submitBoard(request, form);
    const cycle = String(form.get('cycle') ?? '');
    return { redirect: `/plan/board${cycle ? `?cycle=${cycle}` : request.url.search}` };
  },
  render: async (request) => {
    const zone = request.clock.timeZone;
    const asked = request.query.get('on');
    const on = asked && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : undefined;
    const shown = await request.ask(showBoard, { on, cycle: request.query.get('cycle') ?? undefined });
    const [office, votes] = await Promise.all([request.may(noticeMeeting), request.may(castVote)]);
    const own = votes ? shown.seats.find(({ yours }) => yours) : undefined;
    const members = office ? (await request.ask(listPeople, { role: 'board' })).people : [];
    const open = shown.recommendations.filter(({ state }) => state === 'open');
    const [round] = (await request.ask(listRounds, {})).rounds;
    const now = request.clock.now();
    const next = shown.meetings.find((meeting) => meeting.state === 'noticed' && meeting.at >= now);
    const seats: readonly Column<Seat>[] = [
      {
        head: 'Seat',
        width: 'w33',
        cell: (row) => (
          <>
            {row.title}
            {row.authority && <span class="sub">Appointed by the {row.authority}</span>}
          </>
        ),
      },
      {
        head: 'Held by',
        cell: (row) =>
          row.holder ? (
            <>
              {row.holder} {row.example && <Example />}
            </>
          ) : (
            <Status
              kind={row.voting ? 'late' : 'unknown'}
              reason={row.vacantBecause && withDates(row.vacantBecause)}
            >
              Vacant
            </Status>
          ),
      },
      {
        head: 'Vote',
        cell: (row) =>
          !row.voting ? (
            row.chair ? (
              'Chairs without a vote'
            ) : (
              'No vote'
            )
          ) : (
            <>
              {row.yours ? 'Your vote' : 'Votes'}
              {row.holder !== null && (
                <span class="sub">
                  {row.hasAccount ? 'From the holder’s own account' : 'Recorded by the clerk'}
                </span>
              )}
            </>
          ),
      },
      { head: 'Until', nowrap: true, cell: (row) => (row.until ? <Time at={row.until} zone={zone} /> : '–') },
    ];
    const recommendations: readonly Column<Recommendation>[] = [
      {
        head: 'Recommendation',
        width: 'w40',
        cell: (row) => (
          <>
            {row.number}. {row.words} {row.example && <Example />}
          </>
        ),
      },
      {
        head: 'Vote',
        cell: (row) => (
          <>
            <Status kind={row.state === 'carried' ? 'met' : row.state === 'lost' ? 'unknown' : 'track'}>
              {{ carried: 'Carried', lost: 'Lost', open: 'Open' }[row.state]}, {row.counts.yes} to{' '}
              {row.counts.no}
              {row.counts.abstain > 0 && `, ${row.counts.abstain} abstained`}
            </Status>
            <span class="sub">{howItWasTaken(row)}</span>
          </>
        ),
      },
      {
        head: 'What became of it',
        cell: (row) =>
          row.response ? (
            <>
              {answerWords[row.response]}
              <span class="sub">{row.reason}</span>
            </>
          ) : row.state === 'carried' ? (
            <Status kind="risk">Waits for an answer</Status>
          ) : (
            '–'
          ),
      },
    ];
    return {
      title: 'The board',
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/board', label: 'Board' },
      ],
      content: (
        <>
          <Title
            kind={`As of ${formatDate(shown.on, zone)}`}
            title="The advisory board"
            lede={`${sentence(inWords(shown.quorum.filled, `of ${shown.quorum.voting} voting seats is filled`, `of ${shown.quorum.voting} voting seats are filled`))}. ${sentence(inWords(shown.quorum.needed, 'member', 'members'))} must vote for a decision. ${next ? `Next: ${next.title}, ${formatMoment(next.at, zone)}.` : ''}`}
          >
            <Filters act="Show">
              <FilterText name="on" label="As of a date" value={shown.on} />
            </Filters>
            {round && (
              <Facts
                items={[
                  { label: 'Progress reports', value: <a href="/plan/progress">{round.title}</a> },
                  ...(['accepted', 'submitted', 'needs-clarification', 'not-submitted'] as const).map(
                    (state) => ({
                      label: stateWords[state],
                      value: <a href="/plan/progress">{round.counts[state]}</a>,
                    }),
                  ),
                ]}
              />
            )}
          </Title>
          <ErrorSummary form={request.form} />
          <Section title="Recommendations on the draft" first>
            {shown.recommendations.length === 0 ? (
              <Empty>None yet. The board has 30 days from the day it gets the draft.</Empty>
            ) : (
              <Table
                caption="Recommendations of the board"
                columns={recommendations}
                rows={shown.recommendations}
              />
            )}
            {own &&
              open.map((one) => (
                <VoteForms
                  request={request}
                  recommendation={one}
                  seat={own}
                  meeting={shown.meetings.find(({ meeting }) => meeting === one.meeting)}
                />
              ))}
            {office &&
              shown.recommendations
                .filter(({ state, response }) => state === 'carried' && response === null)
                .map((one) => <AnswerForm request={request} recommendation={one} />)}
          </Section>
          {votes && shown.drafting && (
            <Section title="Move a recommendation">
              {own === undefined || !own.voting ? (
                <Empty>
                  No seat with a vote is bound to your account. The chief data officer’s office binds the
                  account of each member to their seat; until then the clerk records votes taken at a meeting.
                </Empty>
              ) : movable(shown.meetings, own).length === 0 ? (
                <Empty>
                  No meeting on this plan is noticed: the board moves and votes at a noticed meeting.
                </Empty>
              ) : (
                <MoveForm
                  request={request}
                  cycle={shown.cycle}
                  seat={own}
                  meetings={movable(shown.meetings, own)}
                />
              )}
            </Section>
          )}
          <Section
            title="Meetings and hearing"
            aside={<a href={`/api/v1/plan/calendar.ics?base=${request.url.origin}`}>Calendar feed (.ics)</a>}
          >
            {shown.meetings.length === 0 ? (
              <Empty>No meeting on this plan has been noticed yet.</Empty>
            ) : (
              shown.meetings.map((meeting) => (
                <>
                  <MeetingRecord meeting={meeting} zone={zone} />
                  {office && meeting.state === 'noticed' && (
                    <RecordForm request={request} meeting={meeting} seats={shown.seats} />
                  )}
                  {office && shown.drafting && meeting.quorum?.reached && (
                    <details>
                      <summary>Record a vote taken at this meeting</summary>
                      <RecordVoteForm request={request} meeting={meeting} seats={shown.seats} open={open} />
                    </details>
                  )}
                </>
              ))
            )}
          </Section>
          {office && (
            <Section title="Notice a meeting">
              <NoticeForm request={request} cycle={shown.cycle} />
            </Section>
          )}
          <Follow
            request={request}
            topic="plan:board"
            what="when a meeting is noticed or its record can be read."
          />
          <Section title="Seats">
            <Table caption="Seats of the board" columns={seats} rows={shown.seats} />
            {office && (
              <details>
                <summary>Bind an account to a seat</summary>
                <BindForm request={request} seats={shown.seats} people={members} />
              </details>
            )}
          </Section>
        </>
      ),
    };
  },
});

const MeetingRecord = ({ meeting, zone }: { meeting: Meeting; zone: string }) => (
  <article id={meeting.meeting}>
    <h3>
      {meeting.title} {meeting.example && <Example />}
    </h3>
    <p class="small quiet">
      <Time at={meeting.at} zone={zone} as="moment" />, {meeting.place} · noticed{' '}
      <Time at={meeting.noticedAt} zone={zone} />
      {meeting.quorum &&
        ` · ${meeting.quorum.present} voting members present, ${meeting.quorum.reached ? 'a quorum' : `no quorum (${meeting.quorum.needed} needed)`}`}
      {meeting.state === 'cancelled' && ' · cancelled'}
    </p>
    {meeting.record && <p class="read">{meeting.record}</p>}
    {meeting.speakers.length > 0 && (
      <Table
        caption={`Speakers at ${meeting.title}`}
        density="tight"
        rows={meeting.speakers}
        columns={[
          { head: 'Speaker', cell: (row) => row.name },
          { head: 'For', cell: (row) => row.onBehalf ?? '–' },
          { head: 'Said', width: 'w50', cell: (row) => row.words ?? 'No words recorded' },
        ]}
      />
    )}
  </article>
);

/** Meetings at which the holder of a seat can move: noticed ones, and held ones with a quorum at which they were present. */
const movable = (meetings: readonly Meeting[], { seat }: Seat): readonly Meeting[] =>
  meetings.filter(
    ({ state, quorum, present }) =>
      state === 'noticed' || (state === 'held' && quorum?.reached === true && present.includes(seat)),
  );

/** Who wrote the votes down: a clerk's record is another thing than a member's own vote, and says so. */
function howItWasTaken({ votes }: Recommendation): string {
  const recorded = votes.filter(({ how }) => how === 'recorded').length;
  if (votes.length === 0) return 'No vote yet';
  if (recorded === 0)
    return votes.every(({ how }) => how === 'cast') ? 'Each from the member’s own account' : '';
  return recorded === votes.length
    ? 'Recorded by the clerk'
    : `${recorded} of ${votes.length} votes recorded by the clerk`;
}
