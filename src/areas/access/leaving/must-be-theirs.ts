import type { Role } from '../../../core/access.ts';
import type { Context, Tx } from '../../handler.ts';
import { decidesFor } from '../decides-for.ts';
import { notOfThisAgency } from '../errors.ts';
import { heldRoles } from '../held-roles.ts';

/** Roles of the whole state that no single agency ends. */
const ofTheState: readonly Role[] = ['office', 'board', 'reviewer', 'auditor'];

interface Leaver {
  readonly name: string;
  readonly agency: string;
  readonly account: string | undefined;
  readonly person: string | null;
}

/**
 * A notice ends all access: an agency gives it for its own people, and not for somebody who answers for another agency or
 * for the state. Throws `access.not-of-this-agency`.
 */
export async function mustBeTheirs(context: Context, tx: Tx, leaver: Leaver): Promise<void> {
  if (context.actor.kind !== 'person') return;
  const { name, agency, account = '', person } = leaver;
  const now = await heldRoles(tx, context.clock, { id: account, person });
  const posts = await tx
    .selectFrom('role_term')
    .select('agency')
    .where('person', '=', person ?? '')
    .where('superseded_at', 'is', null)
    .execute();
  const given = await tx.selectFrom('account_role').select('agency').where('account', '=', account).execute();
  if (![...posts, ...given].some((one) => one.agency === agency))
    throw notOfThisAgency.with({ name, agency, also: '' });
  const state = now.some(({ role }) => ofTheState.includes(role));
  if (state && !context.actor.roles?.some(({ role }) => role === 'office'))
    throw notOfThisAgency.with({ name, agency, also: 'the state' });
  for (const other of new Set(now.flatMap((one) => one.agency ?? [])))
    if (other !== agency && !(await decidesFor(context, other)))
      throw notOfThisAgency.with({ name, agency, also: other });
}
