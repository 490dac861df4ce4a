import type { Transaction } from 'kysely';
import type { Database } from '../database.ts';
import { type AuditEntry, commitmentOf, keepContent, leafText, newSalt } from './audit-entry.ts';
import { leafHash } from './merkle-tree.ts';
import { runRows } from './run-rows.ts';

/**
 * Writes entries in the transaction that made them true: they are committed with it or not at all. With `closesAt` they
 * may be counted up until then. They get their places in the tree soon after the commit (`integrateEntries`); the hash of what
 * will not change any more is kept at once. Answers their commitments.
 */
export async function appendEntries(
  tx: Transaction<Database>,
  entries: readonly AuditEntry[],
  closesAt?: string,
): Promise<string[]> {
  const commitments: string[] = [];
  const rows = entries.map((entry) => {
    const salt = newSalt();
    const content = keepContent(entry);
    const commitment = commitmentOf(salt, content);
    commitments.push(commitment);
    const { at, outcome, operation, dataset = null, count = 1 } = entry;
    const leaf = { at, outcome, operation, dataset, count, commitment };
    return [
      at,
      outcome,
      operation,
      dataset,
      count,
      commitment,
      closesAt ?? leafHash(leafText(leaf)).toString('base64'),
      salt,
      content.actor,
      content.kind,
      content.purpose,
      content.person,
      content.request,
      content.detail,
    ];
  });
  await runRows(
    tx,
    (values) =>
      `insert into audit_entry (at, outcome, operation, dataset, count, commitment, ${closesAt === undefined ? 'hash' : 'closes_at'}, salt, actor, kind, purpose, person, request, detail) values ${values}`,
    rows,
  );
  return commitments;
}
