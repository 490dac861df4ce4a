import type { Audit } from '../src/areas/handler.ts';
import { type Asker, auditOf } from '../src/audited.ts';
import type { Clock } from '../src/core/clock.ts';
import { type AuditLog, openAuditLog } from '../src/store/audit-log/audit-log.ts';
import { newNoteKey } from '../src/store/audit-log/signing-key.ts';
import type { Store } from '../src/store/database.ts';

/** The log of a test's store, under a key of its own. Nothing enters the tree until `settle` is asked. */
export const openTestLog = (store: Store, clock: Clock): AuditLog =>
  openAuditLog({ store, clock, key: newNoteKey('elmland-test') });

/** What a handler under test is handed as `context.audit`. */
export const testAudit = (store: Store, clock: Clock, asker: Asker, log = openTestLog(store, clock)): Audit =>
  auditOf(log, store, asker, 'test.call').audit;
