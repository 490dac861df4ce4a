import { newId } from '../../../core/id.ts';
import type { Handler, Reader } from '../../handler.ts';
import { actorAgency, actorName, speaksFor } from '../actor-name.ts';
import { illegalMove, noSuchSuggestion, unfit } from '../errors.ts';
import { readCycle } from '../read-plan.ts';
import type { decideSuggestion, listSuggestions, suggest } from './contract.ts';
import { proposal, type Suggestion } from './model.ts';
import { draftOnly, insertItem, readDraftItem, refuseStale, rewriteItem } from './write-item.ts';

async function readSuggestions(
  reader: Reader,
  by: { cycle?: string; id?: string; item?: string },
): Promise<Suggestion[]> {
  const rows = await reader
    .selectFrom('plan_suggestion')
    .selectAll()
    .$if(by.cycle !== undefined, (query) => query.where('cycle', '=', by.cycle!))
    .$if(by.id !== undefined, (query) => query.where('id', '=', by.id!))
    .$if(by.item !== undefined, (query) => query.where('item', '=', by.item!))
    .orderBy('made_at')
    .execute();
  const current = new Set(
    (
      await reader
        .selectFrom('plan_item')
        .select('id')
        .where('superseded_at', 'is', null)
        .where('id', 'in', ['', ...rows.flatMap(({ revision }) => revision ?? [])])
        .execute()
    ).map(({ id }) => id),
  );
  return rows.map((row) => ({
    suggestion: row.id,
    cycle: row.cycle,
    item: row.item,
    kind: row.kind,
    proposal: proposal.parse(JSON.parse(row.proposal)),
    reason: row.reason,
    author: row.author,
    agency: row.agency,
    madeAt: row.made_at,
    state: row.state,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    decision: row.decision,
    outdated: row.state === 'open' && row.revision !== null && !current.has(row.revision),
  }));
}

export const suggestHandler: Handler<typeof suggest> = async (context, input) =>
  context.store.write(async (tx) => {
    await draftOnly(tx, input.cycle);
    const fault = (message: string, field: string) => unfit.with({ problems: [message], fields: [field] });
    if (input.agency !== undefined && !speaksFor(context.actor, input.agency))
      throw fault(`You hold no role at ${input.agency}: leave the agency out.`, 'agency');
    if (input.kind !== 'add' && input.item === undefined) throw fault('Say which item.', 'item');
    if (input.kind !== 'drop' && !input.words) throw fault('Write the words you suggest.', 'words');
    if (input.kind === 'add' && input.item_kind === undefined)
      throw fault('Say what kind of item.', 'item_kind');
    const row = input.item === undefined ? undefined : await readDraftItem(tx, input.cycle, input.item);
    const id = newId(context.random);
    context.audit.about({ detail: { suggestion: id } });
    await tx
      .insertInto('plan_suggestion')
      .values({
        id,
        cycle: input.cycle,
        item: row?.item ?? null,
        kind: input.kind,
        revision: row?.id ?? null,
        proposal: JSON.stringify({ kind: input.item_kind, words: input.words, parent: input.parent }),
        reason: input.reason,
        author: actorName(context.actor),
        agency: input.agency ?? actorAgency(context.actor),
        made_at: context.clock.now(),
        state: 'open',
      })
      .execute();
    return (await readSuggestions(tx, { id }))[0]!;
  });

export const listSuggestionsHandler: Handler<typeof listSuggestions> = async ({ store }, { cycle, item }) => {
  await readCycle(store.read, cycle);
  const all = await readSuggestions(store.read, { cycle, item });
  return { suggestions: all.sort((a, b) => Number(b.state === 'open') - Number(a.state === 'open')) };
};

/** Accepting changes the text in the same transaction, so that a decision and its change cannot part. */
export const decideSuggestionHandler: Handler<typeof decideSuggestion> = async (context, input) =>
  context.store.write(async (tx) => {
    const [found] = await readSuggestions(tx, { id: input.suggestion });
    if (!found) throw noSuchSuggestion.with({ suggestion: input.suggestion });
    if (found.state !== 'open')
      throw illegalMove.with({ move: 'decide', because: `the suggestion is ${found.state}` });
    await draftOnly(tx, found.cycle);
    if (input.decision === 'accept') {
      const words = input.words ?? found.proposal.words;
      if (found.kind === 'add') {
        if (input.item === undefined)
          throw unfit.with({ problems: ['Give the new item its lasting id.'], fields: ['item'] });
        await insertItem(tx, context, found.cycle, {
          item: input.item,
          kind: found.proposal.kind!,
          words: words!,
          parent: found.proposal.parent ?? null,
        });
      } else {
        const row = await readDraftItem(tx, found.cycle, found.item!);
        if (input.revision !== undefined) refuseStale(row, input.revision);
        if (found.kind === 'reword') await rewriteItem(tx, context, row, { words });
        else
          await tx
            .updateTable('plan_item')
            .set({ superseded_at: context.clock.now() })
            .where('id', '=', row.id)
            .execute();
      }
    }
    await tx
      .updateTable('plan_suggestion')
      .set({
        state: input.decision === 'accept' ? 'accepted' : 'declined',
        decided_by: actorName(context.actor),
        decided_at: context.clock.now(),
        decision: input.reason,
      })
      .where('id', '=', input.suggestion)
      .execute();
    return (await readSuggestions(tx, { id: input.suggestion }))[0]!;
  });
