import type { EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Actor, Role } from '../../../core/access.ts';

const ofAgency: readonly Role[] = ['officer', 'deputy', 'steward'];

/** Who asks, as Cedar sees it: an entity with the roles in force at `now` (an ISO instant) and nothing else about the person. */
export function principalOf(
  actor: Actor,
  now: string,
): { readonly uid: { readonly type: string; readonly id: string }; readonly entities: EntityJson[] } {
  const type = { open: 'Visitor', operator: 'Operator', system: 'Platform', person: 'Person' }[actor.kind];
  const uid = { type, id: actor.id };
  if (type !== 'Person') return { uid, entities: [{ uid, attrs: {}, parents: [] }] };
  const held = (actor.roles ?? []).filter(({ until }) => until === undefined || now < until);
  const officerOf = held.flatMap(({ role, agency }) =>
    agency !== undefined && ofAgency.includes(role) ? [agency] : [],
  );
  const attrs = {
    roles: [...new Set(held.map(({ role }) => role))].sort(),
    officerOf: [...new Set(officerOf)].sort(),
    scope: actor.signedIn?.scope ?? 'write',
  };
  return { uid, entities: [{ uid, attrs, parents: [] }] };
}
