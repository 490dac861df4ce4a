import { newId } from '../../../core/id.ts';
import { agenciesOn, readAgencyFacts } from '../../agencies/index.ts';
import { owesDuties } from '../../agencies/model.ts';
import type { Handler, Reader } from '../../handler.ts';
import { actorName } from '../actor-name.ts';
import { unfit } from '../errors.ts';
import { readCycle } from '../read-plan.ts';
import type { listConsultations, recordConsultation } from './contract.ts';
import type { Consultation } from './model.ts';
import { draftOnly } from './write-item.ts';

export async function readConsultations(
  reader: Reader,
  cycle: string,
  today: string,
): Promise<{ consultations: Consultation[]; missing: number }> {
  const rows = await reader
    .selectFrom('plan_consultation')
    .selectAll()
    .where('cycle', '=', cycle)
    .where('superseded_at', 'is', null)
    .execute();
  const consultations = agenciesOn(await readAgencyFacts(reader), today)
    .filter(({ coverage }) => owesDuties(coverage?.status))
    .map((agency): Consultation => {
      const row = rows.find((one) => one.agency === agency.code);
      return {
        agency: agency.code,
        name: agency.name,
        askedOn: row?.asked_on ?? null,
        outcome: row?.outcome ?? null,
        answeredOn: row?.answered_on ?? null,
        words: row?.words ?? null,
        recordedBy: row?.recorded_by ?? null,
      };
    });
  const settled = consultations.filter(({ outcome }) => outcome !== null && outcome !== 'asked').length;
  return { consultations, missing: consultations.length - settled };
}

export const listConsultationsHandler: Handler<typeof listConsultations> = async (context, { cycle }) => {
  await readCycle(context.store.read, cycle);
  return readConsultations(context.store.read, cycle, context.clock.today());
};

export const recordConsultationHandler: Handler<typeof recordConsultation> = async (context, input) =>
  context.store.write(async (tx) => {
    await draftOnly(tx, input.cycle);
    const today = context.clock.today();
    const { consultations } = await readConsultations(tx, input.cycle, today);
    const of = consultations.filter(({ agency }) => input.agency === undefined || agency === input.agency);
    if (of.length === 0)
      throw unfit.with({
        problems: [`${input.agency} owes no duties under the act on this day, so it is not in the log.`],
        fields: ['agency'],
      });
    const at = context.clock.now();
    for (const line of of) {
      // What is said of all agencies leaves those that have answered as they are, and asking again those asked.
      const settled = line.outcome === 'answered' || (input.outcome === 'asked' && line.outcome !== null);
      if (input.agency === undefined && settled) continue;
      await tx
        .updateTable('plan_consultation')
        .set({ superseded_at: at })
        .where('cycle', '=', input.cycle)
        .where('agency', '=', line.agency)
        .where('superseded_at', 'is', null)
        .execute();
      const on = input.on ?? today;
      await tx
        .insertInto('plan_consultation')
        .values({
          id: newId(context.random),
          cycle: input.cycle,
          agency: line.agency,
          asked_on: input.outcome === 'asked' ? on : (line.askedOn ?? on),
          outcome: input.outcome,
          answered_on: input.outcome === 'answered' ? on : null,
          words: input.words ?? null,
          recorded_by: actorName(context.actor),
          recorded_at: at,
        })
        .execute();
    }
    return readConsultations(tx, input.cycle, today);
  });
