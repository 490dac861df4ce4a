/** The yearly inventory of high value data: the record of an agency's assets carried forward, checked, and frozen a year. */
import { createHash } from 'node:crypto';
import { newId } from '../../../core/id.ts';
import type { HandlersOf } from '../../handler.ts';
import { actorName } from '../actor-name.ts';
import { csvAnswer } from '../csv-answer.ts';
import { illegalMove, notReady } from '../errors.ts';
import { planTopics, tellOfPlan } from '../plan-news.ts';
import type { operations } from './contract.ts';
import { listInventoriesHandler } from './list-inventories.ts';
import type { InventoryLine } from './model.ts';
import { readInventoryYear, submissionOf } from './read-inventory.ts';

const head = [
  'id',
  'title',
  'reasons',
  'determined_by',
  'access',
  'ground',
  'owner',
  'format',
  'frequency',
  'fields_described',
  'missing',
  'since',
];

/** What is frozen: the entry itself, without what was said of it beside another year. */
const frozen = ({ missing: _, since: __, ...entry }: InventoryLine) => entry;

export const handlers: HandlersOf<typeof operations> = {
  'list-inventories': listInventoriesHandler,
  'show-inventory-year': (context, { agency, year }) =>
    readInventoryYear(context.store.read, context, agency, year),
  'download-inventory-year': async (context, { agency, year }) => {
    const { entries, state } = await readInventoryYear(context.store.read, context, agency, year);
    return csvAnswer(
      `inventory-${agency.toLowerCase()}-${year}-${state}`,
      head,
      entries.map((one) => [
        one.dataset,
        one.title,
        one.reasons.join(' '),
        one.determinedBy,
        one.access,
        one.ground,
        one.owner,
        one.format,
        one.frequency,
        one.fields,
        one.missing.join('; '),
        one.since,
      ]),
    );
  },
  'submit-inventory': (context, { agency, year, nothing_held }) =>
    context.store.write(async (tx) => {
      const now = await readInventoryYear(tx, context, agency, year);
      const refuse = (because: string) =>
        illegalMove.with({ move: `submit the inventory of ${year}`, because });
      if (now.state === 'submitted') throw refuse('it was submitted and is frozen');
      if (year > Number(context.clock.today().slice(0, 4))) throw refuse('that year has not begun');
      const later = await tx
        .selectFrom('plan_inventory')
        .select('year')
        .where('agency', '=', agency)
        .where('year', '>', year)
        .where('reopened_at', 'is', null)
        .executeTakeFirst();
      if (later !== undefined) throw refuse(`the inventory of ${later.year} was submitted already`);
      const empty = now.entries.length === 0;
      if (empty && !nothing_held)
        throw notReady.with({
          move: `submit the inventory of ${year}`,
          problems: ['No asset is of high value. Name those that are, or say why the agency holds none.'],
        });
      const problems = now.entries
        .filter(({ missing }) => missing.length > 0)
        .map(({ title, missing }) => `${title} lacks ${missing.join(', ')}.`);
      if (problems.length > 0) throw notReady.with({ move: `submit the inventory of ${year}`, problems });
      const content = JSON.stringify(now.entries.map(frozen));
      const nothingHeld = empty ? nothing_held! : null;
      await tx
        .insertInto('plan_inventory')
        .values({
          id: newId(context.random),
          agency,
          year,
          submitted_at: context.clock.now(),
          submitted_by: actorName(context.actor),
          entries: now.entries.length,
          // The reason is part of what was said, so it is part of what the hash holds fast.
          hash: createHash('sha256')
            .update(content + (nothingHeld ?? ''))
            .digest('hex'),
          content,
          nothing_held: nothingHeld,
        })
        .execute();
      await tellOfPlan(
        tx,
        context,
        {
          once: `inventory ${agency} ${year} ${context.clock.now()}`,
          kind: 'inventory-submitted',
          title: `${agency}: inventory of ${year} submitted`,
          summary: empty ? 'No asset of high value.' : `${now.entries.length} assets of high value.`,
          href: `/agencies/${agency}/inventory/${year}`,
        },
        [`agency:${agency}`, planTopics.progress],
      );
      return readInventoryYear(tx, context, agency, year);
    }),
  'reopen-inventory': (context, { agency, year, because }) =>
    context.store.write(async (tx) => {
      const sent = await submissionOf(tx, agency, year);
      if (sent === undefined)
        throw illegalMove.with({
          move: `open the inventory of ${year} again`,
          because: 'none was submitted',
        });
      await tx
        .updateTable('plan_inventory')
        .set({
          reopened_at: context.clock.now(),
          reopened_by: actorName(context.actor),
          reopened_because: because,
        })
        .where('id', '=', sent.id)
        .execute();
      return readInventoryYear(tx, context, agency, year);
    }),
};
