import type { Actor } from '../../core/access.ts';

/** How a decision names who took it. */
export const actorName = (actor: Actor): string => actor.name ?? actor.id;

/** The agency someone acts for, when it is one. */
export const actorAgency = (actor: Actor): string | null =>
  actor.roles?.find(({ agency }) => agency !== undefined)?.agency ?? null;
