import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../../test/context.ts';
import { openActor } from '../../../core/access.ts';
import { area as catalog } from '../index.ts';

let context: TestContext;
let dataset: string;
beforeEach(async () => {
  context = await openTestContext('2026-11-23T12:00:00.000Z');
  ({ dataset } = await catalog.handlers['register-dataset'](context, {
    title: 'Crashes',
    agency: 'DOT',
    contact: 'crashes@example.gov',
  }));
});
afterEach(() => context.close());

const ask = (words = 'What does severity K mean?', reply_to?: string) =>
  catalog.handlers['ask-question'](context.asked({ actor: openActor }), {
    dataset,
    words,
    ...(reply_to && { reply_to }),
  });
const answer = (question: string, over: object = {}) =>
  catalog.handlers['answer-question'](context, {
    dataset,
    question,
    answer: 'Killed.',
    show: true,
    close: false,
    ...over,
  });
const mails = () => context.store.read.selectFrom('mail_message').selectAll().orderBy('queued_at').execute();

describe('a question about a dataset', () => {
  it('reaches the owner, is answered to who asked and to everyone, and the address is forgotten', async () => {
    const asked = await ask(undefined, 'someone@example.org');
    expect(asked).toMatchObject({ state: 'open', due_on: '2026-12-07', shown: false });
    expect((await mails()).map(({ recipient, topic }) => [recipient, topic])).toEqual([
      ['crashes@example.gov', 'catalog.question-asked'],
    ]);
    expect(await catalog.handlers['list-questions'](context, { dataset })).toMatchObject({
      waiting: 1,
      questions: [],
    });
    context.clock.moveTo('2026-11-27T12:00:00.000Z');
    const answered = await answer(asked.question);
    expect(answered).toMatchObject({ state: 'answered', days: 4, late: false });
    expect((await mails()).map(({ recipient }) => recipient)).toContain('someone@example.org');
    const { reply_to } = await context.store.read
      .selectFrom('dataset_question')
      .select('reply_to')
      .executeTakeFirstOrThrow();
    expect(reply_to).toBeNull();
    expect(await catalog.handlers['list-questions'](context, { dataset })).toMatchObject({
      waiting: 0,
      typical_days: 4,
      questions: [{ words: 'What does severity K mean?', answer: 'Killed.' }],
    });
    await expect(answer(asked.question)).rejects.toMatchObject({ code: 'catalog.no-such-question' });
  });

  it('answered privately is not shown, and one with a broken address is not taken', async () => {
    const { question } = await ask();
    await answer(question, { show: false });
    expect((await catalog.handlers['list-questions'](context, { dataset })).questions).toEqual([]);
    await expect(ask('How are these counted?', 'nobody')).rejects.toMatchObject({
      code: 'catalog.bad-reply-address',
    });
    await expect(ask('How are these counted?', 'a@b.c\r\nBcc: x@y.z')).rejects.toMatchObject({
      code: 'catalog.bad-reply-address',
    });
  });

  it('counts in the measure by its day: answered in time, late, or not at all', async () => {
    const [one, two, three, four] = [
      await ask('First question here'),
      await ask('Second question'),
      await ask('Third question'),
      await ask('Spam spam spam'),
    ];
    await answer(one.question);
    await answer(four.question, { close: true });
    context.clock.moveTo('2026-12-09T12:00:00.000Z');
    await answer(two.question);
    const measure = catalog.measures!.find(({ id }) => id === 'catalog.questions-answered-in-time')!;
    const records = await measure.records(context, {});
    // Worked out by hand: four asked, one closed; of three one in time, one two days late, one open past its day.
    expect(records.map(({ id, counts }) => [id, counts]).sort()).toEqual(
      [
        [one.question, true],
        [two.question, false],
        [three.question, false],
      ].sort(),
    );
    expect(records.find(({ id }) => id === two.question)!.because).toBe(
      'Answered after 16 days; due 2026-12-07',
    );
    expect(await measure.records(context, { agencies: ['DPH'] })).toEqual([]);
  });

  it('is one of fifty at most that wait', async () => {
    for (let at = 0; at < 50; at++) await ask(`Question number ${at}`);
    await expect(ask()).rejects.toMatchObject({ code: 'catalog.too-many-questions' });
  });
});
