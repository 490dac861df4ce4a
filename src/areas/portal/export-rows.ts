import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import type { Engine } from '../../engine/engine.ts';
import { temporaryName } from '../../engine/lake.ts';
import { ident, literal, type Sql, sql } from '../../engine/sql.ts';
import { collectYoung } from './collect-young.ts';
import type { FileForm } from './file-form.ts';
import { asQueryError, readerOf } from './row-reader.ts';
import { type Cut, printStage, type Stage } from './soql/stage.ts';

export interface Exported {
  readonly engine: Engine;
  /** Whose queue it waits in. */
  readonly queueOf: Engine;
  /** Where its pieces lie until they are sent: private, for what is protected. */
  readonly folder: string;
  /** Throws when the version may not be read any more: asked before each piece, so that a withdrawal stops an export. */
  readonly stillOpen: () => Promise<void>;
  readonly stage: Stage;
  /** The stage reads the version's own files, which any instance can see, not a sorted copy. */
  readonly fromFiles: boolean;
  /** The stage reads a sorted copy that the instance of one thread has attached. */
  readonly oneThread?: boolean;
  readonly form: FileForm;
  /** The last `_row` of the version: how far the pieces go. */
  readonly lastRow: number;
  readonly signal: AbortSignal;
}

/** The first piece leaves at once; the later ones are large enough that starting each costs little. */
const firstPieceRows = 8_192;
const pieceRows = 122_880;
/** Pieces of a computed answer cannot be told apart by row: it is written whole. */
const timeoutMs = 120_000;
const chunkBytes = 128 * 1024;
/** Bytes sent before the memory of the chunks is looked after. */
const letGoBytes = 8 * 1024 * 1024;

/**
 * Rows as a file, sent while it is made: ranges of rows are written one after the other to temporary files, each streamed
 * and deleted, while the next is being written. Memory does not grow with the rows; an asker who leaves stops it.
 */
export function exportRows(exported: Exported): ReadableStream<Uint8Array> {
  const lines = linesOf(exported);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await lines.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          controller.error(error);
        }
      },
      async cancel() {
        await lines.return(undefined);
      },
    },
    { highWaterMark: 2 },
  );
}

async function* linesOf(exported: Exported): AsyncGenerator<Uint8Array, undefined> {
  const { form, stage } = exported;
  const text = new TextEncoder();
  yield text.encode(form.head(stage.fields));
  // Rows of JSON begin with a comma each, so that any piece can follow any other; the very first one falls away.
  let dropComma = form.foot !== '';
  let held = 0;
  let next: Promise<string> | undefined;
  const cuts = cutsOf(exported);
  const start = () => {
    const cut = cuts.shift();
    next = cut === undefined ? undefined : writePiece(exported, cut);
    next?.catch(() => {});
  };
  let current: string | undefined;
  try {
    for (start(); next !== undefined; ) {
      current = await next;
      start();
      for await (const chunk of createReadStream(current, { highWaterMark: chunkBytes })) {
        const bytes = chunk as Uint8Array;
        yield dropComma ? bytes.subarray(1) : bytes;
        dropComma = false;
        held += bytes.length;
        if (held < letGoBytes) continue;
        collectYoung();
        held = 0;
      }
      await rm(current, { force: true });
    }
    if (form.foot !== '') yield text.encode(form.foot);
  } finally {
    if (current !== undefined) await rm(current, { force: true });
    await next?.then((file) => rm(file, { force: true })).catch(() => {});
  }
}

function cutsOf({ stage, lastRow }: Exported): Cut[] {
  if (!stage.rowOrder || stage.limit !== undefined || stage.offset !== undefined) return [{}];
  const cuts: Cut[] = [];
  for (let from = 0; from < Math.max(1, lastRow); ) {
    const to = from === 0 ? firstPieceRows : from + pieceRows;
    cuts.push({
      after: sql`(${ident('_row')} between cast(${from + 1} as bigint) and cast(${Math.min(to, lastRow)} as bigint))`,
    });
    from = to;
  }
  return cuts;
}

async function writePiece(exported: Exported, cut: Cut): Promise<string> {
  const { folder } = exported;
  await exported.stillOpen();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = temporaryName(joinPath(folder, 'piece'));
  const { engine, queueOf, signal, fromFiles, oneThread = false } = exported;
  try {
    await readerOf(queueOf).inTurn(
      engine,
      () =>
        engine.run(copyPiece(exported, cut, file), {
          step: 'export_piece',
          timeoutMs,
          signal,
          oneThread: oneThread || (fromFiles && cut.after !== undefined),
        }),
      signal,
    );
    return file;
  } catch (error) {
    await rm(file, { force: true });
    throw asQueryError(error);
  }
}

function copyPiece({ stage, form }: Exported, cut: Cut, file: string): Sql {
  const rows = printStage(stage, cut);
  return sql`copy (select ${form.columns(stage.fields)} from (${rows}) s) to ${literal(file)} (${form.options})`;
}
