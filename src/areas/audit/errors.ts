import { errorKind, exitCode } from '../../core/error.ts';

export const noSuchEntry = errorKind<{ leaf: number }>({
  code: 'audit.no-such-entry',
  status: 404,
  exit: exitCode.notFound,
  says: ({ leaf }) => `The log has no entry ${leaf}.`,
  remedy: 'The newest checkpoint says how many there are; they are counted from 0.',
});

export const logEmpty = errorKind<Record<string, never>>({
  code: 'audit.log-empty',
  status: 404,
  exit: exitCode.notFound,
  says: () => 'The log has no entry yet.',
  remedy: 'It has one as soon as anything has been changed or asked for.',
});

export const notGrown = errorKind<{ older: number; size: number }>({
  code: 'audit.log-shorter',
  status: 409,
  exit: exitCode.refused,
  says: ({ older, size }) => `A checkpoint of ${older} entries was named, and the log has only ${size}.`,
  remedy:
    'Entries were lost: an older backup was restored, or the log was cut. Show the checkpoint to the auditor.',
});

export const notVerified = errorKind<{ faults: number; first: string; leaf: number }>({
  code: 'audit.not-verified',
  status: 409,
  exit: exitCode.refused,
  says: ({ faults, first, leaf }) =>
    `The log does not verify: ${faults} ${faults === 1 ? 'fault' : 'faults'}, the first at entry ${leaf} (${first}).`,
  remedy:
    'Keep the store as it is, tell the auditor, and compare with a backup: `oak audit verify --home` on a restored one.',
});

export const alreadyErased = errorKind<{ leaf: number }>({
  code: 'audit.already-erased',
  status: 409,
  exit: exitCode.conflict,
  says: ({ leaf }) => `The content of entry ${leaf} was erased before.`,
  remedy: 'Nothing is left to erase.',
});

export const notErasable = errorKind<{ leaf: number }>({
  code: 'audit.not-erasable',
  status: 409,
  exit: exitCode.refused,
  says: ({ leaf }) => `Entry ${leaf} is the record of an erasure.`,
  remedy: 'It holds no person’s data but the one who erased; it stays, so that the log can be verified.',
});

export const errors = [noSuchEntry, logEmpty, notGrown, notVerified, alreadyErased, notErasable];
