import type { Context, Tx } from './handler.ts';

/** Someone who owns things: by the name written there, and by the id of the agencies' record where they have one. */
export interface Owner {
  readonly name: string;
  readonly person: string | null;
  /** Code of the agency they leave; things of others by a person of the same name are not theirs. */
  readonly agency: string | null;
}

/** One kind of thing that people own, said by the area that keeps it: so that what was one's can be handed to another. */
export interface OwnedThings {
  readonly kind: { readonly one: string; readonly many: string };
  readonly list: (
    context: Pick<Context, 'store' | 'clock'>,
    owner: Owner,
  ) => Promise<readonly { readonly id: string; readonly title: string; readonly href: string }[]>;
  /** Gives all of it to someone else, in the transaction that hands everything over; answers how many things. */
  readonly handOver: (tx: Tx, context: Context, from: Owner, to: Owner) => Promise<number>;
}
