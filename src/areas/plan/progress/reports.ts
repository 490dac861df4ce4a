import { newId } from '../../../core/id.ts';
import type { Handler } from '../../handler.ts';
import { actorName } from '../actor-name.ts';
import { illegalMove, noSuchObjective, unfit } from '../errors.ts';
import { planTopics, tellOfPlan } from '../plan-news.ts';
import type { listRounds, reportValue, reviewReport, showReport, submitReport } from './contract.ts';
import type { ReportLine } from './model.ts';
import { figuresDiffer, readReport, readRounds } from './read-rounds.ts';

export const listRoundsHandler: Handler<typeof listRounds> = async ({ store }) => ({
  rounds: await readRounds(store.read),
});

export const showReportHandler: Handler<typeof showReport> = async ({ store }, { round, agency }) =>
  readReport(store.read, round, agency);

/** What was counted needs no typing; what was not must be said, and a difference explained. */
export const submitReportHandler: Handler<typeof submitReport> = async (context, input) =>
  context.store.write(async (tx) => {
    const known = await readReport(tx, input.round, input.agency);
    if (known.state === 'accepted')
      throw illegalMove.with({ move: 'submit', because: 'the report is accepted' });
    const given = new Map(input.lines.map((line) => [line.ref, line]));
    const problems = known.lines.flatMap((line): [string, string][] => {
      const { reported, explanation } = asItWillStand(line, given.get(line.ref));
      if (line.wanted && reported === null && !explanation)
        return [[`line-${line.ref}`, `Give a figure for "${line.title}", or say why there is none.`]];
      if (figuresDiffer(line.computed?.value ?? null, reported) && !explanation)
        return [[`line-${line.ref}`, `Say why "${line.title}" differs from what was counted.`]];
      return [];
    });
    const stranger = input.lines.find(({ ref }) => !known.lines.some((line) => line.ref === ref));
    if (stranger) problems.push(['lines', `${stranger.ref} is not a line of this report.`]);
    if (problems.length > 0)
      throw unfit.with({
        problems: problems.map(([, message]) => message),
        fields: problems.map(([field]) => field),
      });
    const { id } = await tx
      .selectFrom('plan_report')
      .select('id')
      .where('round', '=', input.round)
      .where('agency', '=', input.agency)
      .executeTakeFirstOrThrow();
    for (const line of known.lines)
      await tx
        .updateTable('plan_report_line')
        .set(asItWillStand(line, given.get(line.ref)))
        .where('report', '=', id)
        .where('ref', '=', line.ref)
        .execute();
    await tx
      .updateTable('plan_report')
      .set({
        state: 'submitted',
        submitted_at: context.clock.now(),
        submitted_by: actorName(context.actor),
        note: input.note === undefined ? known.note : input.note || null,
      })
      .where('id', '=', id)
      .execute();
    return readReport(tx, input.round, input.agency);
  });

/** A line with what is sent now: what is left out stays as it was sent before, and what is sent empty is taken away. */
const asItWillStand = (
  line: Pick<ReportLine, 'reported' | 'explanation'>,
  said?: { readonly reported?: number | null | undefined; readonly explanation?: string | undefined },
) => ({
  reported: said?.reported === undefined ? line.reported : said.reported,
  explanation: said?.explanation === undefined ? line.explanation : said.explanation || null,
});

/** The office decides about the report that it has read, not about one that came meanwhile. */
export const reviewReportHandler: Handler<typeof reviewReport> = async (context, input) =>
  context.store.write(async (tx) => {
    const known = await readReport(tx, input.round, input.agency);
    if (known.state !== 'submitted')
      throw illegalMove.with({
        move: input.decision,
        because: known.state === 'accepted' ? 'the report is accepted' : 'the agency has not submitted it',
      });
    if (input.read !== undefined && input.read !== known.submittedAt)
      throw illegalMove.with({
        move: input.decision,
        because: 'the agency has sent it again since you read it; look at the figures as they are now',
      });
    if (input.decision === 'clarify' && input.clarification === '')
      throw unfit.with({ problems: ['Say what the agency should make clear.'], fields: ['clarification'] });
    await tx
      .updateTable('plan_report')
      .set({
        state: input.decision === 'accept' ? 'accepted' : 'needs-clarification',
        clarification: input.clarification || null,
        decided_at: context.clock.now(),
        decided_by: actorName(context.actor),
      })
      .where('round', '=', input.round)
      .where('agency', '=', input.agency)
      .execute();
    if (input.decision === 'accept')
      await tellOfPlan(
        tx,
        context,
        {
          once: `report ${input.round} ${input.agency} ${context.clock.now()}`,
          kind: 'report-accepted',
          title: `${input.agency}: progress report accepted`,
          summary: 'What it says can be read.',
          href: `/plan/progress/${input.round}/${input.agency}`,
        },
        [`agency:${input.agency}`, planTopics.progress],
      );
    await context.emit(tx, 'plan-changed', { cycle: input.round });
    return readReport(tx, input.round, input.agency);
  });

/** A reported figure never replaces a counted one. A later report of the same day supersedes the one before. */
export const reportValueHandler: Handler<typeof reportValue> = async (context, input) =>
  context.store.write(async (tx) => {
    const row = await tx
      .selectFrom('plan_objective')
      .select('objective')
      .where('objective', '=', input.objective)
      .where('superseded_at', 'is', null)
      .executeTakeFirst();
    if (!row) throw noSuchObjective.with({ objective: input.objective });
    const { kind, roles } = context.actor;
    if (input.agency === undefined && kind === 'person' && !roles?.some(({ role }) => role === 'office'))
      throw unfit.with({
        problems: ['Name the agency whose figure it is: that of the whole state is the office’s to give.'],
        fields: ['agency'],
      });
    const on = input.on ?? context.clock.today();
    if (on > context.clock.today())
      throw unfit.with({ problems: ['The day of the figure lies in the future.'], fields: ['on'] });
    const now = context.clock.now();
    await tx
      .updateTable('plan_reported')
      .set({ superseded_at: now })
      .where('objective', '=', input.objective)
      .where('measured_on', '=', on)
      .where('agency', input.agency === undefined ? 'is' : '=', input.agency ?? null)
      .where('superseded_at', 'is', null)
      .execute();
    await tx
      .insertInto('plan_reported')
      .values({
        id: newId(context.random),
        objective: input.objective,
        agency: input.agency ?? null,
        measured_on: on,
        value: input.value,
        source: input.source,
        reported_by: actorName(context.actor),
        example: input.example ? 1 : 0,
        recorded_at: now,
      })
      .execute();
    const counted = await tx
      .selectFrom('plan_value')
      .select('value')
      .where('objective', '=', input.objective)
      .where('measured_on', '<=', on)
      .orderBy('measured_on', 'desc')
      .orderBy('known_at', 'desc')
      .executeTakeFirst();
    await context.emit(tx, 'plan-changed', { cycle: input.objective });
    return {
      objective: input.objective,
      on,
      value: input.value,
      differs: figuresDiffer(counted?.value ?? null, input.value),
    };
  });
