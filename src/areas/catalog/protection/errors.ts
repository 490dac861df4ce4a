import { errorKind, exitCode } from '../../../core/error.ts';

/** Content of a protected version was asked for by someone who may not have it. */
export const contentProtected = errorKind<{
  dataset: string;
  version: number;
  policy: string;
  title: string;
  reason: string;
  ask: string;
  agency?: string;
}>({
  code: 'catalog.protected',
  status: 403,
  exit: exitCode.refused,
  says: ({ dataset, reason }) => `The content of ${dataset} is not open to you. ${reason}`,
  remedy: ({ dataset, ask }) =>
    `${ask} What it would take, and the usual time, stands at /data/${dataset}/access.`,
});

/** An obligation cannot be carried out on this form of the data. */
export const notInThisForm = errorKind<{ dataset: string; form: string; because: string }>({
  code: 'catalog.not-in-this-form',
  status: 403,
  exit: exitCode.refused,
  says: ({ dataset, form, because }) => `${form} of ${dataset} cannot be shown to you: ${because}.`,
  remedy: ({ dataset }) => `See /data/${dataset}/access for what you may see, and whom to ask for more.`,
});

export const noSuchClass = errorKind<{ class: string; known: readonly string[] }>({
  code: 'catalog.no-such-class',
  status: 422,
  exit: exitCode.badData,
  says: ({ class: given }) => `${given} is no class that is in force here.`,
  remedy: ({ known }) => `Name one of: ${known.join(', ')}.`,
});

export const notAnOpenClass = errorKind<{ dataset: string; class: string }>({
  code: 'catalog.not-an-open-class',
  status: 409,
  exit: exitCode.conflict,
  says: ({ dataset, class: given }) =>
    `${dataset} is classified ${given}, and data of that class is not released.`,
  remedy: 'Classify the dataset as open first, with the ground for it.',
});

export const notOpenedByLoading = errorKind<{ dataset: string }>({
  code: 'catalog.not-opened-by-loading',
  status: 409,
  exit: exitCode.conflict,
  says: ({ dataset }) =>
    `${dataset} is here already: loading a file does not decide anew whether it is open.`,
  remedy: 'Leave the ground out, then release the version, or all that come.',
});

export const madeFromProtected = errorKind<{ dataset: string }>({
  code: 'catalog.made-from-protected',
  status: 409,
  exit: exitCode.conflict,
  says: ({ dataset }) => `${dataset} was made here from protected data, and is as protected as that.`,
  remedy: 'Let figures of it leave through the release gate, or release what it was made from first.',
});

export const alreadyReleased = errorKind<{ dataset: string; version: number }>({
  code: 'catalog.already-released',
  status: 409,
  exit: exitCode.conflict,
  says: ({ dataset, version }) => `Version ${version} of ${dataset} is open already.`,
  remedy: 'Nothing needs to be done.',
});

export const notReleased = errorKind<{ dataset: string }>({
  code: 'catalog.not-released',
  status: 409,
  exit: exitCode.conflict,
  says: ({ dataset }) => `${dataset} has no such release in force.`,
  remedy: 'Look at its releases on the page of the dataset.',
});

export const versionDestroyed = errorKind<{ dataset: string; version: number; on: string }>({
  code: 'catalog.version-destroyed',
  status: 410,
  exit: exitCode.notFound,
  says: ({ dataset, version, on }) => `The rows of version ${version} of ${dataset} were destroyed on ${on}.`,
  remedy: ({ dataset }) => `The certificate stands at /data/${dataset}/retention.`,
});

export const underHold = errorKind<{ dataset: string; hold: string }>({
  code: 'catalog.under-hold',
  status: 409,
  exit: exitCode.conflict,
  says: ({ dataset, hold }) => `A legal hold (${hold}) keeps ${dataset}: nothing of it may be destroyed.`,
  remedy: 'Lift the hold first, with the reason, if it has ended.',
});

export const notDueYet = errorKind<{ dataset: string; version: number; because: string }>({
  code: 'catalog.not-due-for-disposal',
  status: 409,
  exit: exitCode.conflict,
  says: ({ dataset, version, because }) =>
    `Version ${version} of ${dataset} is not due for disposal: ${because}.`,
  remedy: 'See its record class and schedule on the retention page.',
});

export const noSuchHold = errorKind<{ dataset: string; hold: string }>({
  code: 'catalog.no-such-hold',
  status: 404,
  exit: exitCode.notFound,
  says: ({ dataset, hold }) => `${dataset} is under no hold ${hold}.`,
  remedy: 'List the holds of the dataset.',
});

export const noSuchGrant = errorKind<{ grant: string }>({
  code: 'catalog.no-such-grant',
  status: 404,
  exit: exitCode.notFound,
  says: ({ grant }) => `There is no grant ${grant} in force.`,
  remedy: 'List the grants of the dataset.',
});

export const protectionErrors = [
  contentProtected,
  notInThisForm,
  noSuchClass,
  notAnOpenClass,
  notOpenedByLoading,
  madeFromProtected,
  alreadyReleased,
  notReleased,
  versionDestroyed,
  underHold,
  notDueYet,
  noSuchHold,
  noSuchGrant,
];
