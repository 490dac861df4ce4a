import { errorKind, exitCode } from '../../core/error.ts';

export const standardPublished = errorKind<{ standard: string; version: string }>({
  code: 'standards.already-published',
  status: 409,
  exit: exitCode.conflict,
  says: ({ standard, version }) =>
    `Version ${version} of the standard ${standard} was published already, with other words.`,
  remedy: 'Give what changed a new version number and the day from which it holds.',
});

export const errors = [standardPublished];
