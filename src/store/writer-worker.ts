import { parentPort, workerData } from 'node:worker_threads';
import { openConnection } from './sqlite-connection.ts';
import type { StatementAnswer } from './statement-driver.ts';

/** The thread that holds the one writing connection. Requests are answered in the order they came. */
export type WriterRequest = { readonly id: number } & (
  | { readonly ask: 'run'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly ask: 'begin' | 'commit' | 'rollback' | 'close' }
);

export type WriterReply = { readonly id: number } & (
  | { readonly answer: StatementAnswer }
  | { readonly error: { readonly message: string; readonly errcode?: number } }
);

const nothing: StatementAnswer = { rows: [] };
const connection = openConnection((workerData as { file: string }).file, 'write');

function answer(request: WriterRequest): StatementAnswer {
  switch (request.ask) {
    case 'run':
      return connection.run(request.sql, request.parameters);
    case 'begin':
      return connection.run('begin immediate', []);
    case 'commit':
      return connection.run('commit', []);
    case 'rollback':
      // A full disk or a broken commit has rolled back already.
      return connection.inTransaction ? connection.run('rollback', []) : nothing;
    case 'close':
      connection.close();
      return nothing;
  }
}

parentPort!.on('message', (request: WriterRequest) => {
  let reply: WriterReply;
  try {
    reply = { id: request.id, answer: answer(request) };
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number };
    reply = { id: request.id, error: { message, ...(errcode === undefined ? {} : { errcode }) } };
  }
  parentPort!.postMessage(reply);
  // Only after the answer: a closed port takes no more messages.
  if (request.ask === 'close') parentPort!.close();
});
