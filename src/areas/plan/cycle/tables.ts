import { integer, optional, type RowOf, table, text } from '../../../store/database.ts';
import type { Occasion } from './model.ts';

export const planPhase = table(
  'plan_phase',
  {
    id: text(),
    cycle: text(),
    phase: integer(),
    opened_at: text(),
    comments_until: text(),
    focus: text(),
    closed_at: optional(text()),
  },
  ['id'],
);

export const planVersion = table(
  'plan_version',
  {
    id: text(),
    cycle: text(),
    phase: optional(integer()),
    occasion: text<Occasion>(),
    title: text(),
    frozen_at: text(),
    hash: text(),
    content: text(),
  },
  ['id'],
);

export const planOrigin = table(
  'plan_origin',
  {
    id: text(),
    cycle: text(),
    item: text(),
    origin: text(),
    kind: text<'carried' | 'merged'>(),
    recorded_at: text(),
  },
  ['id'],
);

export const tables = [planPhase, planVersion, planOrigin];

declare module '../../../store/database.ts' {
  interface Database {
    plan_phase: RowOf<typeof planPhase>;
    plan_version: RowOf<typeof planVersion>;
    plan_origin: RowOf<typeof planOrigin>;
  }
}
