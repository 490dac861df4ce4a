import { errorKind, exitCode } from '../core/error.ts';

export const workerCrashed = errorKind<{ kind: string; attempt: number }>({
  code: 'work.process-ended',
  status: 500,
  exit: exitCode.internal,
  says: ({ kind, attempt }) => `The process that did ${kind} ended without an answer ${attempt} times.`,
  remedy:
    'What was stored before is unharmed. Look at the server’s log for the reason (memory, disk), then ask for the work again.',
});

export const jobStopped = errorKind<{ kind: string }>({
  code: 'work.stopped',
  status: 409,
  exit: exitCode.interrupted,
  says: ({ kind }) => `The work ${kind} was stopped on request. What it had stored before stays.`,
  remedy: 'Ask for it again when you want it done.',
});

export const unknownJobKind = errorKind<{ kind: string }>({
  code: 'work.unknown-kind',
  status: 500,
  exit: exitCode.internal,
  says: ({ kind }) => `No area of this version can do the work ${kind}.`,
  remedy: 'It may have been queued by another version of the program. Ask for it again.',
});

export const queryStopped = errorKind<{ seconds: number }>({
  code: 'work.query-too-long',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ seconds }) => `The query took longer than ${seconds} seconds and was stopped.`,
  remedy: 'Filter first, ask for fewer groups, or download the whole version.',
});

export const noSession = errorKind<Record<string, never>>({
  code: 'work.no-session',
  status: 500,
  exit: exitCode.internal,
  says: () => 'A query process keeps nothing between statements.',
  remedy: 'Report this with the reference of the request.',
});

export const sampleProviderOutside = errorKind<{ address: string }>({
  code: 'access.sample-people-outside',
  status: 409,
  exit: exitCode.refused,
  says: ({ address }) =>
    `Sample people sign in without a password, so they exist on this computer only, and the server is to answer at ${address}.`,
  remedy:
    'Leave out --address and OAK_PUBLIC_URL for a demonstration, or leave out --example and name an identity provider (OAK_OIDC_ISSUER).',
});

export const logUnreachable = errorKind<{ address: string; why: string }>({
  code: 'audit.log-unreachable',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ address, why }) => `The log at ${address} could not be read: ${why}.`,
  remedy: 'Try again later. A log that stays silent for long is a reason to ask its keeper.',
});

export const logNotSigned = errorKind<{ address: string }>({
  code: 'audit.log-not-signed',
  status: 409,
  exit: exitCode.refused,
  says: ({ address }) => `What ${address} shows is not signed by the key that was given.`,
  remedy: 'Compare the key with the one its keeper gave you. A log under a new key is a new log.',
});

export const logForked = errorKind<{ size: number; how: string; evidence: string }>({
  code: 'audit.log-forked',
  status: 409,
  exit: exitCode.refused,
  says: ({ size, how }) =>
    `The log does not continue the checkpoint of ${size} entries that was kept: ${how}.`,
  remedy: ({ evidence }) =>
    `Both checkpoints are in ${evidence}: show them to the auditor. Either entries were altered, or an older backup was restored.`,
});

export const witnessFolderBroken = errorKind<{ file: string }>({
  code: 'audit.witness-folder-broken',
  status: 409,
  exit: exitCode.conflict,
  says: ({ file }) =>
    `${file} in the folder of the witness is not a checkpoint signed by the key that was given.`,
  remedy: 'Give the key it was kept under, or keep this log in a folder of its own.',
});

export const homeInUse = errorKind<{ home: string }>({
  code: 'store.home-in-use',
  status: 409,
  exit: exitCode.conflict,
  says: ({ home }) => `The home ${home} holds data already. Nothing was changed.`,
  remedy: 'Restore into a folder that does not exist yet: `--home DIR`.',
});

export const nothingToUndo = errorKind<{ home: string }>({
  code: 'store.nothing-to-undo',
  status: 404,
  exit: exitCode.notFound,
  says: ({ home }) => `No store of an earlier release is kept in ${home}.`,
  remedy: 'Restore a backup into another home with the earlier release.',
});

export const settingsUnusable = errorKind<{ problems: readonly string[] }>({
  code: 'request.settings-unusable',
  status: 400,
  exit: exitCode.usage,
  says: ({ problems }) => problems.join(' '),
  remedy: 'Mend it and start again; docs/reference/settings.md lists every setting.',
});

export const errors = [
  settingsUnusable,
  homeInUse,
  nothingToUndo,
  logUnreachable,
  logNotSigned,
  logForked,
  witnessFolderBroken,
  workerCrashed,
  jobStopped,
  unknownJobKind,
  queryStopped,
  noSession,
  sampleProviderOutside,
];
