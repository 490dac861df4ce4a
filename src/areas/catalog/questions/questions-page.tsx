import { page } from '../../../core/page.ts';
import {
  Empty,
  ErrorSummary,
  Form,
  Notice,
  Section,
  Split,
  TextArea,
  TextField,
  Title,
} from '../../../web/components/index.ts';
import { counted, formatDate, formatLongDate } from '../../../web/format/index.ts';
import { showDataset } from '../contract.ts';
import { answerQuestion, askQuestion, listOpenQuestions, listQuestions } from './contract.ts';

/** Ask whoever answers for a dataset; read what was answered; and, for its officer, answer. */
export const questionsPage = page({
  path: '/data/:dataset/questions',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const [about, { questions, waiting, typical_days: typical }] = await Promise.all([
      request.ask(showDataset, { dataset }),
      request.ask(listQuestions, { dataset }),
    ]);
    const mayAnswer = await request.may(answerQuestion, { dataset: about.dataset });
    const open = mayAnswer
      ? (await request.ask(listOpenQuestions, { dataset: about.dataset })).questions
      : [];
    const zone = request.clock.timeZone;
    const asked = request.query.get('asked');
    return {
      title: `Questions about ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: `/data/${about.dataset}`, label: about.title },
      ],
      content: (
        <>
          <Title
            kind={`Ask and answer · ${about.dataset}`}
            title={about.title}
            lede={`${waiting === 0 ? 'No question waits' : `${counted(waiting, 'question')} ${waiting === 1 ? 'waits' : 'wait'}`} for an answer${typical === null ? '' : `; half were answered within ${counted(typical, 'day')}`}.`}
          />
          {asked && (
            <Notice title="Your question is with the people who answer for this dataset">
              <p>They are to answer by {formatLongDate(asked, zone)}.</p>
            </Notice>
          )}
          <ErrorSummary form={request.form} />
          {open.map((one) => (
            <Section
              title={`Waiting since ${formatDate(one.asked_at.slice(0, 10), zone)}, due ${formatDate(one.due_on, zone)}`}
            >
              <p class="more">{one.words}</p>
              <Form request={request} draft={one.question}>
                <input type="hidden" name="question" value={one.question} />
                <TextArea name="answer" label="Your answer" form={request.form} />
                <div class="radio">
                  <input type="checkbox" name="show" value="yes" id={`show-${one.question}`} />
                  <label for={`show-${one.question}`}>Show question and answer to everyone</label>
                </div>
                <div class="radio">
                  <input type="checkbox" name="close" value="yes" id={`close-${one.question}`} />
                  <label for={`close-${one.question}`}>It is no question about this data: close it</label>
                </div>
                <button type="submit" class="button">
                  Answer
                </button>
              </Form>
            </Section>
          ))}
          <Split kind="halves">
            <Section title="Ask" first>
              <Form request={request} draft="ask">
                <TextArea
                  name="words"
                  label="Your question"
                  hint="Leave out what is private: an answer may be shown to everyone."
                  form={request.form}
                />
                <TextField
                  name="reply_to"
                  label="Email address for the answer"
                  hint="Kept only until the answer was sent"
                  optional
                  form={request.form}
                />
                <button type="submit" class="button">
                  Ask
                </button>
              </Form>
            </Section>
            <Section title="Answered" first>
              {questions.length === 0 ? (
                <Empty>Answers that help others are shown here.</Empty>
              ) : (
                questions.map((one) => (
                  <div class="more">
                    <p>
                      <b>{one.words}</b>
                    </p>
                    <p>{one.answer}</p>
                    <p class="small quiet">
                      Answered {formatDate(one.answered_at!.slice(0, 10), zone)}, after{' '}
                      {counted(one.days ?? 0, 'day')}
                    </p>
                  </div>
                ))
              )}
            </Section>
          </Split>
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    const text = (name: string) => String(form.get(name) ?? '').trim();
    if (form.has('question')) {
      await request.ask(answerQuestion, {
        dataset,
        question: text('question'),
        answer: text('answer'),
        show: form.has('show'),
        close: form.has('close'),
      });
      return { redirect: `/data/${dataset}/questions` };
    }
    const { due_on } = await request.ask(askQuestion, {
      dataset,
      words: text('words'),
      ...(text('reply_to') && { reply_to: text('reply_to') }),
    });
    return { redirect: `/data/${dataset}/questions?asked=${due_on}` };
  },
});
