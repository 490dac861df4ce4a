import { holdsOn } from '../../core/dated-fact.ts';
import { isMailAddress } from '../../store/mail.ts';
import { agenciesOn, readAgencyFacts } from '../agencies/index.ts';
import type { Context, Reader } from '../handler.ts';

/**
 * Who is written to for an agency on a day: whoever holds its data officer's post, and its deputies, as far as they have an
 * account with an address. With a deputy there, leave of the officer stops nothing.
 */
export async function agencyAddresses(
  reader: Reader,
  agency: string,
  context: Pick<Context, 'clock'>,
): Promise<string[]> {
  const [today, now] = [context.clock.today(), context.clock.now()];
  const posts = await reader
    .selectFrom('role_term')
    .innerJoin('post_role', 'post_role.post', 'role_term.role')
    .innerJoin('account', 'account.person', 'role_term.person')
    .select(['account.email', 'role_term.valid_from', 'role_term.valid_to'])
    .where('role_term.agency', '=', agency)
    .where('role_term.superseded_at', 'is', null)
    .where('post_role.role', 'in', ['officer', 'deputy'])
    .execute();
  const given = await reader
    .selectFrom('account_role')
    .innerJoin('account', 'account.id', 'account_role.account')
    .select(['account.email', 'account_role.until_at'])
    .where('account_role.agency', '=', agency)
    .where('account_role.role', 'in', ['officer', 'deputy'])
    .where('account_role.ended_at', 'is', null)
    .execute();
  const all = [
    ...posts.filter((term) => holdsOn(term, today)).map(({ email }) => email),
    ...given.filter(({ until_at }) => until_at === null || now < until_at).map(({ email }) => email),
  ];
  return [...new Set(all)].filter((email): email is string => email !== null && isMailAddress(email)).sort();
}

/** The head of an agency, to whom what is asked of its data officer goes while nobody holds that post. */
export interface HeadInstead {
  readonly agency: string;
  /** Title of the head. */
  readonly head: string;
  readonly address: string;
}

/** None while the post is held, or where no address of the head is on record. */
export async function headInstead(
  reader: Reader,
  agency: string,
  context: Pick<Context, 'clock'>,
): Promise<HeadInstead | undefined> {
  const [line] = agenciesOn(await readAgencyFacts(reader, { agency }), context.clock.today());
  const isVacant = line?.posts.some(({ holder }) => holder === null) ?? false;
  if (!isVacant || !line?.headContact || !isMailAddress(line.headContact)) return undefined;
  if ((await agencyAddresses(reader, agency, context)).length > 0) return undefined;
  return { agency: line.name, head: line.head ?? `The head of ${line.name}`, address: line.headContact };
}
