import type { Transaction } from 'kysely';
import type { Database } from '../database.ts';

export const eraseOperation = 'audit.erase-content';

/**
 * Erases who, why and about whom from an entry; its leaf, and with it the tree, stay as they are. Answers whether there
 * was anything to erase. The caller records the erasure under {@link eraseOperation} in the same transaction, naming the
 * leaf in the detail: content that is missing without such an entry has been tampered with.
 */
export async function eraseContent(tx: Transaction<Database>, leaf: number): Promise<boolean> {
  const nothing = {
    salt: null,
    actor: null,
    kind: null,
    purpose: null,
    person: null,
    request: null,
    detail: null,
  };
  const { numUpdatedRows } = await tx
    .updateTable('audit_entry')
    .set(nothing)
    .where('leaf', '=', leaf)
    .where('salt', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
