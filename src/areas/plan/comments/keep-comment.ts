import { createHash } from 'node:crypto';
import { newId } from '../../../core/id.ts';
import type { Context, Reader, Tx } from '../../handler.ts';
import { readDraftingCycle, readPhases } from '../cycle/read-phases.ts';
import { noSuchItem } from '../errors.ts';
import type { Item } from '../model.ts';
import { planTopics, tellOfPlan } from '../plan-news.ts';
import { readCycle, readItems } from '../read-plan.ts';

export interface NewComment {
  readonly item?: string;
  readonly stance: 'change' | 'support' | 'question';
  readonly subject?: string;
  readonly body: string;
  readonly name?: string;
  readonly email?: string;
  readonly agency?: string;
  readonly channel: 'form' | 'email' | 'hearing';
  readonly receivedAt: string;
  readonly claimedAt?: string;
  readonly messageId?: string;
  /** Why it waits for a person to look at it before it is shown. */
  readonly held?: string;
  readonly example?: boolean;
}

const nameOf = ({ kind, number, name }: Item) =>
  name ?? `${kind.replace('-', ' ')}${number === null ? '' : ` ${number}`}`;

export interface KeptComment {
  readonly id: string;
  readonly number: number;
  readonly cycle: string;
  readonly late: boolean;
  readonly carriedTo: number | null;
  readonly state: 'shown' | 'held';
  readonly duplicateOf: number | null;
}

/** Which cycle and phase a comment of now belongs to: the open one; between phases the last; else the plan in force. */
export async function phaseFor(reader: Reader, at: string) {
  const cycle = (await readDraftingCycle(reader)) ?? (await readCycle(reader)).cycle;
  const phases = await readPhases(reader, cycle, at);
  const begun = phases.filter(({ openedAt }) => openedAt !== null && openedAt <= at);
  const current = begun.at(-1) ?? phases[0]!;
  const until = current.commentsUntil;
  return { cycle, phases, current, late: until !== null && at > until, open: current.takesComments };
}

/** Words without case, marks and what a mail program quotes: the same text sent two ways is the same. */
export const digestOf = (body: string): string =>
  createHash('sha256')
    .update(
      body
        .split('\n')
        .filter((line) => !line.startsWith('>'))
        .join(' ')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim(),
    )
    .digest('hex');

/** More than this many in a minute are held until a person has looked: none is lost, and none floods the docket. */
const mostInAMinute = 30;
const mostLinks = 3;

/** Keeps a comment under the next number of its cycle. One sent twice by the same person is kept and joined to the first. */
export async function keepComment(tx: Tx, context: Context, given: NewComment): Promise<KeptComment> {
  const at = given.receivedAt;
  const { cycle, phases, current, late } = await phaseFor(tx, at);
  const items = await readItems(tx, cycle);
  const item = given.item === undefined ? undefined : items.find((one) => one.item === given.item);
  const objective =
    given.item === undefined || item
      ? undefined
      : await tx
          .selectFrom('plan_objective')
          .select('objective')
          .where('cycle', '=', cycle)
          .where('objective', '=', given.item.replace(/^objective:/, ''))
          .where('superseded_at', 'is', null)
          .executeTakeFirst();
  if (given.item !== undefined && !item && !objective) throw noSuchItem.with({ item: given.item });
  const about = item ? item.kind : objective ? 'objective' : 'plan';
  const inFocus = current.focus.includes(about);
  // What is about the whole plan is heard when the whole plan is before the board.
  const belongs =
    phases.find(({ phase, focus }) => phase > current.phase && focus.includes(about))?.phase ??
    (about === 'plan' && current.phase < phases.length ? phases.length : null);

  const version = await tx
    .selectFrom('plan_version')
    .select('id')
    .where('cycle', '=', cycle)
    .where('frozen_at', '<=', at)
    .orderBy('frozen_at', 'desc')
    .executeTakeFirst();
  const { last } = await tx
    .selectFrom('plan_comment')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('cycle', '=', cycle)
    .executeTakeFirstOrThrow();
  const digest = digestOf(given.body);
  const first = await sentBefore(tx, cycle, digest, given);
  const since = new Date(Date.parse(at) - 60_000).toISOString();
  const { recent } = await tx
    .selectFrom('plan_comment')
    .select(({ fn }) => fn.countAll().as('recent'))
    .where('cycle', '=', cycle)
    .where('channel', '=', 'form')
    .where('received_at', '>', since)
    .executeTakeFirstOrThrow();
  const links = given.body.match(/https?:\/\//g)?.length ?? 0;
  const held =
    given.held ??
    (given.channel === 'form' && given.agency === undefined && Number(recent) >= mostInAMinute
      ? 'Many comments came within a minute'
      : links > mostLinks
        ? `It holds ${links} links`
        : undefined);
  const id = newId<'comment'>(context.random);
  const number = Number(last ?? 0) + 1;
  await tx
    .insertInto('plan_comment')
    .values({
      id,
      cycle,
      number,
      phase: current.phase,
      version: version?.id ?? null,
      item: given.item ?? null,
      stance: given.stance,
      subject: given.subject?.slice(0, 300) ?? null,
      body: given.body,
      name: given.name ? given.name.slice(0, 200) : null,
      agency: given.agency ?? null,
      channel: given.channel,
      received_at: at,
      claimed_at: given.claimedAt ?? null,
      late: late ? 1 : 0,
      out_of_focus: inFocus ? 0 : 1,
      carried_to: inFocus ? null : belongs,
      state: held === undefined ? 'shown' : 'held',
      state_reason: held ?? null,
      message_id: given.messageId ?? null,
      digest,
      example: given.example ? 1 : 0,
      ...(first === undefined
        ? {}
        : {
            disposition: 'duplicate' as const,
            reason: `The same words came ${first.channel === 'form' ? 'by the form' : first.channel === 'email' ? 'by email' : 'at the hearing'} as No. ${first.number}; both are kept, the answer stands there.`,
            duplicate_of: first.id,
            disposed_by: 'system',
            disposed_at: context.clock.now(),
          }),
    })
    .execute();
  if (given.email !== undefined && given.email !== '')
    await tx
      .insertInto('plan_comment_contact')
      .values({ comment: id, email: given.email.toLowerCase() })
      .execute();
  // Not its words: they may yet be withheld, and a feed cannot take them back.
  if (held === undefined)
    await tellOfPlan(
      tx,
      context,
      {
        once: `comment ${id}`,
        kind: 'comment',
        title: `Comment No. ${number}${item ? ` on ${nameOf(item)}` : ''}`,
        summary: given.agency === undefined ? 'From the public.' : `From ${given.agency}.`,
        href: `/plan/comments/${number}?cycle=${cycle}`,
      },
      [planTopics.docket, ...(given.item === undefined ? [] : [planTopics.item(given.item)])],
    );
  return {
    id,
    number,
    cycle,
    late,
    carriedTo: inFocus ? null : belongs,
    state: held === undefined ? 'shown' : 'held',
    duplicateOf: first?.number ?? null,
  };
}

/** The same words from the same person: one address, or one of the two without an address. Two people may agree. */
async function sentBefore(tx: Tx, cycle: string, digest: string, given: NewComment) {
  if (given.body.trim().length < 20) return undefined;
  const rows = await tx
    .selectFrom('plan_comment')
    .leftJoin('plan_comment_contact', 'plan_comment_contact.comment', 'plan_comment.id')
    .select(['plan_comment.id', 'plan_comment.number', 'plan_comment.channel', 'plan_comment.name'])
    .select('plan_comment_contact.email')
    .where('cycle', '=', cycle)
    .where('digest', '=', digest)
    .where('duplicate_of', 'is', null)
    .orderBy('number')
    .execute();
  const email = given.email?.toLowerCase();
  return rows.find((row) =>
    row.email && email
      ? row.email === email
      : row.channel !== given.channel && (!row.name || !given.name || row.name === given.name),
  );
}
