import { errorKind, exitCode } from '../core/error.ts';

/** What a broken rule of the database was: the same words for SQLite and PostgreSQL. */
export type BrokenRule = 'unique' | 'reference' | 'required' | 'check' | 'type';

const broken: Record<BrokenRule, string> = {
  unique: 'There is already a record with this key.',
  reference: 'A record this one points to is missing, or still points here.',
  required: 'A value that must be there is missing.',
  check: 'A value is outside what may be stored.',
  type: 'A value is of the wrong type.',
};

export const ruleBroken = errorKind<{ rule: BrokenRule }>({
  code: 'store.rule-broken',
  status: 409,
  exit: exitCode.conflict,
  says: ({ rule }) => `The record was not stored. ${broken[rule]}`,
  remedy: 'Look at the record as it stands now, then try again.',
});

export const statementFailed = errorKind<{ cause: string }>({
  code: 'store.statement-failed',
  status: 500,
  exit: exitCode.internal,
  says: ({ cause }) => `The store could not run a statement (${cause}).`,
  remedy: 'Report this with the request id. Nothing was changed.',
});

export const storeFull = errorKind<Record<never, never>>({
  code: 'store.disk-full',
  status: 507,
  exit: exitCode.unavailable,
  says: () => 'The disk that holds the store is full. Nothing was changed.',
  remedy: 'Free some space, then try again.',
});

export const storeUnavailable = errorKind<{ why: string }>({
  code: 'store.unavailable',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ why }) => `The store cannot be reached: ${why}.`,
  remedy: 'Try again in a moment. If it lasts, look at the log of the server.',
});

export const storeBusy = errorKind<{ attempts: number }>({
  code: 'store.busy',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ attempts }) => `Others changed the same records ${attempts} times while this was being written.`,
  remedy: 'Try again in a moment. Nothing was changed.',
});

export const transactionTimedOut = errorKind<{ seconds: number }>({
  code: 'store.transaction-timed-out',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ seconds }) =>
    `A change made no progress for ${seconds} seconds and was undone, so that others could write.`,
  remedy: 'Run it again. Nothing was changed.',
});

export const storeNewer = errorKind<{ migration: string }>({
  code: 'store.newer-than-program',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ migration }) => `The store was written by a newer release (it has ${migration}).`,
  remedy: 'Start the newer release, or restore a backup made with this one.',
});

export const jobNotFound = errorKind<{ job: string }>({
  code: 'store.job-not-found',
  status: 404,
  exit: exitCode.notFound,
  says: ({ job }) => `There is no job ${job}.`,
  remedy: 'List the jobs to find its id.',
});

export const jobCannotMove = errorKind<{ job: string; state: string; wanted: string }>({
  code: 'store.job-cannot-move',
  status: 409,
  exit: exitCode.conflict,
  says: ({ job, state, wanted }) => `Job ${job} is ${state}; it cannot become ${wanted}.`,
  remedy: 'Look at the job as it stands now.',
});

export const leaseLost = errorKind<{ job: string }>({
  code: 'store.job-lease-lost',
  status: 409,
  exit: exitCode.conflict,
  says: ({ job }) => `Job ${job} no longer belongs to this worker.`,
  remedy: 'Stop this worker: the job was cancelled, or given to another when this one fell silent.',
});

/** Kept with a job that was given up. */
export const jobGivenUp = errorKind<{ attempts: number }>({
  code: 'store.job-given-up',
  status: 500,
  exit: exitCode.internal,
  says: ({ attempts }) => `The process working on this job stopped without a word, ${attempts} times.`,
  remedy: 'Look at the log of the job; the cause is often memory. Then queue it again.',
});

export const homeNotUsable = errorKind<{ why: string }>({
  code: 'store.home-not-usable',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ why }) => `The home folder cannot be used: ${why}.`,
  remedy: 'Choose another with --home, or make this one readable and writable to you alone.',
});

export const mailAddressUnusable = errorKind<{ topic: string }>({
  code: 'store.mail-address-unusable',
  status: 422,
  exit: exitCode.badData,
  says: () => 'The email address cannot be used: it is not one address of the form name@example.gov.',
  remedy: 'Correct the address, or leave it out.',
});

/** A sealed file was cut short, changed, reordered, or stands where another belongs. */
export const sealBroken = errorKind<{ what: string }>({
  code: 'store.seal-broken',
  status: 500,
  exit: exitCode.internal,
  says: ({ what }) =>
    `A sealed file (${what}) does not open: it was changed, cut short or put in another's place.`,
  remedy: 'Restore the lake from a backup, and find out who changed it.',
});

export const keyDestroyed = errorKind<{ key: string }>({
  code: 'store.key-destroyed',
  status: 410,
  exit: exitCode.notFound,
  says: ({ key }) => `The key ${key} is not in the key store: what it sealed cannot be opened by anyone.`,
  remedy: 'If it was not destroyed on purpose, restore the key store from its own backup.',
});

export const rootKeyMissing = errorKind<Record<never, never>>({
  code: 'store.root-key-missing',
  status: 503,
  exit: exitCode.unavailable,
  says: () => 'The root key of the key store is missing, and there are keys that it wrapped.',
  remedy: 'Put `root.key` back from where it is kept. Until then nothing sealed can be opened.',
});

export const rootKeyOpen = errorKind<Record<never, never>>({
  code: 'store.root-key-readable',
  status: 503,
  exit: exitCode.unavailable,
  says: () => 'The root key can be read by others on this machine.',
  remedy:
    'Make `root.key` readable to its owner alone (mode 0600), and consider it known to whoever could read it.',
});

export const logKeyUnusable = errorKind<{ why: string }>({
  code: 'store.log-key-unusable',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ why }) => `The key that signs the audit log cannot be used: ${why}.`,
  remedy:
    'Put back keys/audit-log.key from the backup of the keys. A new key would be a new log to every witness.',
});

export const backupUnwritable = errorKind<{ why: string }>({
  code: 'store.backup-unwritable',
  status: 507,
  exit: exitCode.unavailable,
  says: ({ why }) => `The backup could not be written (${why}). What was begun of it has been removed.`,
  remedy: 'See that the folder can be written and has room, then make the backup again.',
});

export const backupIncomplete = errorKind<{ backup: string; what: string }>({
  code: 'store.backup-incomplete',
  status: 422,
  exit: exitCode.badData,
  says: ({ backup, what }) => `${backup} is not a whole backup: ${what}. Nothing was restored from it.`,
  remedy: 'Take an earlier backup; `oak store list-backups` lists those that are whole.',
});

export const backupDiffers = errorKind<{ backup: string; what: string }>({
  code: 'store.backup-differs',
  status: 422,
  exit: exitCode.badData,
  says: ({ backup, what }) => `${backup} is not what it was when it was written: ${what}.`,
  remedy: 'Take an earlier backup, and tell the auditor when the log is what differs.',
});

export const copyNotEmpty = errorKind<{ table: string }>({
  code: 'store.copy-not-empty',
  status: 409,
  exit: exitCode.conflict,
  says: ({ table }) => `The database to copy to holds rows already (${table}).`,
  remedy: 'Name an empty database.',
});

export const errors = [
  ruleBroken,
  statementFailed,
  storeFull,
  storeUnavailable,
  storeBusy,
  transactionTimedOut,
  storeNewer,
  jobNotFound,
  jobCannotMove,
  leaseLost,
  jobGivenUp,
  homeNotUsable,
  sealBroken,
  keyDestroyed,
  rootKeyMissing,
  rootKeyOpen,
  mailAddressUnusable,
  logKeyUnusable,
  backupUnwritable,
  backupIncomplete,
  backupDiffers,
  copyNotEmpty,
] as const;
