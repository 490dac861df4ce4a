import { addDays } from '../../core/calendar-date.ts';
import { newId } from '../../core/id.ts';
import type { Handler } from '../handler.ts';
import { inForce, readAgencyFacts } from './agency-facts.ts';
import type { recordNotice as op } from './contract.ts';
import { coveredByLaw, noSuchAgency, nothingToWithdraw } from './errors.ts';

/**
 * A body that the act does not bind gives written notice that it complies by choice, or that it no longer will. Its duties
 * begin, or end, with the day that the notice names; what was so before stays on record.
 */
export const recordNotice: Handler<typeof op> = (context, input) =>
  context.store.write(async (tx) => {
    const { agency, from } = input;
    const at = context.clock.now();
    const known = (await readAgencyFacts(tx, { agency })).agencies.length > 0;
    if (!known && (input.name === undefined || input.notice === 'withdraw'))
      throw noSuchAgency.with({ agency });
    if (!known)
      await tx
        .insertInto('agency')
        .values({
          code: agency,
          name: input.name!,
          kind: input.kind,
          head: input.head ?? null,
          head_contact: input.head_contact ?? null,
        })
        .execute();
    const rows = await tx
      .selectFrom('agency_coverage')
      .selectAll()
      .where('agency', '=', agency)
      .where('superseded_at', 'is', null)
      .execute();
    const holds = rows.filter((row) => inForce({ from: row.valid_from, to: row.valid_to }, from));
    if (holds.some(({ status }) => status === 'covered')) throw coveredByLaw.with({ agency });
    const complies = holds.find(({ status }) => status === 'opted-in');
    if (input.notice === 'withdraw' && complies === undefined) throw nothingToWithdraw.with({ agency, from });
    // Everything from that day on is what the notice says; what held before ends the day before.
    for (const row of rows.filter(({ valid_to }) => valid_to === null || valid_to >= from)) {
      await tx
        .updateTable('agency_coverage')
        .set({ superseded_at: at, superseded_by: 'hand' })
        .where('id', '=', row.id)
        .execute();
      if (row.valid_from === null || row.valid_from < from)
        await tx
          .insertInto('agency_coverage')
          .values({
            ...row,
            id: newId(context.random),
            valid_to: addDays(from, -1),
            recorded_at: at,
            superseded_at: null,
            superseded_by: null,
            origin: 'hand',
          })
          .execute();
    }
    const received = `Written notice of ${input.dated}${input.words ? `: ${input.words}` : ''}`;
    await tx
      .insertInto('agency_coverage')
      .values({
        id: newId(context.random),
        agency,
        status: input.notice === 'comply' ? 'opted-in' : 'not-covered',
        clause: complies?.clause ?? input.clause ?? null,
        source: null,
        standing: 'read',
        note: received,
        valid_from: from,
        valid_to: null,
        recorded_at: at,
        origin: 'hand',
      })
      .execute();
    await context.emit(tx, 'agencies-changed', { agencies: [agency] });
    const after = await readAgencyFacts(tx, { agency });
    return { agency, coverages: after.coverages.map(({ agency: _, ...coverage }) => coverage) };
  });
