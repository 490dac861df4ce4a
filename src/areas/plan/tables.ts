import { integer, optional, type RowOf, real, table, text } from '../../store/database.ts';
import { tables as accessPlanTables } from './access-plan/tables.ts';
import { tables as boardTables } from './board/tables.ts';
import { tables as commentTables } from './comments/tables.ts';
import { tables as complianceTables } from './compliance/tables.ts';
import { tables as cycleTables } from './cycle/tables.ts';
import { tables as dutyTables } from './duties/tables.ts';
import { tables as inventoryTables } from './inventory/tables.ts';
import type { ItemKind } from './model.ts';
import { tables as progressTables } from './progress/tables.ts';
import { tables as textTables } from './text/tables.ts';

/** One row a plan; the words of its items are dated by when they were taken over. */
export const planCycle = table(
  'plan_cycle',
  {
    id: text(),
    title: text(),
    words: text(),
    /** Empty until it is adopted. */
    adopted_on: text(),
    adopted_example: integer(),
    next_due: text(),
    loaded_at: text(),
    /** First day of drafting; null when it was taken over as it was in force. */
    opened_on: optional(text()),
    based_on: optional(text()),
  },
  ['id'],
);

export const planItem = table(
  'plan_item',
  {
    id: text(),
    cycle: text(),
    item: text(),
    kind: text<ItemKind>(),
    /** Place among its kind, from 0. */
    position: integer(),
    number: optional(integer()),
    name: optional(text()),
    words: text(),
    heading: optional(text()),
    clause: optional(text()),
    recorded_at: text(),
    superseded_at: optional(text()),
    /** What it stands under: the principle of an action, the focal point of a step. */
    parent: optional(text()),
    /** JSON of `itemDetails`. */
    details: optional(text()),
    changed_by: optional(text()),
  },
  ['id'],
);

export const planObjective = table(
  'plan_objective',
  {
    id: text(),
    cycle: text(),
    objective: text(),
    position: integer(),
    goal: text(),
    title: text(),
    measure: text(),
    /** JSON: scope of the measure, principles, baseline (or null) and target. */
    scope: text(),
    principles: text(),
    baseline: optional(text()),
    target: text(),
    horizon: text<'short' | 'long'>(),
    next_check: optional(text()),
    owner: text(),
    example: integer(),
    recorded_at: text(),
    superseded_at: optional(text()),
  },
  ['id'],
);

/** Measured values: only ever added. Of several on one day the one known last is that day's. */
export const planValue = table(
  'plan_value',
  {
    id: text(),
    objective: text(),
    measure: text(),
    measured_on: text(),
    known_at: text(),
    value: optional(real()),
    numerator: optional(integer()),
    denominator: optional(integer()),
    reason: optional(text()),
  },
  ['id'],
);

export const tables = [
  planCycle,
  planItem,
  planObjective,
  planValue,
  ...cycleTables,
  ...textTables,
  ...commentTables,
  ...boardTables,
  ...progressTables,
  ...dutyTables,
  ...complianceTables,
  ...accessPlanTables,
  ...inventoryTables,
];

declare module '../../store/database.ts' {
  interface Database {
    plan_cycle: RowOf<typeof planCycle>;
    plan_item: RowOf<typeof planItem>;
    plan_objective: RowOf<typeof planObjective>;
    plan_value: RowOf<typeof planValue>;
  }
}
