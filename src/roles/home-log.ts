import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../areas/handler.ts';
import type { Clock } from '../core/clock.ts';
import { newId } from '../core/id.ts';
import { type AuditLog, openAuditLog } from '../store/audit-log/audit-log.ts';
import { loadSigningKey } from '../store/audit-log/signing-key.ts';
import type { Store } from '../store/database.ts';
import { logKeyUnusable } from '../store/errors.ts';
import { nameOf } from './log.ts';

/** The audit log of a home, signed with the home's own key; the first to open it makes the key and says so in the log. */
export async function openHomeLog(options: {
  readonly home: string;
  readonly store: Store;
  readonly clock: Clock;
  /** Id of the jurisdiction: the log's name begins with it. */
  readonly state: string;
  readonly log: Log;
  /** Whether this process gives entries their places; not in a process that does one job. */
  readonly sequence?: boolean;
}): Promise<AuditLog> {
  const { home, store, clock, state, log, sequence = true } = options;
  const file = auditKeyFile(home);
  // A new key would sign a new log over the old entries, and every witness would call it forged.
  if (!existsSync(file) && (await hasEntries(store)))
    throw logKeyUnusable.with({ why: 'it is missing, and the log has entries that it signed' });
  const key = await loadSigningKey(file, () => `charter-oak/${state}/${newId().slice(0, 8)}`);
  const audit = openAuditLog({
    store,
    clock,
    key,
    sequence,
    onError: (error) => log('the audit log could not be brought up to date', { error: nameOf(error) }),
  });
  if (sequence) await noteOpening(store, audit);
  return audit;
}

export const auditKeyFile = (home: string): string =>
  process.env['OAK_AUDIT_KEY_FILE'] ?? join(home, 'keys', 'audit-log.key');

const hasEntries = async (store: Store): Promise<boolean> =>
  (await store.read.selectFrom('audit_checkpoint').select('size').limit(1).executeTakeFirst()) !== undefined;

async function noteOpening(store: Store, audit: AuditLog): Promise<void> {
  if (await hasEntries(store)) return;
  await audit.appendNow({
    outcome: 'noted',
    operation: 'audit.open-log',
    actor: 'system',
    kind: 'system',
    detail: { verifier: audit.verifier },
  });
}
