import { integer, optional, type RowOf, table, text } from '../../../store/database.ts';
import type { Answer } from '../board/model.ts';
import type { ItResult } from './model.ts';

export const planItAction = table(
  'plan_it_action',
  {
    id: text(),
    number: integer(),
    agency: text(),
    kind: text<'purchase' | 'system' | 'contract'>(),
    title: text(),
    description: text(),
    opened_at: text(),
    closed_at: optional(text()),
  },
  ['id'],
);

export const planItCheck = table(
  'plan_it_check',
  {
    id: text(),
    action: text(),
    version: text(),
    answers: text(),
    result: text<ItResult>(),
    conditions: optional(text()),
    checked_by: text(),
    checked_at: text(),
  },
  ['id'],
);

export const planResponse = table(
  'plan_response',
  {
    id: text(),
    cycle: text(),
    item: text(),
    response: text<Answer>(),
    reason: text(),
    answered_by: text(),
    answered_on: text(),
    follow_up: optional(text()),
    follow_up_on: optional(text()),
    recorded_at: text(),
    superseded_at: optional(text()),
  },
  ['id'],
);

export const tables = [planItAction, planItCheck, planResponse];

declare module '../../../store/database.ts' {
  interface Database {
    plan_it_action: RowOf<typeof planItAction>;
    plan_it_check: RowOf<typeof planItCheck>;
    plan_response: RowOf<typeof planResponse>;
  }
}
