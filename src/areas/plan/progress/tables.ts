import { integer, optional, type RowOf, real, table, text } from '../../../store/database.ts';
import type { ReportState } from './model.ts';

export const planRound = table(
  'plan_round',
  {
    id: text(),
    cycle: text(),
    title: text(),
    period_from: text(),
    period_to: text(),
    opened_at: text(),
    due_on: text(),
    closed_at: optional(text()),
  },
  ['id'],
);

export const planReport = table(
  'plan_report',
  {
    id: text(),
    round: text(),
    agency: text(),
    state: text<ReportState>(),
    submitted_at: optional(text()),
    submitted_by: optional(text()),
    note: optional(text()),
    clarification: optional(text()),
    decided_at: optional(text()),
    decided_by: optional(text()),
  },
  ['id'],
);

export const planReportLine = table(
  'plan_report_line',
  {
    report: text(),
    ref: text(),
    kind: text<'objective' | 'action'>(),
    title: text(),
    computed: optional(text()),
    reported: optional(real()),
    explanation: optional(text()),
  },
  ['report', 'ref'],
);

export const planReported = table(
  'plan_reported',
  {
    id: text(),
    objective: text(),
    agency: optional(text()),
    measured_on: text(),
    value: real(),
    source: text(),
    reported_by: text(),
    example: integer(),
    recorded_at: text(),
    superseded_at: optional(text()),
  },
  ['id'],
);

export const tables = [planRound, planReport, planReportLine, planReported];

declare module '../../../store/database.ts' {
  interface Database {
    plan_round: RowOf<typeof planRound>;
    plan_report: RowOf<typeof planReport>;
    plan_report_line: RowOf<typeof planReportLine>;
    plan_reported: RowOf<typeof planReported>;
  }
}
