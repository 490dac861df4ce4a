import { z } from 'zod';
import { fieldClasses } from '../../../core/decision.ts';

/** What a release decision lets leave: one version, all coming versions of a dataset, a table or extract made from it. */
export const releaseKinds = ['version', 'standing', 'table', 'extract'] as const;
export type ReleaseKind = (typeof releaseKinds)[number];

export const releaseDecision = z.object({
  decision: z.string().describe('id of the decision'),
  kind: z.enum(releaseKinds),
  dataset: z.string().nullable().describe('public id'),
  version: z.number().int().nullable(),
  outcome: z.enum(['released', 'refused']),
  ground: z.string(),
  ground_says: z.string(),
  citation: z.string().nullable(),
  source: z.string().nullable().describe('address at which its holder publishes it'),
  reviewer: z.string(),
  decided_by: z.string(),
  decided_at: z.string(),
  standing: z.string().nullable().describe('the standing decision that it follows from'),
  revoked_at: z.string().nullable(),
  revoked_by: z.string().nullable(),
  revoked_because: z.string().nullable(),
});
export type ReleaseDecision = z.output<typeof releaseDecision>;

export const standingOf = z.enum(['read', 'recalled', 'example']);

/** A class as it holds for a dataset, or an element class for one of its fields. */
export const classifiedField = z.object({
  field: z.string(),
  element: z.string(),
  element_name: z.string(),
  class: z.enum(fieldClasses),
  ground: z.string(),
  citation: z.string().nullable(),
  valid_from: z.string(),
});

export const accessPathView = z.object({
  needs: z.string(),
  gets: z.string(),
  half_days: z.number().int().nullable().describe('business days within which half had it'),
  nine_days: z.number().int().nullable().describe('within which nine in ten had it'),
  usual: z.string().nullable(),
  source: z.string(),
  example: z.boolean(),
});

/** What is needed to see a protected dataset, and why it is protected. */
export const protectionView = z.object({
  dataset: z.string().describe('public id'),
  title: z.string(),
  access: z.enum(['open', 'protected', 'no-file']),
  class: z.string().nullable(),
  class_name: z.string().nullable(),
  class_says: z.string().nullable(),
  open_class: z.boolean(),
  ground: z.string().nullable(),
  citation: z.string().nullable(),
  decided_by: z.string().nullable(),
  valid_from: z.string().nullable(),
  describes: z.string().nullable(),
  fields: z.array(classifiedField),
  paths: z.array(accessPathView),
  /** Who decides about it, and how to reach them. */
  ask: z.object({
    agency: z.string().nullable(),
    owner: z.string().nullable(),
    contact: z.string().nullable(),
  }),
  /** What whoever asks may see of the current version now. */
  allowed: z.enum(['rows', 'masked', 'figures', 'nothing']),
  /** Grants that whoever asks holds now; each counts for its purpose. */
  granted: z.array(
    z.object({
      purpose: z.string(),
      view: z.enum(['rows', 'masked', 'figures']),
      until: z.string(),
      emergency: z.boolean(),
    }),
  ),
  /** In words, with the policy's name; none when it is allowed. */
  refusal: z
    .object({ policy: z.string(), title: z.string(), reason: z.string(), ask: z.string() })
    .nullable(),
  standing: releaseDecision.nullable().describe('the decision by which new versions are open at once'),
});
export type ProtectionView = z.output<typeof protectionView>;

export const grantView = z.object({
  grant: z.string(),
  grantee: z.string(),
  dataset: z.string().describe('public id'),
  purpose: z.string(),
  view: z.enum(['rows', 'masked', 'figures']),
  ground: z.string(),
  valid_from: z.string(),
  valid_until: z.string(),
  given_by: z.string(),
  withdrawn_at: z.string().nullable(),
});

/** The most that a grant lets be seen, in words. */
export const grantedWords = {
  rows: 'Its rows',
  masked: 'Its rows, with some fields masked',
  figures: 'Its figures, rounded and without small ones',
} as const;

/** A grant as whoever holds it sees it. */
export const ownGrant = grantView
  .pick({ grant: true, dataset: true, purpose: true, view: true, ground: true, valid_until: true })
  .extend({ title: z.string() });

/** Someone known who looked at a protected version. */
export const readerView = z.object({
  person: z.string(),
  looks: z.number().int(),
  first_at: z.string(),
  last_at: z.string(),
  actions: z.array(z.string()),
  purposes: z.array(z.string()),
});

export const recordClassView = z.object({
  id: z.string(),
  title: z.string(),
  keep: z.string().nullable().describe('ISO 8601 duration; null when it is kept for good'),
  after: z.enum(['loaded', 'superseded']).nullable(),
  disposal: z.enum(['destroy', 'archive']),
  citation: z.string(),
  standing: standingOf,
});

export const holdView = z.object({
  hold: z.string(),
  dataset: z.string().describe('public id'),
  title: z.string(),
  reason: z.string(),
  citation: z.string().nullable(),
  placed_by: z.string(),
  placed_at: z.string(),
  lifted_at: z.string().nullable(),
  lifted_by: z.string().nullable(),
  lifted_because: z.string().nullable(),
});

export const certificateView = z.object({
  certificate: z.string(),
  dataset: z.string().describe('public id'),
  version: z.number().int(),
  record_class: z.string().nullable(),
  ground: z.string(),
  citation: z.string().nullable(),
  approved_by: z.string(),
  approved_at: z.string(),
  key: z.string().nullable().describe('id of the key that was destroyed; null when the files lay plain'),
  files: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  destroyed_at: z.string().nullable(),
  proof: z.string().nullable().describe('what came of opening a file afterwards'),
  key_backups_until: z
    .string()
    .nullable()
    .describe('no backup of the key store holds the key after this day'),
});

/** When a version may be disposed of. */
export const keptVersion = z.object({
  version: z.number().int(),
  state: z.string(),
  loaded_at: z.string(),
  destroyed: z.boolean(),
  /** First day on which its disposal is due; null when it is kept for good or still current. */
  due_on: z.string().nullable(),
  due: z.boolean(),
});

export const retentionView = z.object({
  dataset: z.string().describe('public id'),
  title: z.string(),
  record_class: recordClassView.nullable(),
  holds: z.array(holdView),
  versions: z.array(keptVersion),
  certificates: z.array(certificateView),
});

export const scheduleView = z.object({
  records: z.array(recordClassView.extend({ datasets: z.number().int() })),
  unclassified: z.number().int().describe('active datasets of no record class'),
  holds: z.array(holdView),
  due: z.array(
    z.object({ dataset: z.string(), title: z.string(), version: z.number().int(), due_on: z.string() }),
  ),
  key_backup_days: z.number().int(),
});

const told = { citation: z.string().nullable(), standing: standingOf };
export const classView = z.object({
  id: z.string(),
  name: z.string(),
  says: z.string(),
  open: z.boolean(),
  ...told,
});
export const elementView = z.object({
  id: z.string(),
  name: z.string(),
  class: z.enum(fieldClasses),
  ...told,
});
export const groundView = z.object({ id: z.string(), says: z.string(), ...told });
