import type { Transaction } from 'kysely';
import type { Database } from '../database.ts';
import { type AuditEntry, commitmentOf, keepContent, newSalt } from './audit-entry.ts';
import { runRows } from './run-rows.ts';

/**
 * Writes entries in the transaction that made them true: they are committed with it or not at all. With `closesAt` they
 * may be counted up until then. They get their places in the tree soon after the commit (`integrateEntries`).
 * Answers their commitments.
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
    return [
      entry.at,
      entry.outcome,
      entry.operation,
      entry.dataset ?? null,
      entry.count ?? 1,
      commitment,
      closesAt ?? null,
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
      `insert into audit_entry (at, outcome, operation, dataset, count, commitment, closes_at, salt, actor, kind, purpose, person, request, detail) values ${values}`,
    rows,
  );
  return commitments;
}
