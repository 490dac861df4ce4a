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
import {
  answerBoard,
  castVote,
  decideRecommendation,
  moveRecommendation,
  noticeMeeting,
  recordMeeting,
} from './contract.ts';
import { type Answer, answerWords, type Meeting, type Recommendation, type Seat } from './model.ts';

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
        meeting: text('meeting') || undefined,
      });
      break;
    case 'vote':
      await request.ask(castVote, {
        recommendation: text('recommendation'),
        seat: text('seat'),
        vote: text('vote') as 'yes',
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

/** Who was there, who spoke, what was said. */
export const RecordForm = ({
  request,
  meeting,
  seats,
}: Asked & { meeting: Meeting; seats: readonly Seat[] }) => (
  <Form request={request} draft={meeting.meeting}>
    <input type="hidden" name="act" value="record" />
    <input type="hidden" name="meeting" value={meeting.meeting} />
    <RadioField
      name="state"
      label="Was it held?"
      value="held"
      choices={[
        { value: 'held', label: 'It was held' },
        { value: 'cancelled', label: 'It was cancelled' },
      ]}
    />
    <CheckFields name="present" label="Present" choices={seatChoices(seats)} />
    <TextArea
      name="speakers"
      label="Speakers"
      hint="One a line: name; for whom; what was said. What was said becomes a comment that gets an answer."
      optional
    />
    <TextArea name="record" label="Record" optional />
    <div class="acts">
      <button class="button outline" type="submit">
        Save the record
      </button>
    </div>
  </Form>
);

/** A motion of a member with a vote. */
export const MoveForm = ({
  request,
  cycle,
  seats,
  meetings,
}: Asked & { cycle: string; seats: readonly Seat[]; meetings: readonly Meeting[] }) => (
  <Form request={request} draft="motion">
    <input type="hidden" name="act" value="move" />
    <input type="hidden" name="cycle" value={cycle} />
    <TextArea name="words" label="The recommendation" form={request.form} />
    <SelectField name="seat" label="Moved by" choices={seatChoices(seats)} form={request.form} />
    <SelectField
      name="meeting"
      label="At"
      optional
      form={request.form}
      choices={[
        { value: '', label: 'No meeting' },
        ...meetings
          .filter(({ state }) => state !== 'cancelled')
          .map(({ meeting, title }) => ({ value: meeting, label: title })),
      ]}
    />
    <div class="acts">
      <button class="button outline" type="submit">
        Put it before the board
      </button>
    </div>
  </Form>
);

/** The votes of an open recommendation, one seat at a time, and their count. */
export const VoteForms = ({
  request,
  recommendation,
  seats,
}: Asked & { recommendation: Recommendation; seats: readonly Seat[] }) => {
  const cast = new Map(recommendation.votes.map(({ seat, vote }) => [seat, vote]));
  return (
    <div class="votes">
      <h3>
        Vote on {recommendation.number}: {recommendation.words}
      </h3>
      <form method="post" class="filters">
        <input type="hidden" name="form-token" value={request.formToken} />
        <input type="hidden" name="act" value="vote" />
        <input type="hidden" name="recommendation" value={recommendation.recommendation} />
        <div>
          <label for={`seat-${recommendation.recommendation}`}>Seat</label>
          <select id={`seat-${recommendation.recommendation}`} name="seat">
            {seatChoices(seats).map(({ value, label }) => (
              <option value={value}>
                {label}
                {cast.has(value) ? ` (voted ${cast.get(value)})` : ''}
              </option>
            ))}
          </select>
        </div>
        {(['yes', 'no', 'abstain'] as const).map((vote) => (
          <button class="button outline" type="submit" name="vote" value={vote}>
            {{ yes: 'Vote yes', no: 'Vote no', abstain: 'Abstain' }[vote]}
          </button>
        ))}
      </form>
      <ActForm
        request={request}
        fields={{ act: 'decide', recommendation: recommendation.recommendation }}
        as="outline"
      >
        Count the {String(recommendation.votes.length)} votes
      </ActForm>
    </div>
  );
};

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
      value="accept"
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
