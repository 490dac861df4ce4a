import { endOfDay } from '../../../core/calendar-date.ts';
import { agenciesOn, readAgencyFacts } from '../../agencies/index.ts';
import { owesDuties } from '../../agencies/model.ts';
import type { Handler } from '../../handler.ts';
import type { listInventories } from './contract.ts';
import { inventoryDueOn } from './read-inventory.ts';

/** Who owes an inventory for a year and who has submitted it; those that have not come first. */
export const listInventoriesHandler: Handler<typeof listInventories> = async (context, input) => {
  const reader = context.store.read;
  const today = context.clock.today();
  const year = input.year ?? Number(today.slice(0, 4));
  const dueOn = await inventoryDueOn(reader, context, year);
  const sent = await reader
    .selectFrom('plan_inventory')
    .select(['agency', 'submitted_at', 'entries'])
    .where('year', '=', year)
    .where('reopened_at', 'is', null)
    .execute();
  const deadline = dueOn === null ? null : endOfDay(dueOn, context.clock.timeZone);
  const inventories = agenciesOn(await readAgencyFacts(reader), today)
    .filter(({ coverage }) => owesDuties(coverage?.status))
    .map(({ code, name, coverage }) => {
      const row = sent.find(({ agency }) => agency === code);
      return {
        agency: code,
        name,
        covered: coverage?.status === 'opted-in' ? ('by choice' as const) : ('by law' as const),
        submittedAt: row?.submitted_at ?? null,
        entries: row?.entries ?? null,
        late: deadline !== null && (row?.submitted_at ?? context.clock.now()) > deadline,
      };
    })
    .sort(
      (a, b) =>
        Number(a.submittedAt !== null) - Number(b.submittedAt !== null) || a.name.localeCompare(b.name),
    );
  return {
    year,
    dueOn,
    submitted: inventories.filter(({ submittedAt }) => submittedAt !== null).length,
    inventories,
  };
};
