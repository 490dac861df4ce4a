import { OakError } from '../../core/error.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Sql } from '../../engine/sql.ts';
import { AnswerCache } from './answer-cache.ts';
import { collectYoung } from './collect-young.ts';
import { queryFailed } from './errors.ts';
import { ReadQueue } from './read-queue.ts';

/** Seconds a statement of a reader may take. */
const timeoutMs = 10_000;
const limits = { running: 4, waiting: 128 };
/** Of the process apart, which runs one statement at a time: who waits for it takes no place of the others. */
const limitsApart = { running: 1, waiting: 8 };
/** Of answers kept: part of what the server may use at rest. */
const cacheBytes = 48 * 1024 * 1024;

/** Bytes of answers made before the memory of those that were sent is looked after. */
const letGoBytes = 4 * 1024 * 1024;

/** Makes one answer. `statement` may be given to several callers at once, so it is stopped by its time only. */
export interface Reading<Row extends object, T> {
  /** Everything the answer depends on; none when it must not be kept. */
  readonly key: string | undefined;
  readonly statement: Sql;
  readonly engine: Engine;
  readonly oneThread?: boolean;
  readonly repeated?: boolean;
  readonly step: string;
  readonly make: (row: Row) => { readonly value: T; readonly bytes: number };
}

/** Reads small answers of one row: from the cache, from a reading already under way, or from the engine in its turn. */
class RowReader {
  readonly #engine: Engine;
  readonly #queue = new ReadQueue(limits);
  readonly #queueApart = new ReadQueue(limitsApart);
  readonly #cache = new AnswerCache<unknown>(cacheBytes);
  #madeBytes = 0;
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  cached<T>(key: string): T | undefined {
    return this.#cache.get(key) as T | undefined;
  }

  async read<Row extends object, T>(reading: Reading<Row, T>, signal?: AbortSignal): Promise<T> {
    const { key } = reading;
    if (key === undefined) return (await this.#ask(reading, signal)).value;
    const known = this.cached<T>(key) ?? (this.#underWay.get(key) as Promise<T> | undefined);
    if (known !== undefined) return known;
    const asked = this.#ask(reading).then(({ value, bytes }) => {
      this.#cache.set(key, value, bytes);
      return value;
    });
    this.#underWay.set(key, asked);
    const forget = () => this.#underWay.delete(key);
    asked.then(forget, forget);
    return asked;
  }

  /** Runs work of an engine that is not one small answer (an export's next piece) in its turn. */
  inTurn<T>(engine: Engine, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return (engine === this.#engine ? this.#queue : this.#queueApart).run(work, signal);
  }

  async #ask<Row extends object, T>(reading: Reading<Row, T>, signal?: AbortSignal) {
    const { engine, statement, step, oneThread = false, repeated = false } = reading;
    try {
      const [row] = await this.inTurn(
        engine,
        () =>
          engine.rows<Row>(statement, {
            step,
            timeoutMs,
            oneThread,
            repeated,
            ...(signal && { signal }),
          }),
        signal,
      );
      return this.#counted(reading.make(row!));
    } catch (error) {
      throw asQueryError(error);
    }
  }

  #counted<Answer extends { readonly bytes: number }>(answer: Answer): Answer {
    this.#madeBytes += answer.bytes;
    if (this.#madeBytes >= letGoBytes) {
      this.#madeBytes = 0;
      collectYoung();
    }
    return answer;
  }
}

/** A sum that outgrows its type or a value that cannot be cast is the query's fault, not the server's. */
export function asQueryError(error: unknown): unknown {
  const failed = error instanceof OakError && error.code === 'engine.statement-failed';
  const kind = failed ? String(error.details['class']) : '';
  return ['Out of Range', 'Conversion', 'Invalid Input'].includes(kind)
    ? queryFailed.with({ class: kind })
    : error;
}

const readers = new WeakMap<Engine, RowReader>();

/** The one reader of an engine: all who ask it share its queue and its cache. */
export function readerOf(engine: Engine): RowReader {
  const known = readers.get(engine) ?? new RowReader(engine);
  readers.set(engine, known);
  return known;
}
