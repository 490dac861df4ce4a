import { z } from 'zod';
import { json, operation } from '../../../core/operation.ts';
import { noSuchDataset } from '../errors.ts';
import { datasetRef } from '../model.ts';
import { badReplyAddress, noSuchQuestion, tooManyQuestions } from './errors.ts';
import { questionView } from './model.ts';

export const askQuestion = operation({
  name: 'catalog.ask-question',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/questions',
  access: 'everyone',
  effect: 'write',
  summary: 'Ask whoever answers for a dataset',
  description:
    'The owner is told, and answers within the promised days. An address is kept only until the answer has been sent.',
  input: z.object({
    dataset: datasetRef,
    words: z.string().min(10, 'Say in a sentence what you would like to know.').max(4000),
    reply_to: z.string().max(254).optional().describe('an email address for the answer'),
  }),
  output: json(questionView),
  errors: [noSuchDataset, badReplyAddress, tooManyQuestions],
  positional: ['dataset'],
});

export const answerQuestion = operation({
  name: 'catalog.answer-question',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/questions/{question}/answer',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'write',
  summary: 'Answer a question about a dataset, for everyone or for who asked alone',
  input: z.object({
    dataset: datasetRef,
    question: z.string(),
    answer: z.string().min(2).max(10_000),
    show: z.boolean().default(false).describe('show question and answer to everyone'),
    close: z
      .boolean()
      .default(false)
      .describe('it is no question about this data: close it without counting it'),
  }),
  output: json(questionView),
  errors: [noSuchDataset, noSuchQuestion],
  positional: ['dataset', 'question'],
});

export const listQuestions = operation({
  name: 'catalog.list-questions',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/questions',
  access: 'everyone',
  effect: 'read',
  summary: 'List the questions about a dataset that everyone may read, and how many wait',
  input: z.object({ dataset: datasetRef }),
  output: json(
    z.object({
      questions: z.array(questionView),
      waiting: z.number().int(),
      typical_days: z.number().int().nullable(),
    }),
  ),
  errors: [noSuchDataset],
  positional: ['dataset'],
});

export const listOpenQuestions = operation({
  name: 'catalog.list-open-questions',
  method: 'GET',
  path: '/api/v1/questions',
  access: 'staff',
  effect: 'read',
  summary: 'List the questions that wait for an answer, the longest waiting first',
  input: z.object({
    agency: z.string().max(40).optional(),
    dataset: datasetRef.optional(),
    limit: z.number().int().min(1).max(500).default(100),
  }),
  output: json(z.object({ questions: z.array(questionView), total: z.number().int() })),
  errors: [noSuchDataset],
});

export const questionOperations = {
  'ask-question': askQuestion,
  'answer-question': answerQuestion,
  'list-questions': listQuestions,
  'list-open-questions': listOpenQuestions,
} as const;
