import type { RowOf } from '../../../store/database.ts';
import type { TokenView } from '../model.ts';
import type { accessToken } from '../tables.ts';

type Row = { [Name in keyof RowOf<typeof accessToken>]: RowOf<typeof accessToken>[Name] };

/** A token as its owner sees it, without what opens a door. */
export const tokenOf = (
  row: Pick<Row, 'id' | 'name' | 'scope' | 'created_at' | 'ends_at'> & {
    readonly used_at: string | null;
    readonly revoked_at: string | null;
  },
  now: string,
): TokenView => ({
  token: row.id,
  name: row.name,
  scope: row.scope,
  createdAt: row.created_at,
  endsAt: row.ends_at,
  usedAt: row.used_at,
  state: row.revoked_at !== null ? 'revoked' : now >= row.ends_at ? 'ended' : 'live',
});
