import { optional, type RowOf, table, text } from '../../../store/database.ts';
import type { SuggestionKind } from './model.ts';

export const planSuggestion = table(
  'plan_suggestion',
  {
    id: text(),
    cycle: text(),
    item: optional(text()),
    kind: text<SuggestionKind>(),
    revision: optional(text()),
    proposal: text(),
    reason: text(),
    author: text(),
    agency: optional(text()),
    made_at: text(),
    state: text<'open' | 'accepted' | 'declined' | 'withdrawn'>(),
    decided_by: optional(text()),
    decided_at: optional(text()),
    decision: optional(text()),
  },
  ['id'],
);

export const planConsultation = table(
  'plan_consultation',
  {
    id: text(),
    cycle: text(),
    agency: text(),
    asked_on: text(),
    outcome: text<'asked' | 'answered' | 'no-response'>(),
    answered_on: optional(text()),
    words: optional(text()),
    recorded_by: text(),
    recorded_at: text(),
    superseded_at: optional(text()),
  },
  ['id'],
);

export const planDone = table(
  'plan_done',
  {
    id: text(),
    cycle: text(),
    item: text(),
    state: text<'started' | 'done'>(),
    on_date: text(),
    evidence: text(),
    by_whom: text(),
    recorded_at: text(),
    superseded_at: optional(text()),
  },
  ['id'],
);

export const tables = [planSuggestion, planConsultation, planDone];

declare module '../../../store/database.ts' {
  interface Database {
    plan_suggestion: RowOf<typeof planSuggestion>;
    plan_consultation: RowOf<typeof planConsultation>;
    plan_done: RowOf<typeof planDone>;
  }
}
