import { z } from 'zod';
import { endOfDay } from '../../../core/calendar-date.ts';
import { agenciesOn, readAgencyFacts } from '../../agencies/index.ts';
import { owesDuties } from '../../agencies/model.ts';
import { inventoryAssets } from '../../catalog/index.ts';
import type { Context, Reader } from '../../handler.ts';
import { dutiesDue } from '../../law/index.ts';
import { noSuchRecord } from '../errors.ts';
import { type InventoryEntry, type InventoryYear, inventoryEntry, missingOf } from './model.ts';

/** The name under which the law's records say when a year's inventory is due. */
const inventoryDuty = 'inventory';

/** The day by which the law wants the inventory of a year; null where it wants none. */
export async function inventoryDueOn(
  reader: Reader,
  context: Pick<Context, 'clock'>,
  year: number,
): Promise<string | null> {
  const due = await dutiesDue(reader, context, { from: `${year}-01-01`, to: `${year}-12-31` });
  return due.find(({ duty }) => duty === inventoryDuty)?.due ?? null;
}

/** What was submitted for a year and stands. */
export const submissionOf = (reader: Reader, agency: string, year: number) =>
  reader
    .selectFrom('plan_inventory')
    .selectAll()
    .where('agency', '=', agency)
    .where('year', '=', year)
    .where('reopened_at', 'is', null)
    .executeTakeFirst();

const entriesOf = (content: string): InventoryEntry[] => z.array(inventoryEntry).parse(JSON.parse(content));

/** The inventory of the newest year submitted before this one: what is carried forward. */
async function earlier(reader: Reader, agency: string, year: number) {
  const row = await reader
    .selectFrom('plan_inventory')
    .select(['year', 'content'])
    .where('agency', '=', agency)
    .where('year', '<', year)
    .where('reopened_at', 'is', null)
    .orderBy('year', 'desc')
    .executeTakeFirst();
  return row === undefined ? undefined : { year: row.year, entries: entriesOf(row.content) };
}

/**
 * An agency's inventory of a year: as submitted, else as the record of its assets stands now, beside the year before. An
 * asset belongs to it when it has a reason of high value, or had one the year before. Throws `plan.no-such-record`.
 */
export async function readInventoryYear(
  reader: Reader,
  context: Pick<Context, 'clock'>,
  agency: string,
  year: number,
): Promise<InventoryYear> {
  const known = agenciesOn(await readAgencyFacts(reader), context.clock.today()).find(
    ({ code }) => code === agency,
  );
  if (known === undefined) throw noSuchRecord.with({ what: 'agency', id: agency });
  const [sent, before] = await Promise.all([
    submissionOf(reader, agency, year),
    earlier(reader, agency, year),
  ]);
  const assets = sent ? [] : await inventoryAssets(reader, agency);
  const was = new Map(before?.entries.map((entry) => [entry.dataset, entry]));
  const now: InventoryEntry[] = sent
    ? entriesOf(sent.content)
    : assets
        .map(({ dataset, custody, fields }) => ({
          dataset: dataset.publicId,
          title: dataset.title,
          reasons: custody.reasons,
          determinedBy: custody.determined_by,
          access: custody.access_level,
          ground: custody.access_ground,
          owner: dataset.owner,
          format: custody.format,
          frequency: dataset.cadence,
          fields,
        }))
        .filter(({ dataset, reasons }) => reasons.length > 0 || was.has(dataset));
  const lines = now.map((entry) => {
    const then = was.get(entry.dataset);
    return {
      ...entry,
      missing: missingOf(entry),
      since:
        then === undefined
          ? ('new' as const)
          : JSON.stringify(then) === JSON.stringify(entry)
            ? ('carried' as const)
            : ('changed' as const),
    };
  });
  const dueOn = owesDuties(known.coverage?.status) ? await inventoryDueOn(reader, context, year) : null;
  const deadline = dueOn === null ? null : endOfDay(dueOn, context.clock.timeZone);
  return {
    agency,
    year,
    dueOn,
    state: sent ? 'submitted' : 'open',
    submittedAt: sent?.submitted_at ?? null,
    submittedBy: sent?.submitted_by ?? null,
    hash: sent?.hash ?? null,
    nothingHeld: sent?.nothing_held ?? null,
    late: deadline !== null && (sent?.submitted_at ?? context.clock.now()) > deadline,
    from: before?.year ?? null,
    entries: lines,
    dropped: (before?.entries ?? [])
      .filter(({ dataset }) => !now.some((entry) => entry.dataset === dataset))
      .map(({ dataset, title }) => ({ dataset, title })),
    others: assets
      .filter(({ dataset }) => !now.some((entry) => entry.dataset === dataset.publicId))
      .map(({ dataset }) => ({ dataset: dataset.publicId, title: dataset.title })),
    complete: lines.filter(({ missing }) => missing.length === 0).length,
  };
}
