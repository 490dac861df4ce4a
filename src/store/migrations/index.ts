import { applyMigrations, type Migration } from '../apply-migrations.ts';
import type { Store } from '../database.ts';
import * as jobsAndOutbox from './0001-jobs-and-outbox.ts';
import * as catalog from './0002-catalog.ts';
import * as quality from './0003-quality.ts';
import * as agencies from './0004-agencies.ts';
import * as law from './0005-law.ts';
import * as plan from './0006-plan.ts';
import * as portal from './0007-portal.ts';
import * as audit from './0008-audit.ts';
import * as access from './0009-access.ts';
import * as protection from './0010-protection.ts';
import * as custody from './0011-custody.ts';
import * as disclosure from './0013-disclosure.ts';
import * as planCycle from './0014-plan-cycle.ts';
import * as mail from './0015-mail.ts';
import * as obstacles from './0024-obstacles.ts';
import * as accessPlans from './0034-access-plans.ts';
import * as rowViews from './0041-row-views.ts';
import * as harvestRuns from './0042-harvest-runs.ts';
import * as linkageReview from './0043-linkage-review.ts';
import * as linkageRuns from './0044-linkage-runs.ts';
import * as disclosureAudience from './0045-disclosure-audience.ts';
import * as planInventory from './0046-plan-inventory.ts';
import * as disclosureDelta from './0055-disclosure-delta.ts';
import * as linkageDefinitions from './0063-linkage-definitions.ts';
import * as planDuties from './0066-plan-duties.ts';
import * as boardAccounts from './0074-board-accounts.ts';

/**
 * Every change to the shape of the store, in order. To add one: write `NNNN-what-it-does.ts` here, exporting
 * `up(db: Kysely<never>)`, and put one line at the end of this list. A migration is never edited once released, never
 * imports live code, and only adds. Each runs once, in a transaction of its own, on both databases.
 *
 * Column types are the three of `tables.ts` and nothing else: `'text'`, `'integer'` (64 bits), `'real'` (double);
 * `addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())` matches `sequence()`.
 * Write `.notNull()` on every column that is not `optional`, and name every constraint and index after its table.
 */
export const migrations: readonly Migration[] = [
  { name: '0001-jobs-and-outbox', up: jobsAndOutbox.up },
  { name: '0002-catalog', up: catalog.up },
  { name: '0003-quality', up: quality.up },
  { name: '0004-agencies', up: agencies.up },
  { name: '0005-law', up: law.up },
  { name: '0006-plan', up: plan.up },
  { name: '0007-portal', up: portal.up },
  { name: '0008-audit', up: audit.up },
  { name: '0009-access', up: access.up },
  { name: '0010-protection', up: protection.up },
  { name: '0011-custody', up: custody.up },
  { name: '0013-disclosure', up: disclosure.up },
  { name: '0014-plan-cycle', up: planCycle.up },
  { name: '0015-mail', up: mail.up },
  { name: '0024-obstacles', up: obstacles.up },
  { name: '0034-access-plans', up: accessPlans.up },
  { name: '0041-row-views', up: rowViews.up },
  { name: '0042-harvest-runs', up: harvestRuns.up },
  { name: '0043-linkage-review', up: linkageReview.up },
  { name: '0044-linkage-runs', up: linkageRuns.up },
  { name: '0045-disclosure-audience', up: disclosureAudience.up },
  { name: '0046-plan-inventory', up: planInventory.up },
  { name: '0055-disclosure-delta', up: disclosureDelta.up },
  { name: '0063-linkage-definitions', up: linkageDefinitions.up },
  { name: '0066-plan-duties', up: planDuties.up },
  { name: '0074-board-accounts', up: boardAccounts.up },
];

/** Brings a store to this release's shape; see {@link applyMigrations}. */
export const migrate = (store: Store): Promise<string[]> => applyMigrations(store, migrations);
