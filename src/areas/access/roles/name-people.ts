import type { Handler } from '../../handler.ts';
import type { namePeople as op } from '../contract.ts';
import { heldRoles } from '../held-roles.ts';
import { roleWords } from '../model.ts';

/** Names to those who have signed in; to the public what the person is, which is what an act of the state is done as. */
export const namePeople: Handler<typeof op> = async ({ store, clock, actor }, { ids }) => {
  if (ids.length === 0) return { names: {} };
  const accounts = await store.read
    .selectFrom('account')
    .select(['id', 'name', 'person'])
    .where('id', 'in', ids)
    .execute();
  const named = await Promise.all(
    accounts.map(async (account): Promise<[string, string]> => {
      if (actor.kind !== 'open') return [account.id, account.name];
      const [role] = await heldRoles(store.read, clock, account);
      return [account.id, role === undefined ? 'A person of the state' : roleWords(role)];
    }),
  );
  return { names: Object.fromEntries(named) };
};
