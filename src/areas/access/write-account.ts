import type { Clock } from '../../core/clock.ts';
import { newId, type RandomSource } from '../../core/id.ts';
import type { Tx } from '../handler.ts';
import type { Claims } from './identity-provider.ts';
import { rolesOfGroups } from './roles-of-groups.ts';

/** The name under which accounts of the demonstration's own provider are recorded. */
export const sampleIssuer = 'urn:charter-oak:sample-people';

/** The account of whoever the provider says it is, made or brought up to date, with the roles that their groups carry today. */
export async function writeAccount(
  tx: Tx,
  { clock, random }: { readonly clock: Clock; readonly random: RandomSource },
  { issuer, subject, name, email, groups, person }: Claims,
): Promise<{ id: string; person: string | null }> {
  const now = clock.now();
  const known = await tx
    .selectFrom('account')
    .select(['id', 'person'])
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  const id = known?.id ?? newId<'account'>(random);
  const link =
    person === undefined
      ? undefined
      : await tx.selectFrom('person').select(['id', 'example']).where('id', '=', person).executeTakeFirst();
  // A provider that names no person takes none away: one who took a post over was linked here.
  const linked = person === undefined ? (known?.person ?? null) : (link?.id ?? null);
  const values = { name, email: email ?? null, person: linked, signed_in_at: now };
  if (known === undefined)
    await tx
      .insertInto('account')
      .values({ id, issuer, subject, created_at: now, example: issuer === sampleIssuer ? 1 : 0, ...values })
      .execute();
  else await tx.updateTable('account').set(values).where('id', '=', id).execute();

  const wanted = await rolesOfGroups(tx, groups);
  const had = await tx
    .selectFrom('account_role')
    .selectAll()
    .where('account', '=', id)
    .where('source', '=', 'group')
    .where('ended_at', 'is', null)
    .execute();
  const key = (one: { role: string; agency: string | null }) => `${one.role} ${one.agency ?? ''}`;
  const [wantedKeys, hadKeys] = [new Set(wanted.map(key)), new Set(had.map(key))];
  for (const row of had)
    if (!wantedKeys.has(key(row)))
      await tx.updateTable('account_role').set({ ended_at: now }).where('id', '=', row.id).execute();
  for (const { role, agency } of wanted)
    if (!hadKeys.has(key({ role, agency })))
      await tx
        .insertInto('account_role')
        .values({
          id: newId<'role'>(random),
          account: id,
          role,
          agency,
          source: 'group',
          given_by: 'system',
          from_at: now,
        })
        .execute();
  return { id, person: values.person };
}
