import { newId } from '../../../core/id.ts';
import { agenciesOn, readAgencyFacts } from '../../agencies/index.ts';
import { owesDuties } from '../../agencies/model.ts';
import type { Context, Handler } from '../../handler.ts';
import type { Measure, MeasuredRecord } from '../../measure.ts';
import { illegalMove, unfit } from '../errors.ts';
import { figureOf } from '../figure-of.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import { readObjectives } from '../objective-row.ts';
import { scopesOn } from '../objective-scope.ts';
import { planTopics, tellOfPlan } from '../plan-news.ts';
import { readCycle } from '../read-plan.ts';
import { isReportedMeasure } from '../reported-measure.ts';
import { readTasks } from '../text/tasks.ts';
import type { openRound } from './contract.ts';
import { readRounds } from './read-rounds.ts';

interface Line {
  readonly ref: string;
  readonly kind: 'objective' | 'action';
  readonly title: string;
  readonly computed: string | null;
}

/** A report for each covered agency, with every figure that can be counted for it already there. */
export const openRoundHandler =
  (registry: MeasuresRegistry): Handler<typeof openRound> =>
  async (context, input) => {
    if (input.from > input.to || input.due_on < input.to)
      throw unfit.with({
        problems: ['The period must begin before it ends, and the reports are due after its end.'],
        fields: ['due_on'],
      });
    const { cycle } = await readCycle(context.store.read);
    const today = context.clock.today();
    const agencies = agenciesOn(await readAgencyFacts(context.store.read), today).filter(({ coverage }) =>
      owesDuties(coverage?.status),
    );
    const lines = await linesFor(
      context,
      registry,
      agencies.map(({ code }) => code),
    );
    return context.store.write(async (tx) => {
      const same = await tx
        .selectFrom('plan_round')
        .select('id')
        .where('cycle', '=', cycle)
        .where('period_to', '=', input.to)
        .executeTakeFirst();
      if (same) throw illegalMove.with({ move: 'open round', because: 'this period has one already' });
      const id = newId<'round'>(context.random);
      context.audit.about({ detail: { round: id } });
      await tx
        .insertInto('plan_round')
        .values({
          id,
          cycle,
          title: input.title,
          period_from: input.from,
          period_to: input.to,
          opened_at: context.clock.now(),
          due_on: input.due_on,
        })
        .execute();
      for (const { code } of agencies) {
        const report = newId<'report'>(context.random);
        await tx
          .insertInto('plan_report')
          .values({ id: report, round: id, agency: code, state: 'not-submitted' })
          .execute();
        const own = lines.get(code) ?? [];
        if (own.length > 0)
          await tx
            .insertInto('plan_report_line')
            .values(own.map((line) => ({ report, ...line })))
            .execute();
      }
      await tellOfPlan(
        tx,
        context,
        {
          once: `round ${id}`,
          kind: 'round-opened',
          title: `Progress reports of agencies: ${input.title}`,
          summary: `${agencies.length} agencies report by ${input.due_on}.`,
          href: '/plan/progress',
        },
        [planTopics.progress],
      );
      await context.emit(tx, 'plan-changed', { cycle });
      return (await readRounds(tx, id))[0]!;
    });
  };

async function linesFor(
  context: Context,
  registry: MeasuresRegistry,
  agencies: readonly string[],
): Promise<Map<string, Line[]>> {
  const lines = new Map<string, Line[]>(agencies.map((code) => [code, []]));
  const scopeOf = scopesOn({ read: context.store.read, clock: context.clock });
  for (const objective of await readObjectives(context.store.read)) {
    const measure = registry.get(objective.measure);
    const scope = await scopeOf(objective.scope);
    const records = measure ? await measure.records(context, scope) : undefined;
    const byAgency = Map.groupBy(records ?? [], ({ agency }) => agency ?? '');
    for (const code of agencies) {
      // What nothing can count is asked of those whose figure it is.
      const asked = isReportedMeasure(objective.measure) && (scope.agencies?.includes(code) ?? true);
      const own = byAgency.get(code) ?? [];
      if (own.length === 0 && !asked) continue;
      lines.get(code)!.push({
        ref: objective.objective,
        kind: 'objective',
        title: objective.title,
        computed: measure && own.length > 0 ? JSON.stringify(computedOf(measure, own)) : null,
      });
    }
  }
  for (const task of await readTasks(context.store.read, context.clock.today()))
    for (const code of task.kind === 'action' ? task.agencies : [])
      lines.get(code)?.push({
        ref: task.item,
        kind: 'action',
        title: task.words,
        computed: JSON.stringify({
          numerator: task.state === 'done' ? 1 : 0,
          denominator: 1,
          value: task.state === 'done' ? 100 : 0,
          words: task.state === 'done' ? `Done on ${task.doneOn}` : `Due ${task.due ?? 'without a date'}`,
        }),
      });
  return lines;
}

function computedOf({ kind, unit, record }: Measure, records: readonly MeasuredRecord[]) {
  const figure = figureOf(kind, records);
  const { numerator, denominator, value } = figure;
  const counted = `${numerator} of ${denominator} ${denominator === 1 ? record.one : record.many}`;
  return { ...figure, words: kind === 'median' && value !== null ? `${value} ${unit}; ${counted}` : counted };
}
