import { openDuckdb } from '../engine/duckdb/open.ts';
import { Sql, type SqlValue } from '../engine/sql.ts';
import { asOakError } from '../http/problem.ts';
import { lineLog } from './log.ts';

/** What the owner of a home asks of a query process. */
export interface QueryRequest {
  readonly number: number;
  readonly want: 'rows' | 'json' | 'run';
  readonly texts: readonly string[];
  readonly values: readonly SqlValue[];
  readonly step?: string;
  readonly timeoutMs?: number;
}

export interface QueryOpening {
  readonly open: {
    readonly readable: readonly string[];
    readonly tempFolder: string;
    readonly memoryLimitMb: number;
  };
}

export type QueryAnswer = { readonly number: number } & (
  | { readonly answer: unknown }
  | { readonly error: ReturnType<ReturnType<typeof asOakError>['toJSON']> }
);

/**
 * The role `query`: statements whose cost cannot be judged beforehand, in a process that can be killed. It sees the lake,
 * what the server has opened of sealed files, and its own temporary folder, nothing else.
 */
export async function query(): Promise<void> {
  process.on('disconnect', () => process.exit(0));
  const log = lineLog('query');
  const { open } = await new Promise<QueryOpening>((resolve) => process.once('message', resolve as never));
  const engine = await openDuckdb({
    memoryLimitMb: open.memoryLimitMb,
    threads: 1,
    tempFolder: open.tempFolder,
    onlyFolders: open.readable,
  });
  process.on('message', async (request: QueryRequest) => {
    const { number, want, step, timeoutMs } = request;
    try {
      const answer = await engine[want](new Sql(request.texts, request.values), { step, timeoutMs });
      process.send?.({ number, answer } satisfies QueryAnswer);
    } catch (thrown) {
      process.send?.({
        number,
        error: asOakError(thrown, String(number), log).toJSON(),
      } satisfies QueryAnswer);
    }
  });
  process.send?.({ ready: true });
}
