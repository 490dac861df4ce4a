import type { Kysely, Transaction } from 'kysely';
import type { Actor } from '../core/access.ts';
import type { Clock } from '../core/clock.ts';
import type { DataQuestion, Decision } from '../core/decision.ts';
import type { DomainEvent, EventName, Events } from '../core/event.ts';
import type { RandomSource } from '../core/id.ts';
import type { Jurisdiction } from '../core/jurisdiction.ts';
import type { Meter } from '../core/meter.ts';
import type { AnswerOf, InputOf, Operation, Operations, Upload } from '../core/operation.ts';
import type { SessionTimes } from '../core/session-times.ts';
import type { Engine } from '../engine/engine.ts';
import type { Lake } from '../engine/lake.ts';
import type { AuditDetail, Outcome } from '../store/audit-log/audit-entry.ts';
import type { Head } from '../store/audit-log/integrate-entries.ts';
import type { Database, Store } from '../store/database.ts';
import type { Vault } from '../store/sealed/vault.ts';
import type { IdentityProvider } from './access/identity-provider.ts';
import type { PoliciesInForce } from './access/policy/policies-in-force.ts';

export type Tx = Transaction<Database>;
/** Either the read side of the store or an open transaction: for queries that both may ask. */
export type Reader = Kysely<Database> | Tx;

/** The whole outside world, handed to a handler. Nothing else reaches out. */
export interface Context {
  readonly actor: Actor;
  readonly purpose?: string;
  /** What the policies say to this person's look at a dataset; the reader carries out the obligations. */
  readonly decide: (question: DataQuestion) => Decision;
  /** The fewest people that a count about data of these agencies may tell today, by the disclosure rules that govern them. */
  readonly leastCell: (agencies: readonly string[]) => Promise<number>;
  /** The policies in force, for what explains them or puts others in their place. */
  readonly policies: PoliciesInForce;
  /** Where people sign in; none when nobody can. */
  readonly identity?: Pick<IdentityProvider, 'title' | 'samples'>;
  /** How long people stay signed in; the usual times when the operator set none. */
  readonly sessionTimes?: SessionTimes;
  /** A page asks, to show it: its own look is no use of the data by a program. */
  readonly page?: true;
  /** Quoted in errors and logs, so that a person can report one. */
  readonly requestId: string;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly jurisdiction: Jurisdiction;
  readonly store: Store;
  readonly engine: Engine;
  /** The same files in a process that can be killed: for a query whose cost cannot be judged beforehand. No sessions. */
  readonly engineApart: Engine;
  readonly lake: Lake;
  /** Keys of sealed files, and the only folder in which protected data may lie in plain text. */
  readonly vault: Vault;
  /** Queues long work; it starts when the transaction commits. */
  readonly enqueue: (transaction: Tx, job: NewJob) => Promise<string>;
  /** Tells other areas, in the same transaction. */
  readonly emit: <Name extends EventName>(
    transaction: Tx,
    name: Name,
    payload: Events[Name],
  ) => Promise<void>;
  readonly log: Log;
  /** What is written down of this request. A change needs nothing: its entry is committed with its first transaction. */
  readonly audit: Audit;
  readonly running: Running;
  /** A named durable step has been reached. Does nothing, except where a crash test hands in one that kills. */
  readonly fault: (point: string) => void;
  /** The file on its way in, for an operation with `upload: true`. */
  readonly upload?: Upload;
  /** Aborted when the asker has gone away. */
  readonly signal: AbortSignal;
}

/** The deployment itself, for those who keep it. */
export interface Running {
  /** The folder that holds everything. */
  readonly home: string;
  readonly version: string;
  /** What this process has counted of itself; a process that does one job has counted nothing. */
  readonly meter: Meter;
}

/** What an entry of the audit log is about: ids, codes and counts, never a value from a row. */
export interface AuditSubject {
  readonly dataset?: string;
  /** Id of whoever's record it is. Can be erased, as the detail can; the dataset cannot. */
  readonly person?: string;
  readonly detail?: AuditDetail;
}

export interface Audit {
  /** A look at protected data. On the disk when it resolves: only then may the first byte leave. Not inside `store.write`. */
  look(subject: AuditSubject): Promise<void>;
  /** Adds to what the entry of this change will say, before the transaction that commits it. */
  about(subject: AuditSubject): void;
  /** An entry of its own, in a transaction: for what no operation did, such as a sign-in or a job's decision. */
  record(
    transaction: Tx,
    entry: AuditSubject & { readonly operation: string; readonly outcome?: Outcome },
  ): Promise<void>;
  /** The key that checks the log's checkpoints. */
  readonly verifier: string;
  /** Everything committed before is in the tree when it resolves; answers its signed head. */
  settle(): Promise<Head | undefined>;
}

/** Never a value from a row, never a file's content: names, ids, counts and durations. */
export type Log = (message: string, fields?: Record<string, string | number | boolean>) => void;

export interface NewJob {
  /** `area.verb-object`, the key of a job kind. */
  readonly kind: string;
  readonly input: unknown;
  /** What the job is about (a dataset id), so that pages can list it and work on one thing runs in order. */
  readonly subject?: string;
  /** While a job with this key waits in the queue, queueing it again does nothing. */
  readonly once?: string;
  /** Waits this long before it may start, so that one run answers for several causes (with `once`). */
  readonly afterMs?: number;
  /** Whom it acts for, when that is not who asks: they alone, and the operator, see what came of it and may stop it. */
  readonly actor?: string;
}

export type Handler<O extends Operation> = (context: Context, input: InputOf<O>) => Promise<AnswerOf<O>>;
export type HandlersOf<Ops extends Operations> = { readonly [Verb in keyof Ops]: Handler<Ops[Verb]> };

/** A job kind: run in a process of its own, and again from the start after a crash, so each step is idempotent. */
export type JobRun = (context: JobContext, input: never) => Promise<unknown>;

export interface JobContext extends Context {
  readonly job: {
    readonly id: string;
    /** 1 the first time, more after a crash. */
    readonly attempt: number;
    /** Shown while it works: `Reading rows: 412,000 of 1,000,000`. A total not yet known is left out. */
    progress(report: { stage: string; done?: number; total?: number; unit?: string }): void;
    /** A line kept in the job's log. */
    note(line: string): void;
  };
}

export interface Subscriber<Name extends EventName = EventName> {
  /** Delivery is remembered by this name: keep it for ever. */
  readonly name: string;
  readonly event: Name;
  /** Idempotent: an event may come twice. */
  readonly run: (context: Context, event: DomainEvent<Name>) => Promise<void>;
}
export const subscriber = <Name extends EventName>(value: Subscriber<Name>): Subscriber =>
  value as unknown as Subscriber;
