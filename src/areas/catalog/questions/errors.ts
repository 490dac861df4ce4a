import { errorKind, exitCode } from '../../../core/error.ts';

export const noSuchQuestion = errorKind<{ question: string }>({
  code: 'catalog.no-such-question',
  status: 404,
  exit: exitCode.notFound,
  says: ({ question }) => `There is no open question ${question}.`,
  remedy: 'List the questions of the dataset.',
});

export const badReplyAddress = errorKind<Record<string, never>>({
  code: 'catalog.bad-reply-address',
  status: 422,
  exit: exitCode.badData,
  says: () => 'The address for the answer is no email address.',
  remedy: 'Correct it, or leave it out: the answer then stands on the page of the dataset.',
});

export const tooManyQuestions = errorKind<{ most: number }>({
  code: 'catalog.too-many-questions',
  status: 429,
  exit: exitCode.unavailable,
  says: ({ most }) => `${most} questions about this dataset wait for an answer already.`,
  remedy: 'Read those first; ask again when some are answered.',
});

export const questionErrors = [noSuchQuestion, badReplyAddress, tooManyQuestions];
