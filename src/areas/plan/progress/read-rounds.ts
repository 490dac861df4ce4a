import type { Reader } from '../../handler.ts';
import { noSuchRecord } from '../errors.ts';
import type { Report, ReportLine, Round } from './model.ts';

/** Rounds, newest first. */
export async function readRounds(reader: Reader, only?: string): Promise<Round[]> {
  const rows = await reader
    .selectFrom('plan_round')
    .selectAll()
    .$if(only !== undefined, (query) => query.where('id', '=', only!))
    .orderBy('period_to', 'desc')
    .execute();
  const reports = await reader
    .selectFrom('plan_report')
    .leftJoin('agency', 'agency.code', 'plan_report.agency')
    .select(['plan_report.round', 'plan_report.agency', 'plan_report.state', 'agency.name'])
    .orderBy('agency.name')
    .execute();
  return rows.map((row): Round => {
    const own = reports.filter(({ round }) => round === row.id);
    const count = (state: string) => own.filter((one) => one.state === state).length;
    return {
      round: row.id,
      cycle: row.cycle,
      title: row.title,
      from: row.period_from,
      to: row.period_to,
      openedAt: row.opened_at,
      dueOn: row.due_on,
      closedAt: row.closed_at,
      counts: {
        'not-submitted': count('not-submitted'),
        submitted: count('submitted'),
        'needs-clarification': count('needs-clarification'),
        accepted: count('accepted'),
      },
      reports: own.map(({ agency, name, state }) => ({ agency, name: name ?? agency, state })),
    };
  });
}

/** A counted and a reported figure differ when they are not the same to one decimal, which is how they are shown. */
export const figuresDiffer = (computed: number | null, reported: number | null): boolean =>
  computed !== null && reported !== null && Math.round(computed * 10) !== Math.round(reported * 10);

export async function readReport(reader: Reader, round: string, agency: string): Promise<Report> {
  const row = await reader
    .selectFrom('plan_report')
    .leftJoin('agency', 'agency.code', 'plan_report.agency')
    .selectAll('plan_report')
    .select('agency.name')
    .where('round', '=', round)
    .where('agency', '=', agency)
    .executeTakeFirst();
  if (!row) throw noSuchRecord.with({ what: 'report', id: `${round}/${agency}` });
  const lines = await reader
    .selectFrom('plan_report_line')
    .selectAll()
    .where('report', '=', row.id)
    .orderBy('kind', 'desc')
    .orderBy('ref')
    .execute();
  return {
    round,
    agency,
    name: row.name ?? agency,
    state: row.state,
    submittedAt: row.submitted_at,
    submittedBy: row.submitted_by,
    note: row.note,
    clarification: row.clarification,
    decidedAt: row.decided_at,
    lines: lines.map((line): ReportLine => {
      const computed = line.computed === null ? null : (JSON.parse(line.computed) as ReportLine['computed']);
      return {
        ref: line.ref,
        kind: line.kind,
        title: line.title,
        computed,
        reported: line.reported,
        differs: figuresDiffer(computed?.value ?? null, line.reported),
        explanation: line.explanation,
        wanted: computed === null,
      };
    }),
  };
}
