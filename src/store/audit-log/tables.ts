import { integer, optional, type RowOf, sequence, table, text } from '../database.ts';
import type { Outcome } from './audit-entry.ts';

/** What happened, in the order in which it was written. From `salt` on a row can be erased; the rest is for ever. */
const auditEntry = table(
  'audit_entry',
  {
    sequence: sequence(),
    /** Its place in the tree, from 0, given within a second of the commit. */
    leaf: optional(integer()),
    /** The leaf's hash in base64. */
    hash: optional(text()),
    at: text(),
    outcome: text<Outcome>(),
    operation: text(),
    dataset: optional(text()),
    count: integer(),
    commitment: text(),
    /** Like refusals are counted here until then; only after it the entry enters the tree. */
    closes_at: optional(text()),
    salt: optional(text()),
    actor: optional(text()),
    kind: optional(text()),
    purpose: optional(text()),
    person: optional(text()),
    request: optional(text()),
    detail: optional(text()),
  },
  ['sequence'],
);

/** Hashes of full subtrees of 2^level leaves, for levels 8, 16, 24 …: with them a proof reads a few hundred rows. */
const auditNode = table('audit_node', { level: integer(), position: integer(), hash: text() }, [
  'level',
  'position',
]);

/** Signed checkpoints: the newest, and each that was asked for or made by the daily job. */
const auditCheckpoint = table(
  'audit_checkpoint',
  { size: integer(), root: text(), note: text(), at: text(), kept: integer() },
  ['size'],
);

export const auditTables = [auditEntry, auditNode, auditCheckpoint] as const;

declare module '../database.ts' {
  interface Database {
    audit_entry: RowOf<typeof auditEntry>;
    audit_node: RowOf<typeof auditNode>;
    audit_checkpoint: RowOf<typeof auditCheckpoint>;
  }
}
