import { instantAt } from '../../../core/calendar-date.ts';
import type { PageRequest } from '../../../core/page.ts';
import {
  ActForm,
  CheckFields,
  Form,
  RadioField,
  SelectField,
  TextArea,
  TextField,
} from '../../../web/components/index.ts';
import { formatMoment } from '../../../web/format/index.ts';
import type { PersonLine } from '../../access/model.ts';
import {
  answerBoard,
  bindSeat,
  castVote,
  decideRecommendation,
  moveRecommendation,
  noticeMeeting,
  recordMeeting,
  recordVote,
} from './contract.ts';
import {
  type Answer,
  answerWords,
  type Ballot,
  type Meeting,
  type Recommendation,
  type Seat,
} from './model.ts';

interface Asked {
  readonly request: PageRequest;
}
const seatChoices = (seats: readonly Seat[]) =>
  seats
    .filter(({ voting, holder }) => voting && holder !== null)
    .map(({ seat, title, holder }) => ({ value: seat, label: `${title}: ${holder}` }));

/** Carries out what one of the forms below sent. */
export async function submitBoard(request: PageRequest, form: FormData): Promise<void> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  switch (text('act')) {
    case 'notice':
      await request.ask(noticeMeeting, {
        cycle: text('cycle'),
        kind: text('kind') === 'hearing' ? 'hearing' : 'meeting',
        title: text('title'),
        // What is no hour is refused by the operation, beside its field.
        at: instantAt(text('on'), text('at'), request.clock.timeZone) ?? text('at'),
        place: text('place'),
      });
      break;
    case 'record':
      await request.ask(recordMeeting, {
        meeting: text('meeting'),
        state: text('state') === 'cancelled' ? 'cancelled' : 'held',
        present: form.getAll('present').map(String),
        record: text('record'),
        speakers: text('speakers')
          .split('\n')
          .map((line) => line.split(';').map((part) => part.trim()))
          .filter(([name]) => name)
          .map(([name, onBehalf, ...words]) => ({
            name: name!,
            ...(onBehalf && { onBehalf }),
            ...(words.length > 0 && { words: words.join('; ') }),
          })),
      });
      break;
    case 'move':
      await request.ask(moveRecommendation, {
        cycle: text('cycle'),
        words: text('words'),
        seat: text('seat'),
        meeting: text('meeting'),
      });
      break;
    case 'record-vote':
      await request.ask(recordVote, {
        cycle: text('cycle'),
        meeting: text('meeting'),
        recommendation: text('recommendation') || undefined,
        words: text('motion') || undefined,
        seat: text('mover') || undefined,
        votes: Object.fromEntries(
          [...form.entries()].flatMap(([name, value]) =>
            name.startsWith('vote-') && value !== '' ? [[name.slice('vote-'.length), value as Ballot]] : [],
          ),
        ),
      });
      break;
    case 'bind':
      await request.ask(bindSeat, { seat: text('held-seat'), account: text('account') || null });
      break;
    case 'vote':
      await request.ask(castVote, {
        recommendation: text('recommendation'),
        seat: text('seat'),
        vote: text('vote') as Ballot,
      });
      break;
    case 'decide':
      await request.ask(decideRecommendation, { recommendation: text('recommendation') });
      break;
    default:
      await request.ask(answerBoard, {
        recommendation: text('recommendation'),
        response: text('response') as Answer,
        reason: text('reason'),
      });
  }
}

/** Public notice of a meeting or of the hearing. */
export const NoticeForm = ({ request, cycle }: Asked & { cycle: string }) => (
  <Form request={request} draft="notice">
    <input type="hidden" name="act" value="notice" />
    <input type="hidden" name="cycle" value={cycle} />
    <RadioField
      name="kind"
      label="What it is"
      value="meeting"
      form={request.form}
      choices={[
        { value: 'meeting', label: 'A meeting of the board' },
        { value: 'hearing', label: 'The public hearing on the draft' },
      ]}
    />
    <TextField name="title" label="Title" form={request.form} />
    <TextField name="on" label="Day" hint={`Such as ${request.clock.today()}`} short form={request.form} />
    <TextField
      name="at"
      label="Hour"
      hint="On the state’s own clock, such as 14:30"
      short
      form={request.form}
    />
    <TextField name="place" label="Place" form={request.form} />
    <div class="acts">
      <button class="button outline" type="submit">
        Give notice
      </button>
    </div>
  </Form>
);

const ballotWords: Readonly<Record<Ballot, string>> = { yes: 'Yes', no: 'No', abstain: 'Abstains' };

/** Who was there, who spoke, what was said; before its hour a meeting can only be cancelled. */
export const RecordForm = ({
  request,
  meeting,
  seats,
}: Asked & { meeting: Meeting; seats: readonly Seat[] }) =>
  request.clock.now() < meeting.at ? (
    <>
      <p class="small quiet">
        It begins {formatMoment(meeting.at, request.clock.timeZone)}; its record can be saved from then on.
      </p>
      <ActForm
        request={request}
        fields={{ act: 'record', meeting: meeting.meeting, state: 'cancelled' }}
        as="outline"
      >
        Cancel it
      </ActForm>
    </>
  ) : (
    <Form request={request} draft={meeting.meeting}>
      <input type="hidden" name="act" value="record" />
      <input type="hidden" name="meeting" value={meeting.meeting} />
      <RadioField
        name="state"
        label="Was it held?"
        form={request.form}
        choices={[
          { value: 'held', label: 'It was held' },
          { value: 'cancelled', label: 'It was cancelled' },
        ]}
      />
      <CheckFields name="present" label="Present" choices={seatChoices(seats)} form={request.form} />
      <TextArea
        name="speakers"
        label="Speakers"
        hint="One a line: name; for whom; what was said. What was said becomes a comment that gets an answer."
        optional
        form={request.form}
      />
      <TextArea name="record" label="Record" optional form={request.form} />
      <div class="acts">
        <button class="button outline" type="submit">
          Save the record
        </button>
      </div>
    </Form>
  );

/** A motion of the member whose account this is. */
export const MoveForm = ({
  request,
  cycle,
  seat,
  meetings,
}: Asked & { cycle: string; seat: Seat; meetings: readonly Meeting[] }) => (
  <Form request={request} draft="motion">
    <input type="hidden" name="act" value="move" />
    <input type="hidden" name="cycle" value={cycle} />
    <input type="hidden" name="seat" value={seat.seat} />
    <TextArea name="words" label="The recommendation" form={request.form} />
    <SelectField
      name="meeting"
      label="Moved at"
      hint="The board votes at a noticed meeting, from its hour on."
      form={request.form}
      choices={meetings.map((meeting) => ({
        value: meeting.meeting,
        label: `${meeting.title}, ${formatMoment(meeting.at, request.clock.timeZone)}`,
      }))}
    />
    <div class="acts">
      <button class="button outline" type="submit">
        Put it before the board
      </button>
    </div>
  </Form>
);

/** The vote of the member whose account this is on an open recommendation, and the count once the meeting has its record. */
export const VoteForms = ({
  request,
  recommendation,
  seat,
  meeting,
}: Asked & { recommendation: Recommendation; seat: Seat; meeting?: Meeting }) => {
  const cast = recommendation.votes.find((vote) => vote.seat === seat.seat)?.vote;
  const open = meeting !== undefined && meeting.state !== 'cancelled' && request.clock.now() >= meeting.at;
  return (
    <div class="votes">
      <h3>
        Vote on {recommendation.number}: {recommendation.words}
      </h3>
      {open ? (
        <>
          <p class="small">
            You vote for the seat “{seat.title}”.
            {cast && ` Your vote is ${ballotWords[cast].toLowerCase()}; until the count another replaces it.`}
          </p>
          <form method="post" class="filters">
            <input type="hidden" name="form-token" value={request.formToken} />
            <input type="hidden" name="act" value="vote" />
            <input type="hidden" name="recommendation" value={recommendation.recommendation} />
            <input type="hidden" name="seat" value={seat.seat} />
            {(['yes', 'no', 'abstain'] as const).map((vote) => (
              <button class="button outline" type="submit" name="vote" value={vote}>
                {{ yes: 'Vote yes', no: 'Vote no', abstain: 'Abstain' }[vote]}
              </button>
            ))}
          </form>
          {meeting.state === 'held' ? (
            <ActForm
              request={request}
              fields={{ act: 'decide', recommendation: recommendation.recommendation }}
              as="outline"
            >
              Count the {String(recommendation.votes.length)} votes
            </ActForm>
          ) : (
            <p class="small quiet">The votes are counted when the record of the meeting is saved.</p>
          )}
        </>
      ) : (
        <p class="small quiet">
          {meeting === undefined || meeting.state === 'cancelled'
            ? 'It was moved at no meeting that is held; the clerk takes it up at the next one.'
            : `Members vote when the meeting begins, ${formatMoment(meeting.at, request.clock.timeZone)}.`}
        </p>
      )}
    </div>
  );
};

/** A vote taken in the room, as the clerk writes it down. */
export const RecordVoteForm = ({
  request,
  meeting,
  seats,
  open,
}: Asked & { meeting: Meeting; seats: readonly Seat[]; open: readonly Recommendation[] }) => {
  const present = seatChoices(seats).filter(({ value }) => meeting.present.includes(value));
  return (
    <Form request={request} draft={`vote ${meeting.meeting}`}>
      <input type="hidden" name="act" value="record-vote" />
      <input type="hidden" name="cycle" value={meeting.cycle} />
      <input type="hidden" name="meeting" value={meeting.meeting} />
      <SelectField
        name="recommendation"
        label="What was voted on"
        form={request.form}
        choices={[
          { value: '', label: 'A motion made at this meeting, written below' },
          ...open.map(({ recommendation, number, words }) => ({
            value: recommendation,
            label: `${number}. ${words}`,
          })),
        ]}
      />
      <TextArea name="motion" label="The motion" optional form={request.form} />
      <SelectField
        name="mover"
        label="Moved by"
        optional
        form={request.form}
        choices={[{ value: '', label: 'Choose the member' }, ...present]}
      />
      {present.map(({ value, label }) => (
        <SelectField
          name={`vote-${value}`}
          label={label}
          optional
          form={request.form}
          choices={[
            { value: '', label: 'Did not vote' },
            ...Object.entries(ballotWords).map(([vote, words]) => ({ value: vote, label: words })),
          ]}
        />
      ))}
      <div class="acts">
        <button class="button outline" type="submit">
          Record the vote and count it
        </button>
      </div>
    </Form>
  );
};

/** Which account is that of a seat's holder. */
export const BindForm = ({
  request,
  seats,
  people,
}: Asked & { seats: readonly Seat[]; people: readonly PersonLine[] }) => (
  <Form request={request}>
    <input type="hidden" name="act" value="bind" />
    <SelectField name="held-seat" label="Seat" choices={seatChoices(seats)} form={request.form} />
    <SelectField
      name="account"
      label="Account of its holder"
      hint="Somebody who has signed in and is a member of the board. It alone moves and votes for the seat."
      form={request.form}
      choices={[
        { value: '', label: 'None: the clerk records its votes' },
        ...people
          .filter(({ account }) => account !== request.actor.id)
          .map(({ account, name }) => ({ value: account, label: name })),
      ]}
    />
    <div class="acts">
      <button class="button outline" type="submit">
        Save the account
      </button>
    </div>
  </Form>
);

/** The office's answer to what the board carried. */
export const AnswerForm = ({ request, recommendation }: Asked & { recommendation: Recommendation }) => (
  <Form request={request} draft={recommendation.recommendation}>
    <input type="hidden" name="act" value="answer" />
    <input type="hidden" name="recommendation" value={recommendation.recommendation} />
    <h3>
      Answer recommendation {recommendation.number}: {recommendation.words}
    </h3>
    <RadioField
      name="response"
      label="Answer"
      form={request.form}
      choices={Object.entries(answerWords).map(([value, label]) => ({ value, label }))}
    />
    <TextArea name="reason" label="Reason" hint="Public; printed in the final plan." form={request.form} />
    <div class="acts">
      <button class="button outline" type="submit">
        Save the answer
      </button>
    </div>
  </Form>
);
