import { parentPort, workerData } from 'node:worker_threads';
import { type Found, type IndexSource, type RawRecord, ResidentIndex } from './resident-index.ts';

/** What is asked of the thread that holds an index. */
export type IndexQuestion =
  | { readonly find: RawRecord; readonly id?: string; readonly most: number }
  | { readonly put: RawRecord; readonly id: string; readonly cluster: string | null }
  | { readonly drop: string };
export interface IndexAnswer {
  readonly number: number;
  readonly found?: readonly Found[];
  readonly dropped?: boolean;
  readonly size: number;
}

/** The thread that holds an index: it answers one question after another, in the order in which they come. */
const { source } = workerData as { readonly source: IndexSource };
const index = new ResidentIndex(source);

function answer(question: IndexQuestion): Omit<IndexAnswer, 'number' | 'size'> {
  if ('find' in question) return { found: index.find(question.find, question) };
  if ('drop' in question) return { dropped: index.drop(question.drop) };
  index.put(question.id, question.put, question.cluster);
  return {};
}

parentPort!.on('message', ({ number, question }: { number: number; question: IndexQuestion }) => {
  const said = answer(question);
  parentPort!.postMessage({ number, ...said, size: index.size } satisfies IndexAnswer);
});
parentPort!.postMessage({ number: 0, size: index.size } satisfies IndexAnswer);
