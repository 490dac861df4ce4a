import { endOfDay } from '../../../core/calendar-date.ts';
import { newId } from '../../../core/id.ts';
import type { Context, Handler, Tx } from '../../handler.ts';
import { dutiesDue, startClock } from '../../law/index.ts';
import { clockBehind, cycleClosed, illegalMove, notReady, unfit } from '../errors.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import { tellOfVersion } from '../plan-news.ts';
import { readCycle } from '../read-plan.ts';
import type { adoptPlan, closePhase, deliverDraft, openCycle, openPhase } from './contract.ts';
import { closingProblems, viewCycle } from './cycle-view.ts';
import { freezeVersion } from './freeze-version.ts';
import { focusOf, lastPhase } from './model.ts';
import { readDraftingCycle, readPhases } from './read-phases.ts';
import { adoptionProblems } from './readiness.ts';

/** The words of the plan in force become those of the next draft, each under the id it has always had. */
export const openCycleHandler =
  (registry: MeasuresRegistry): Handler<typeof openCycle> =>
  async (context, input) => {
    const today = context.clock.today();
    return context.store.write(async (tx) => {
      const drafting = await readDraftingCycle(tx);
      if (drafting !== undefined)
        throw illegalMove.with({ move: 'open cycle', because: `${drafting} is being drafted` });
      const source = await readCycle(tx);
      const known = await tx
        .selectFrom('plan_cycle')
        .select('id')
        .where('id', '=', input.cycle)
        .executeTakeFirst();
      if (known) throw illegalMove.with({ move: 'open cycle', because: `${input.cycle} exists already` });
      const at = context.clock.now();
      await tx
        .insertInto('plan_cycle')
        .values({
          id: input.cycle,
          title: input.title,
          words: source.words,
          adopted_on: '',
          adopted_example: 0,
          next_due: input.due ?? source.nextDue,
          loaded_at: at,
          opened_on: today,
          based_on: source.cycle,
        })
        .execute();
      await carryOver(tx, context, source.cycle, input.cycle, at);
      return viewCycle(tx, context, registry, input.cycle);
    });
  };

async function carryOver(tx: Tx, context: Context, from: string, to: string, at: string): Promise<void> {
  const id = () => newId(context.random);
  const items = await tx
    .selectFrom('plan_item')
    .selectAll()
    .where('cycle', '=', from)
    .where('superseded_at', 'is', null)
    .execute();
  for (const row of items) {
    await tx
      .insertInto('plan_item')
      .values({ ...row, id: id(), cycle: to, recorded_at: at })
      .execute();
    await tx
      .insertInto('plan_origin')
      .values({ id: id(), cycle: to, item: row.item, origin: row.item, kind: 'carried', recorded_at: at })
      .execute();
  }
  const objectives = await tx
    .selectFrom('plan_objective')
    .selectAll()
    .where('cycle', '=', from)
    .where('superseded_at', 'is', null)
    .execute();
  for (const row of objectives)
    await tx
      .insertInto('plan_objective')
      .values({ ...row, id: id(), cycle: to, recorded_at: at })
      .execute();
}

/** The clock of a machine may be wrong; a step is never recorded before the one that came before it. */
async function refuseEarlier(tx: Tx, context: Context, cycle: string): Promise<void> {
  const last = await tx
    .selectFrom('plan_version')
    .select(({ fn }) => fn.max('frozen_at').as('at'))
    .where('cycle', '=', cycle)
    .executeTakeFirst();
  if (last?.at && context.clock.now() < last.at) throw clockBehind.with({ last: last.at });
}

async function draftOnly(tx: Tx, cycle: string): Promise<void> {
  if ((await readCycle(tx, cycle)).adopted !== null) throw cycleClosed.with({ cycle });
}

export const openPhaseHandler =
  (registry: MeasuresRegistry): Handler<typeof openPhase> =>
  async (context, { cycle, phase, comments_until, focus }) =>
    context.store.write(async (tx) => {
      await draftOnly(tx, cycle);
      await refuseEarlier(tx, context, cycle);
      const phases = await readPhases(tx, cycle, context.clock.now());
      const refuse = (because: string) => illegalMove.with({ move: `open phase ${phase}`, because });
      if (phases[phase - 1]!.state !== 'planned') throw refuse(`it was opened already`);
      const before = phases.slice(0, phase - 1).find(({ state }) => state !== 'closed');
      if (before)
        throw refuse(`phase ${before.phase} is ${before.state === 'open' ? 'still open' : 'not done'}`);
      if (comments_until < context.clock.today())
        throw unfit.with({
          problems: ['The last day for comments lies in the past. Give a day from today on.'],
          fields: ['comments_until'],
        });
      const row = {
        id: newId(context.random),
        cycle,
        phase,
        opened_at: context.clock.now(),
        comments_until: endOfDay(comments_until, context.clock.timeZone),
        focus: JSON.stringify(focus ?? focusOf[phase] ?? []),
      };
      await tx.insertInto('plan_phase').values(row).execute();
      await tellOfVersion(tx, context, await freezeVersion(tx, context.clock, cycle, 'opened', phase));
      return viewCycle(tx, context, registry, cycle);
    });

export const closePhaseHandler =
  (registry: MeasuresRegistry): Handler<typeof closePhase> =>
  async (context, { cycle, phase }) =>
    context.store.write(async (tx) => {
      await draftOnly(tx, cycle);
      await refuseEarlier(tx, context, cycle);
      const found = (await readPhases(tx, cycle, context.clock.now()))[phase - 1];
      const refuse = (because: string) => illegalMove.with({ move: `close phase ${phase}`, because });
      if (found?.state !== 'open') throw refuse('it is not open');
      const delivered = await tx
        .selectFrom('plan_version')
        .select('id')
        .where('cycle', '=', cycle)
        .where('occasion', '=', 'delivered')
        .executeTakeFirst();
      if (phase === lastPhase && !delivered) throw refuse('the draft has not been handed to the board');
      const problems = await closingProblems(tx, context, registry, cycle, phase, found.commentsUntil!);
      if (problems.length > 0) throw notReady.with({ move: `close phase ${phase}`, problems });
      await tx
        .updateTable('plan_phase')
        .set({ closed_at: context.clock.now() })
        .where('cycle', '=', cycle)
        .where('phase', '=', phase)
        .execute();
      await tellOfVersion(tx, context, await freezeVersion(tx, context.clock, cycle, 'closed', phase));
      return viewCycle(tx, context, registry, cycle);
    });

/** The name under which the law's records wait for it: see the duties of a state's law files. */
const draftReceived = 'draft-received';

export const deliverDraftHandler =
  (registry: MeasuresRegistry): Handler<typeof deliverDraft> =>
  async (context, { cycle }) =>
    context.store.write(async (tx) => {
      await draftOnly(tx, cycle);
      await refuseEarlier(tx, context, cycle);
      const phases = await readPhases(tx, cycle, context.clock.now());
      const refuse = (because: string) => illegalMove.with({ move: 'deliver draft', because });
      if (phases[lastPhase - 1]!.state !== 'open') throw refuse(`phase ${lastPhase} is not open`);
      const known = await tx
        .selectFrom('plan_version')
        .select('id')
        .where('cycle', '=', cycle)
        .where('occasion', '=', 'delivered')
        .executeTakeFirst();
      if (known) throw refuse('the board has it already');
      await tellOfVersion(tx, context, await freezeVersion(tx, context.clock, cycle, 'delivered', null));
      await startClock(tx, context.clock, draftReceived, context.clock.today());
      return viewCycle(tx, context, registry, cycle);
    });

export const adoptHandler =
  (registry: MeasuresRegistry): Handler<typeof adoptPlan> =>
  async (context, { cycle, example }) =>
    context.store.write(async (tx) => {
      await draftOnly(tx, cycle);
      await refuseEarlier(tx, context, cycle);
      const phases = await readPhases(tx, cycle, context.clock.now());
      const open = phases.find(({ state }) => state !== 'closed');
      if (open)
        throw illegalMove.with({
          move: 'adopt',
          because: `phase ${open.phase} is ${open.state === 'open' ? 'still open' : 'not done'}`,
        });
      const problems = await adoptionProblems(tx, context, cycle);
      if (problems.length > 0) throw notReady.with({ move: 'adopt the plan', problems });
      const today = context.clock.today();
      // The next one falls due when the law says: the first date more than a year away, for this plan fulfils any before.
      const from = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
      const later = await dutiesDue(tx, context, { from, to: `${Number(from.slice(0, 4)) + 4}-12-31` });
      const known = await readCycle(tx, cycle);
      const next = later.find(({ duty, due }) => duty === 'plan-final' && due !== null)?.due ?? known.nextDue;
      await tx
        .updateTable('plan_cycle')
        .set({ adopted_on: today, adopted_example: example ? 1 : 0, next_due: next })
        .where('id', '=', cycle)
        .execute();
      await tellOfVersion(tx, context, await freezeVersion(tx, context.clock, cycle, 'adopted', null));
      await context.emit(tx, 'plan-changed', { cycle });
      return viewCycle(tx, context, registry, cycle);
    });
