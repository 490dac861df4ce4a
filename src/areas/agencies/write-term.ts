import { newId } from '../../core/id.ts';
import type { Context, Tx } from '../handler.ts';
import type { Term } from './model.ts';

/** Writes a term as entered by hand, superseding the row it was known by, and answers it with its new id. */
export async function writeTerm(
  tx: Tx,
  context: Pick<Context, 'random'>,
  term: Term,
  at: string,
): Promise<Term> {
  if (term.term !== '')
    await tx
      .updateTable('role_term')
      .set({ superseded_at: at, superseded_by: 'hand' })
      .where('id', '=', term.term)
      .execute();
  const id = newId<'term'>(context.random);
  await tx
    .insertInto('role_term')
    .values({
      id,
      agency: term.agency,
      role: term.role,
      person: term.person,
      example: term.example ? 1 : 0,
      valid_from: term.from,
      valid_to: term.to,
      recorded_at: at,
      origin: 'hand',
    })
    .execute();
  return { ...term, term: id };
}
