import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Store } from '../../../store/database.ts';
import { readSetting, writeSetting } from '../../../store/settings.ts';
import type { Tx } from '../../handler.ts';
import { tooFast } from '../errors.ts';

/**
 * A ticket for one comment: signed, good from three seconds after it was given until a day later, once. A program that
 * posts at once, or the same form again and again, is stopped by it; a person notices nothing, whatever they see or hear.
 */
const earliestMs = 3_000;
const latestMs = 24 * 3_600_000;
const key = 'comment-ticket-secret';

async function secretOf(store: Store): Promise<string> {
  const known = await readSetting(store, key);
  if (known !== undefined) return known;
  await writeSetting(store, key, randomBytes(32).toString('base64url'));
  // Another server may have written first: what stands there counts for both.
  return (await readSetting(store, key))!;
}

const sign = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('base64url');

export async function giveTicket(
  store: Store,
  now: string,
  random: (bytes: number) => Uint8Array,
): Promise<string> {
  const text = `${Date.parse(now).toString(36)}.${Buffer.from(random(9)).toString('base64url')}`;
  return `${text}.${sign(await secretOf(store), text)}`;
}

/** Throws `plan.comment-ticket` unless the ticket is ours, neither too young nor too old. Call before the transaction. */
export async function checkTicket(store: Store, now: string, ticket: string): Promise<string> {
  const [at = '', mark = '', signature = ''] = ticket.split('.');
  const wanted = Buffer.from(sign(await secretOf(store), `${at}.${mark}`));
  const given = Buffer.from(signature);
  const age = Date.parse(now) - Number.parseInt(at, 36);
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given) || age < earliestMs || age > latestMs)
    throw tooFast.with({});
  return `${at}.${mark}`;
}

/** Uses it up, in the transaction that keeps the comment. */
export async function spendTicket(tx: Tx, now: string, id: string): Promise<void> {
  const known = await tx.selectFrom('plan_ticket').select('id').where('id', '=', id).executeTakeFirst();
  if (known) throw tooFast.with({});
  await tx.insertInto('plan_ticket').values({ id, used_at: now }).execute();
  const old = new Date(Date.parse(now) - 2 * latestMs).toISOString();
  await tx.deleteFrom('plan_ticket').where('used_at', '<', old).execute();
}
