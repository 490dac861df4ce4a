import type { Actor } from '../../../core/access.ts';
import { holdsOn } from '../../../core/dated-fact.ts';
import type { Reader } from '../../handler.ts';
import type { Seat } from './model.ts';

/** A seat on a date, with its holder's term and the account bound to it. */
export interface HeldSeat extends Omit<Seat, 'hasAccount' | 'yours'> {
  readonly term: string | null;
  readonly account: string | null;
}

/** As it is shown to someone: whether an account is bound to it and whether it is theirs, not which one it is. */
export const showSeat = ({ term: _, account, ...seat }: HeldSeat, actor?: Actor): Seat => ({
  ...seat,
  hasAccount: account !== null,
  yours: account !== null && actor?.kind === 'person' && account === actor.id,
});

/**
 * The seats of the board on a date. A seat is held while its member's own term runs and that of the authority which
 * appointed: when the authority's term ends, the seat is vacant.
 */
export async function seatsOn(reader: Reader, date: string): Promise<HeldSeat[]> {
  const seats = await reader.selectFrom('plan_seat').selectAll().orderBy('position').execute();
  const terms = await reader
    .selectFrom('plan_seat_term')
    .selectAll()
    .where('superseded_at', 'is', null)
    .execute();
  const authorities = await reader.selectFrom('plan_authority').selectAll().execute();
  return seats.map((seat): HeldSeat => {
    const title = authorities.find(({ authority }) => authority === seat.authority)?.title ?? null;
    const term = terms.find((one) => one.seat === seat.id && holdsOn(one, date));
    // The authority's term during which the member was appointed.
    const appointing =
      seat.authority === null || term === undefined
        ? undefined
        : authorities.find(
            (one) => one.authority === seat.authority && holdsOn(one, term.valid_from ?? date),
          );
    const ends = [term?.valid_to, appointing?.valid_to]
      .filter((one) => one !== null && one !== undefined)
      .sort()[0];
    const held = term !== undefined && (ends === undefined || date <= ends);
    const last = terms
      .filter((one) => one.seat === seat.id && one.valid_to !== null && one.valid_to < date)
      .sort((a, b) => a.valid_to!.localeCompare(b.valid_to!))
      .at(-1);
    return {
      seat: seat.id,
      title: seat.title,
      authority: title,
      voting: seat.voting === 1,
      chair: seat.chair === 1,
      holder: held ? term.name : null,
      example: held && term.example === 1,
      from: held ? term.valid_from : null,
      until: held ? (ends ?? null) : null,
      vacantBecause: held
        ? null
        : term !== undefined
          ? `The term of ${title ?? 'the appointing authority'} ended on ${appointing!.valid_to}`
          : last
            ? `The term of the last member ended on ${last.valid_to}`
            : 'Nobody is recorded as having held it',
      term: held ? term.id : null,
      account: held ? term.account : null,
    };
  });
}

/** More than half of the seats that have a vote, filled or not. */
export const quorumOf = (
  seats: readonly Pick<HeldSeat, 'voting' | 'holder'>[],
): { voting: number; filled: number; needed: number } => {
  const voting = seats.filter((seat) => seat.voting);
  return {
    voting: voting.length,
    filled: voting.filter(({ holder }) => holder !== null).length,
    needed: Math.floor(voting.length / 2) + 1,
  };
};

/** Why a seat may not vote on a date; nothing when it may. */
export function whyNoVote(seats: readonly HeldSeat[], id: string): string | undefined {
  const seat = seats.find((one) => one.seat === id);
  if (!seat) return 'there is no such seat';
  if (!seat.voting) return seat.chair ? 'the chair has no vote' : 'it is a seat without a vote';
  if (seat.holder === null) return seat.vacantBecause!.charAt(0).toLowerCase() + seat.vacantBecause!.slice(1);
  return undefined;
}

/**
 * Why this person may not move or vote for a seat on a date; nothing when they may. A seat speaks through the account of its
 * holder and through no other: not the office's, not the operator's, not that of another member.
 */
export function whyNotTheirs(seats: readonly HeldSeat[], id: string, actor: Actor): string | undefined {
  const because = whyNoVote(seats, id);
  if (because !== undefined) return because;
  const { account } = seats.find((one) => one.seat === id)!;
  if (account === null)
    return 'no account is bound to it, so its votes are recorded by the clerk, at a meeting';
  return actor.kind === 'person' && actor.id === account
    ? undefined
    : 'only the account of the member who holds it moves and votes for it';
}
