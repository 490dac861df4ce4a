import type { z } from 'zod';
import type { AccessRule } from './access.ts';
import type { ErrorKind } from './error.ts';

/**
 * An operation is a frozen value that says what can be asked of the platform. From the one table of them come
 * HTTP routes, commands, the typed client, OpenAPI, forms and the printed reference.
 */
export interface Operation<
  Name extends string = string,
  Input extends z.ZodObject = z.ZodObject,
  Output extends OperationOutput = OperationOutput,
> {
  /** `area.verb-object`; the command is `oak area verb-object`. */
  readonly name: Name;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Under `/api/v1`; `{name}` takes an input field of that name from the path. */
  readonly path: `/api/v1/${string}`;
  readonly access: AccessRule;
  /**
   * Whose it is, for rules that ask: the kind of thing and the input field that names it (`{ dataset: 'dataset' }`). Of
   * several fields given, the leave of every agency named is needed: data is neither taken from one nor given to it unasked.
   */
  readonly about?: Readonly<Record<string, string>>;
  /** A person must have signed in anew within the last minutes. */
  readonly stepUp?: true;
  /** `long` work is queued and answers 202 with a job. */
  readonly effect: 'read' | 'write' | 'long';
  /** One sentence, in the imperative: the command's help and the OpenAPI summary. */
  readonly summary: string;
  readonly description?: string;
  readonly input: Input;
  readonly output: Output;
  readonly errors: readonly ErrorKind<never>[];
  /**
   * The request body is a file, streamed: the handler gets it as `upload`. The other inputs travel in the
   * query string, or as fields before the file in a multipart form.
   */
  readonly upload?: true;
  /**
   * Input fields given by position on the command line, in order; a list, as the last of them, takes all that are left.
   * A field named `file` is a path there.
   */
  readonly positional?: readonly string[];
  /**
   * Input fields that name files: the command line makes them absolute, for whoever answers may stand elsewhere. One that
   * holds an address of the web instead is left as it is.
   */
  readonly paths?: readonly string[];
  /** Input fields that the audit entry of a change carries: ids, codes and dates of what was done, never a word of anybody's. */
  readonly audited?: readonly string[];
}

export type OperationOutput =
  | { readonly kind: 'json'; readonly schema: z.ZodType }
  /** Bytes in one of the media types listed; the handler answers with a {@link ByteAnswer}. */
  | { readonly kind: 'bytes'; readonly mediaTypes: readonly string[] }
  /** A queued job; `schema` is what the job's `result` holds when it has succeeded. */
  | { readonly kind: 'job'; readonly schema: z.ZodType };

export const json = <S extends z.ZodType>(schema: S) => ({ kind: 'json', schema }) as const;
export const bytes = (...mediaTypes: string[]) => ({ kind: 'bytes', mediaTypes }) as const;
export const job = <S extends z.ZodType>(schema: S) => ({ kind: 'job', schema }) as const;

export const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/** An answer of bytes, sent as it is made. */
export interface ByteAnswer {
  readonly mediaType: string;
  readonly body: ReadableStream<Uint8Array> | Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a long operation answers at once. */
export interface Queued {
  readonly job: string;
}

/** A file on its way in. The handler reads `stream` once. */
export interface Upload {
  readonly filename: string;
  readonly stream: ReadableStream<Uint8Array>;
  /** Bytes announced by the sender, when it said. */
  readonly length?: number;
}

export type InputOf<O extends Operation> = z.output<O['input']>;
/** What a caller may leave out (defaults) is optional here. */
export type CallOf<O extends Operation> = z.input<O['input']>;
export type AnswerOf<O extends Operation> = O['output'] extends {
  kind: 'json';
  schema: infer S extends z.ZodType;
}
  ? z.output<S>
  : O['output'] extends { kind: 'job' }
    ? Queued
    : ByteAnswer;

export function operation<
  const Name extends string,
  Input extends z.ZodObject,
  const Output extends OperationOutput,
>(op: Operation<Name, Input, Output>): Operation<Name, Input, Output> {
  return Object.freeze(op);
}

/** The operations of one area, keyed by the verb part of their names. */
export type Operations = Readonly<Record<string, Operation>>;
