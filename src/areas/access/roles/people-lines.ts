import type { Context, Reader } from '../../handler.ts';
import { heldRoles } from '../held-roles.ts';
import type { PersonLine } from '../model.ts';

/** People who may sign in here or have, by name, each with the roles held now. `id` for one of them. */
export async function peopleLines(
  reader: Reader,
  { clock }: Pick<Context, 'clock'>,
  id?: string,
): Promise<PersonLine[]> {
  let query = reader.selectFrom('account').selectAll().orderBy('name').orderBy('id');
  if (id !== undefined) query = query.where('id', '=', id);
  const accounts = await query.execute();
  const leaving = await reader
    .selectFrom('leaving')
    .select(['account', 'person', 'ends_at'])
    .where('withdrawn_at', 'is', null)
    .execute();
  const now = clock.now();
  const byHand = await reader
    .selectFrom('account_role')
    .selectAll()
    .where('source', '=', 'hand')
    .where('ended_at', 'is', null)
    .execute();
  return Promise.all(
    accounts.map(async (account) => ({
      account: account.id,
      name: account.name,
      person: account.person,
      example: account.example === 1,
      // A sample person has an account before signing in for the first time.
      signedInAt:
        account.example === 1 && account.signed_in_at === account.created_at ? null : account.signed_in_at,
      roles: (await heldRoles(reader, clock, account)).map((held) => ({
        ...held,
        given:
          byHand.find(
            (row) =>
              row.account === account.id &&
              row.role === held.role &&
              (row.agency ?? undefined) === held.agency &&
              (row.until_at === null || now < row.until_at),
          )?.id ?? null,
      })),
      leaves:
        leaving.find(
          (one) => one.account === account.id || (one.person !== null && one.person === account.person),
        )?.ends_at ?? null,
    })),
  );
}
