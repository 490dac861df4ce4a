import { newId } from '../../../core/id.ts';
import type { Handler } from '../../handler.ts';
import type { createToken as op } from '../contract.ts';
import { tokensOfTokens } from '../errors.ts';
import { digestOfSecret, newSecret } from '../secret.ts';
import { tokenOf } from './token-view.ts';

const dayMs = 86_400_000;

/** The secret says what it is, so that scanners of leaked secrets can know it. */
const prefix = 'oak_';

export const createToken: Handler<typeof op> = async (context, { name, scope, days }) => {
  if (context.actor.signedIn?.by === 'token') throw tokensOfTokens.with({});
  const secret = `${prefix}${newSecret(context.random)}`;
  const now = context.clock.now();
  const row = {
    id: newId<'token'>(context.random),
    account: context.actor.id,
    name,
    hash: digestOfSecret(secret),
    scope,
    created_at: now,
    ends_at: new Date(Date.parse(now) + days * dayMs).toISOString(),
  };
  context.audit.about({ detail: { token: row.id, scope, days } });
  await context.store.write((tx) => tx.insertInto('access_token').values(row).execute());
  return { ...tokenOf({ ...row, used_at: null, revoked_at: null }, now), secret };
};
