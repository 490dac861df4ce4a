import type { z } from 'zod';
import type { Reader } from '../../handler.ts';
import { readDraftingCycle } from '../cycle/read-phases.ts';
import { noSuchComment } from '../errors.ts';
import { readCycle, readItems } from '../read-plan.ts';
import type { listComments } from './contract.ts';
import type { Comment } from './model.ts';

type Filters = Partial<z.output<(typeof listComments)['input']>>;

/** The cycle a docket is about when none is named: the one being drafted, else the plan in force. */
export const docketCycle = async (reader: Reader, cycle?: string): Promise<string> =>
  cycle === undefined
    ? ((await readDraftingCycle(reader)) ?? (await readCycle(reader)).cycle)
    : (await readCycle(reader, cycle)).cycle;

const selected = (reader: Reader, cycle: string, by: Filters) => {
  let query = reader.selectFrom('plan_comment').where('plan_comment.cycle', '=', cycle);
  if (by.item !== undefined) query = query.where('item', '=', by.item);
  if (by.phase !== undefined) query = query.where('phase', '=', by.phase);
  if (by.answer === 'open') query = query.where('disposition', 'is', null);
  else if (by.answer === 'answered')
    // What was sent twice is answered with the one that came first.
    query = query
      .where('disposition', 'is not', null)
      .where(({ or, eb, exists, selectFrom }) =>
        or([
          eb('disposition', '!=', 'duplicate'),
          exists(
            selectFrom('plan_comment as original')
              .select('original.id')
              .whereRef('original.id', '=', 'plan_comment.duplicate_of')
              .where('original.disposition', 'is not', null),
          ),
        ]),
      );
  else if (by.answer !== undefined) query = query.where('disposition', '=', by.answer);
  if (by.from === 'agency') query = query.where('agency', 'is not', null);
  else if (by.from === 'public') query = query.where('agency', 'is', null);
  if (by.agency !== undefined) query = query.where('agency', '=', by.agency);
  if (by.late !== undefined) query = query.where('late', '=', by.late ? 1 : 0);
  if (by.contains !== undefined && by.contains !== '') {
    const like = `%${by.contains.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    query = query
      .where('state', '=', 'shown')
      .where(({ eb, fn }) => eb(fn('lower', ['body']), 'like', eb.val(like)));
  }
  return query;
};

/** Comments of a cycle, newest first, as the public sees them. */
export async function readComments(
  reader: Reader,
  cycle: string,
  by: Filters & { number?: number } = {},
): Promise<Comment[]> {
  let query = selected(reader, cycle, by).selectAll('plan_comment').orderBy('number', 'desc');
  if (by.number !== undefined) query = query.where('number', '=', by.number);
  if (by.limit !== undefined) query = query.limit(by.limit).offset(by.offset ?? 0);
  const rows = await query.execute();
  const ids = rows.map(({ id }) => id);
  const attachments = Map.groupBy(
    await reader
      .selectFrom('plan_attachment')
      .select(['id', 'comment', 'name', 'media_type', 'bytes'])
      .where('comment', 'in', ['', ...ids])
      // The message as it came holds the sender's address.
      .where('media_type', '!=', rawMessage)
      .execute(),
    ({ comment }) => comment,
  );
  const firsts = new Map(
    (
      await reader
        .selectFrom('plan_comment')
        .select(['id', 'number'])
        .where('id', 'in', ['', ...rows.flatMap(({ duplicate_of }) => duplicate_of ?? [])])
        .execute()
    ).map(({ id, number }) => [id, number]),
  );
  const words = new Map((await readItems(reader, cycle)).map((item) => [item.item, item.words]));
  // An item that was merged or dropped since stands in its last words.
  const gone = await reader
    .selectFrom('plan_item')
    .select(['item', 'words'])
    .where('cycle', '=', cycle)
    .where('item', 'in', ['', ...rows.flatMap(({ item }) => (item === null || words.has(item) ? [] : item))])
    .orderBy('recorded_at')
    .execute();
  for (const one of gone) words.set(one.item, one.words);
  return rows.map(
    (row): Comment => ({
      number: row.number,
      cycle: row.cycle,
      phase: row.phase,
      item: row.item,
      itemWords: row.item === null ? null : (words.get(row.item) ?? null),
      version: row.version,
      stance: row.stance,
      subject: row.state === 'shown' ? row.subject : null,
      body: row.state === 'shown' ? row.body : null,
      name: row.state === 'shown' ? row.name : null,
      agency: row.agency,
      channel: row.channel,
      receivedAt: row.received_at,
      late: row.late === 1,
      carriedTo: row.carried_to,
      state: row.state,
      stateReason: row.state_reason,
      disposition: row.disposition,
      reason: row.reason,
      change: row.change_item === null ? null : { item: row.change_item, words: row.change_words ?? '' },
      disposedAt: row.disposed_at,
      duplicateOf: row.duplicate_of === null ? null : (firsts.get(row.duplicate_of) ?? null),
      attachments:
        row.state === 'shown'
          ? (attachments.get(row.id) ?? []).map(({ id, name, media_type, bytes }) => ({
              id,
              name,
              mediaType: media_type,
              bytes,
            }))
          : [],
      example: row.example === 1,
    }),
  );
}

/** How the message as it came is kept; it is nobody's to download. */
export const rawMessage = 'message/rfc822';

export async function countComments(reader: Reader, cycle: string, by: Filters = {}): Promise<number> {
  const row = await selected(reader, cycle, by)
    .select(({ fn }) => fn.countAll().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** The row of a comment by its number. Throws `plan.no-such-comment`. */
export async function commentRow(reader: Reader, cycle: string, number: number) {
  const row = await reader
    .selectFrom('plan_comment')
    .selectAll()
    .where('cycle', '=', cycle)
    .where('number', '=', number)
    .executeTakeFirst();
  if (!row) throw noSuchComment.with({ comment: String(number) });
  return row;
}
