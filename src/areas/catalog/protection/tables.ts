import type { LiveGrant } from '../../../core/decision.ts';
import { integer, optional, type RowOf, table, text } from '../../../store/database.ts';
import type { ReleaseKind } from './model.ts';

/** What class a dataset or one of its fields is of, since when, on what ground. Superseded, never overwritten. */
const classificationTable = table(
  'classification',
  {
    id: text(),
    dataset: text(),
    /** None for the dataset itself. */
    field: optional(text()),
    /** Of the dataset: a class of the state; of a field: an element class of the state. */
    class: text(),
    ground: text(),
    citation: optional(text()),
    decided_by: text(),
    /** First day on which it holds. */
    valid_from: text(),
    recorded_at: text(),
    superseded_at: optional(text()),
  },
  ['id'],
);

/**
 * Every decision that lets something about protected data leave: a version, all coming versions of a dataset, a table.
 * Nothing is open without one.
 */
const releaseDecisionTable = table(
  'release_decision',
  {
    id: text(),
    kind: text<ReleaseKind>(),
    dataset: optional(text()),
    version: optional(integer()),
    outcome: text<'released' | 'refused'>(),
    ground: text(),
    citation: optional(text()),
    /** Address at which the holder publishes it already. */
    source: optional(text()),
    /** Who looked at it and answers for it, by name. */
    reviewer: text(),
    decided_by: text(),
    decided_at: text(),
    /** The standing decision that it follows from. */
    standing: optional(text()),
    /** JSON: what was proved before (the attack on a table). Never a value of a row. */
    evidence: optional(text()),
    revoked_at: optional(text()),
    revoked_by: optional(text()),
    revoked_because: optional(text()),
  },
  ['id'],
);

/** Leave to see protected data, for one person, purpose and time. */
const dataGrantTable = table(
  'data_grant',
  {
    id: text(),
    /** An actor's id. */
    grantee: text(),
    dataset: text(),
    purpose: text(),
    view: text<LiveGrant['view']>(),
    /** The agreement or decision it rests on. */
    ground: text(),
    valid_from: text(),
    valid_until: text(),
    given_by: text(),
    given_at: text(),
    withdrawn_at: optional(text()),
    withdrawn_by: optional(text()),
  },
  ['id'],
);

/** While one stands, nothing of the dataset is disposed of. */
const legalHoldTable = table(
  'legal_hold',
  {
    id: text(),
    dataset: text(),
    reason: text(),
    citation: optional(text()),
    placed_by: text(),
    placed_at: text(),
    lifted_at: optional(text()),
    lifted_by: optional(text()),
    lifted_because: optional(text()),
  },
  ['id'],
);

/** An approved destruction, and, once it is done, the proof of it. */
const destructionCertificateTable = table(
  'destruction_certificate',
  {
    id: text(),
    dataset: text(),
    version: integer(),
    record_class: optional(text()),
    ground: text(),
    citation: optional(text()),
    approved_by: text(),
    approved_at: text(),
    /** The key that was destroyed; none when the files lay plain. */
    sealed_by: optional(text()),
    files: optional(integer()),
    bytes: optional(integer()),
    destroyed_at: optional(text()),
    /** What came of opening a file afterwards: the code of the error. */
    proof: optional(text()),
    /** Day after which no backup of the key store holds the key any more. */
    key_backups_until: optional(text()),
  },
  ['id'],
);

export const protectionTables = [
  classificationTable,
  releaseDecisionTable,
  dataGrantTable,
  legalHoldTable,
  destructionCertificateTable,
] as const;

declare module '../../../store/database.ts' {
  interface Database {
    classification: RowOf<typeof classificationTable>;
    release_decision: RowOf<typeof releaseDecisionTable>;
    data_grant: RowOf<typeof dataGrantTable>;
    legal_hold: RowOf<typeof legalHoldTable>;
    destruction_certificate: RowOf<typeof destructionCertificateTable>;
  }
}
