import type { Selectable } from 'kysely';
import { addDays } from '../../../core/calendar-date.ts';
import { plainCustody, rulesOn } from '../../../core/custody-rules.ts';
import { newId } from '../../../core/id.ts';
import type { Database } from '../../../store/database.ts';
import { appendMail, isMailAddress } from '../../../store/mail.ts';
import type { Context, Handler, Reader } from '../../handler.ts';
import { datasetOf } from '../read-dataset.ts';
import type {
  answerQuestion as answer,
  askQuestion as ask,
  listQuestions as list,
  listOpenQuestions as listOpen,
} from './contract.ts';
import { badReplyAddress, noSuchQuestion, tooManyQuestions } from './errors.ts';
import type { QuestionView } from './model.ts';
import { whoIsAsked } from './who-is-asked.ts';

/** More open questions about one dataset than these are a flood. */
const mostOpen = 50;
const listed = 100;

type Row = Selectable<Database['dataset_question']> & {
  readonly public_id: string;
  readonly title: string;
  readonly agency: string | null;
};

const questions = (reader: Reader) =>
  reader
    .selectFrom('dataset_question')
    .innerJoin('dataset', 'dataset.id', 'dataset_question.dataset')
    .selectAll('dataset_question')
    .select(['dataset.public_id', 'dataset.title', 'dataset.agency']);

const daysBetween = (from: string, to: string) =>
  Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000);

const viewOf = (row: Row, today: string): QuestionView => ({
  question: row.id,
  dataset: row.public_id,
  title: row.title,
  agency: row.agency,
  words: row.question,
  asked_at: row.asked_at,
  due_on: row.due_on,
  state: row.state,
  late: row.state === 'open' ? row.due_on < today : (row.answered_at ?? '').slice(0, 10) > row.due_on,
  answer: row.answer,
  answered_at: row.answered_at,
  days: row.answered_at === null ? null : daysBetween(row.asked_at, row.answered_at),
  shown: row.shown === 1,
});

/** The day by which a question asked today is to be answered. */
function dueOn({ clock, jurisdiction }: Context): string {
  const today = clock.today();
  const rule =
    rulesOn((jurisdiction.custody ?? plainCustody).answerWithin, today)[0] ?? plainCustody.answerWithin[0]!;
  return addDays(today, rule.days);
}

export const askQuestion: Handler<typeof ask> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const replyTo = input.reply_to?.trim() || null;
    if (replyTo !== null && !isMailAddress(replyTo)) throw badReplyAddress.with({});
    const waiting = await tx
      .selectFrom('dataset_question')
      .select(({ fn }) => fn.countAll().as('n'))
      .where('dataset', '=', dataset.id)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
    if (Number(waiting.n) >= mostOpen) throw tooManyQuestions.with({ most: mostOpen });
    const row = {
      id: newId<'question'>(context.random),
      dataset: dataset.id,
      question: input.words,
      asked_at: context.clock.now(),
      asked_by: context.actor.id,
      reply_to: replyTo,
      shown: 0,
      state: 'open' as const,
      due_on: dueOn(context),
      answer: null,
      answered_at: null,
      answered_by: null,
    };
    await tx.insertInto('dataset_question').values(row).execute();
    for (const { to, because } of await whoIsAsked(tx, context, dataset))
      await appendMail(tx, context.clock, {
        to,
        topic: 'catalog.question-asked',
        subject: `A question about ${dataset.title}`,
        paragraphs: [input.words, `It is to be answered by ${row.due_on}.`, ...because],
        links: [{ label: 'Answer it', path: `/data/${dataset.publicId}/questions` }],
        once: `question-asked ${row.id} ${to}`,
      });
    await context.emit(tx, 'question-asked', {
      dataset: dataset.id,
      publicId: dataset.publicId,
      question: row.id,
    });
    return viewOf(
      { ...row, public_id: dataset.publicId, title: dataset.title, agency: dataset.agency },
      context.clock.today(),
    );
  });

export const answerQuestion: Handler<typeof answer> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const row = await questions(tx)
      .where('dataset_question.id', '=', input.question)
      .where('dataset_question.dataset', '=', dataset.id)
      .where('dataset_question.state', '=', 'open')
      .executeTakeFirst();
    if (row === undefined) throw noSuchQuestion.with({ question: input.question });
    if (row.reply_to !== null)
      await appendMail(tx, context.clock, {
        to: row.reply_to,
        topic: 'catalog.question-answered',
        subject: `Your question about ${dataset.title}`,
        paragraphs: [`You asked: ${row.question}`, input.answer],
        links: [{ label: 'The dataset', path: `/data/${dataset.publicId}` }],
        once: `question-answered ${row.id}`,
      });
    const change = {
      state: input.close ? ('closed' as const) : ('answered' as const),
      answer: input.answer,
      shown: input.show && !input.close ? 1 : 0,
      answered_at: context.clock.now(),
      answered_by: context.actor.id,
      // The address has done its work.
      reply_to: null,
    };
    await tx.updateTable('dataset_question').set(change).where('id', '=', row.id).execute();
    await context.emit(tx, 'question-answered', {
      dataset: dataset.id,
      publicId: dataset.publicId,
      question: row.id,
    });
    return viewOf({ ...row, ...change }, context.clock.today());
  });

export const listQuestions: Handler<typeof list> = async (context, input) => {
  const { id } = await datasetOf(context.store.read, input.dataset);
  const [rows, counted] = await Promise.all([
    questions(context.store.read)
      .where('dataset_question.dataset', '=', id)
      .where('dataset_question.state', '=', 'answered')
      .orderBy('answered_at', 'desc')
      .limit(listed)
      .execute(),
    context.store.read
      .selectFrom('dataset_question')
      .select(({ fn }) => fn.countAll().as('n'))
      .where('dataset', '=', id)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow(),
  ]);
  const days = rows.map((row) => daysBetween(row.asked_at, row.answered_at!)).sort((a, b) => a - b);
  return {
    questions: rows.filter((row) => row.shown === 1).map((row) => viewOf(row, context.clock.today())),
    waiting: Number(counted.n),
    typical_days: days.length === 0 ? null : days[Math.floor((days.length - 1) / 2)]!,
  };
};

export const listOpenQuestions: Handler<typeof listOpen> = async (context, input) => {
  const only =
    input.dataset === undefined ? undefined : (await datasetOf(context.store.read, input.dataset)).id;
  const rows = await questions(context.store.read)
    .where('dataset_question.state', '=', 'open')
    .$if(input.agency !== undefined, (query) => query.where('dataset.agency', '=', input.agency!))
    .$if(only !== undefined, (query) => query.where('dataset_question.dataset', '=', only!))
    .orderBy('dataset_question.due_on')
    .orderBy('dataset_question.id')
    .execute();
  return {
    questions: rows.slice(0, input.limit).map((row) => viewOf(row, context.clock.today())),
    total: rows.length,
  };
};
