/**
 * One error type for the whole product. An area lists its own kinds in `errors.ts` with {@link errorKind};
 * a test keeps the list equal to `docs/reference/errors.md`.
 * A message names the thing, the place and what to do, and never repeats a value from a row.
 */

/** What a script sees: the process exit code that goes with a class of failure. */
export const exitCode = {
  internal: 1,
  usage: 2,
  notFound: 3,
  conflict: 4,
  refused: 5,
  badData: 6,
  unavailable: 7,
  interrupted: 130,
} as const;

type Details = Record<string, string | number | boolean | readonly (string | number)[] | undefined>;

export interface ErrorKind<D extends Details = Details> {
  /** `area.what-happened`, stable for scripts. */
  readonly code: `${string}.${string}`;
  /** HTTP status. */
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503 | 507;
  readonly exit: (typeof exitCode)[keyof typeof exitCode];
  /** What happened and where, for a person. */
  readonly says: (details: D) => string;
  /** What to do next. */
  readonly remedy: string | ((details: D) => string);
}

export class OakError extends Error {
  override readonly name = 'OakError';
  readonly code: string;
  readonly status: ErrorKind['status'];
  readonly exit: number;
  readonly remedy: string;
  readonly details: Details;

  constructor(fields: {
    code: string;
    status: ErrorKind['status'];
    exit: number;
    message: string;
    remedy: string;
    details: Details;
    cause?: unknown;
  }) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.code = fields.code;
    this.status = fields.status;
    this.exit = fields.exit;
    this.remedy = fields.remedy;
    this.details = fields.details;
  }

  toJSON() {
    return {
      code: this.code,
      status: this.status,
      exit: this.exit,
      message: this.message,
      remedy: this.remedy,
      details: this.details,
    };
  }
}

/** An error that crossed a process border as JSON, made whole again. */
export function reviveError(json: ReturnType<OakError['toJSON']>): OakError {
  return new OakError(json);
}

export interface Throwable<D extends Details> extends ErrorKind<D> {
  /** An error of this kind, ready to throw. */
  with(details: D, cause?: unknown): OakError;
}

export function errorKind<D extends Details>(kind: ErrorKind<D>): Throwable<D> {
  return Object.freeze({
    ...kind,
    with: (details: D, cause?: unknown) =>
      new OakError({
        code: kind.code,
        status: kind.status,
        exit: kind.exit,
        message: kind.says(details),
        remedy: typeof kind.remedy === 'string' ? kind.remedy : kind.remedy(details),
        details,
        cause,
      }),
  });
}
