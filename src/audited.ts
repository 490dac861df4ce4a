import type { Audit, AuditSubject, Reader } from './areas/handler.ts';
import type { Actor } from './core/access.ts';
import { OakError } from './core/error.ts';
import { publicIdPattern } from './core/id.ts';
import type { Operation } from './core/operation.ts';
import { tooManyRefusals } from './core/request-errors.ts';
import type { AuditDetail } from './store/audit-log/audit-entry.ts';
import type { AuditLog } from './store/audit-log/audit-log.ts';
import type { Store } from './store/database.ts';

/** Who asks, as the log will say it. */
export interface Asker {
  readonly actor: Actor;
  readonly purpose?: string;
  readonly requestId: string;
  /** Tells one client from another: a keyed fingerprint of its address, never the address. */
  readonly client?: string;
}

const mostRefusalsAMinute = 60;

/** What one request writes into the log, and a store whose first transaction carries the entry of its change. */
export function auditOf(log: AuditLog, store: Store, asker: Asker, operation: string) {
  const who = {
    actor: asker.actor.id,
    kind: asker.actor.kind,
    purpose: asker.purpose,
    request: asker.requestId,
  };
  let said: AuditSubject = {};
  let carrier: object | undefined;
  const changed = () => ({ ...who, ...said, operation, outcome: 'changed' as const });

  const audit: Audit = {
    look: async (subject) =>
      log.appendNow({ ...who, ...(await named(store.read, subject)), operation, outcome: 'looked' }),
    about: (subject) => {
      said = { ...said, ...subject, detail: { ...said.detail, ...subject.detail } };
    },
    record: async (tx, entry) => log.append(tx, { ...who, outcome: 'changed', ...(await named(tx, entry)) }),
    verifier: log.verifier,
    settle: log.settle,
  };
  const carrying: Store = {
    ...store,
    async write(work) {
      const me = {};
      carrier ??= me;
      if (carrier !== me) return store.write(work);
      try {
        return await store.write(async (tx) => {
          const answer = await work(tx);
          await log.append(tx, await named(tx, changed()));
          return answer;
        });
      } catch (error) {
        // Nothing was committed: the next transaction carries it.
        carrier = undefined;
        throw error;
      }
    },
  };
  return {
    audit,
    carrying,
    /** A change that wrote nothing to the store was asked for and done all the same. */
    async done(): Promise<void> {
      if (carrier === undefined) await log.appendNow(await named(store.read, changed()));
    },
  };
}

/** Handlers know a dataset by its inner id; the log has one name for it, the public one, so that a search finds every entry. */
async function named<Subject extends AuditSubject>(reader: Reader, subject: Subject): Promise<Subject> {
  const { dataset } = subject;
  if (dataset === undefined || publicIdPattern.test(dataset)) return subject;
  const row = await reader
    .selectFrom('dataset')
    .select('public_id')
    .where('id', '=', dataset)
    .executeTakeFirst();
  return row === undefined ? subject : { ...subject, dataset: row.public_id };
}

/** What an operation's input says that it is about. Only what has an id's form: anyone can put words into an address. */
export function subjectOf(input: unknown): AuditSubject {
  const { dataset, person } = (input ?? {}) as { dataset?: unknown; person?: unknown };
  return {
    ...(typeof dataset === 'string' && publicIdPattern.test(dataset) ? { dataset } : {}),
    ...(typeof person === 'string' && /^[\w.:-]{1,64}$/.test(person) ? { person } : {}),
  };
}

/** What the entry of a change says was done: the fields its operation names, of which only ids, codes, dates and counts are kept. */
export function doneOf(op: Pick<Operation, 'audited'>, input: unknown): AuditDetail {
  const fields = (input ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    (op.audited ?? []).flatMap((name): [string, AuditDetail[string]][] => {
      const value = fields[name];
      if (typeof value === 'number' || typeof value === 'boolean') return [[name, value]];
      if (Array.isArray(value)) return [[name, value.filter(isCode).join(' ')]];
      return isCode(value) ? [[name, value]] : [];
    }),
  );
}
const isCode = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w.:+-]{1,64}$/.test(value);

export const isRefusal = (error: unknown): error is OakError =>
  error instanceof OakError && (error.status === 401 || error.status === 403);

/** Writes a refusal down; answers the error to throw instead when this client has been refused too often. */
export async function refused(
  log: AuditLog,
  asker: Asker,
  what: AuditSubject & { readonly operation: string; readonly code: string },
): Promise<OakError | undefined> {
  const { operation, code, dataset, person, detail } = what;
  const count = await log.refuse({
    client: asker.actor.kind === 'person' ? asker.actor.id : (asker.client ?? asker.actor.id),
    actor: asker.actor.id,
    kind: asker.actor.kind,
    purpose: asker.purpose,
    request: asker.requestId,
    operation,
    dataset,
    person,
    detail: { ...detail, code, ...(asker.client === undefined ? {} : { client: asker.client }) },
  });
  return count > mostRefusalsAMinute ? tooManyRefusals.with({}) : undefined;
}
