import type { Actor } from '../../core/access.ts';

/** How a decision names who took it. */
export const actorName = (actor: Actor): string => actor.name ?? actor.id;

/** Whether someone may speak in an agency's name: by a role held there, for the office, or as the operator. */
export const speaksFor = (actor: Actor, agency: string): boolean =>
  actor.kind === 'operator' ||
  (actor.roles ?? []).some((held) => held.role === 'office' || held.agency === agency);

/** The agency someone acts for, when it is one. */
export const actorAgency = (actor: Actor): string | null =>
  actor.roles?.find(({ agency }) => agency !== undefined)?.agency ?? null;
