import { errorKind, exitCode } from '../../../core/error.ts';

export const noSuchDefinition = errorKind<{ kind: string; ref: string; known: readonly string[] }>({
  code: 'linkage.no-such-definition',
  status: 404,
  exit: exitCode.notFound,
  says: ({ kind, ref }) => `No ${kind === 'model' ? 'model' : 'rule set'} is saved as ${ref}.`,
  remedy: ({ known }) =>
    known.length === 0
      ? 'None is saved yet: save one with `oak linkage save-definition`, or on the page of a link.'
      : `Saved are ${known.join(', ')}; an older version is named as NAME@2.`,
});

export const contentOrRun = errorKind<Record<string, never>>({
  code: 'linkage.content-or-run',
  status: 422,
  exit: exitCode.usage,
  says: () => 'A model is saved either from a text or from a finished link, and here it is neither or both.',
  remedy: 'Give `content` (the YAML) or `run` (the id of a link); rule sets have `content` only.',
});

export const definitionErrors = [noSuchDefinition, contentOrRun];
