import type { EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Actor, Role } from '../../../core/access.ts';

const ofAgency: readonly Role[] = ['officer', 'deputy', 'steward'];

/** Who asks, as Cedar sees it: an entity with the roles in force at `now` (an ISO instant) and nothing else about the person. */
export function principalOf(
  actor: Actor,
  now: string,
): {
  readonly uid: { readonly type: string; readonly id: string };
  readonly entities: EntityJson[];
  readonly held: { readonly roles: readonly Role[]; readonly officerOf: readonly string[] };
} {
  const type = { open: 'Visitor', operator: 'Operator', system: 'Platform', person: 'Person' }[actor.kind];
  const uid = { type, id: actor.id };
  const held = (actor.roles ?? []).filter(({ until }) => until === undefined || now < until);
  const roles = [...new Set(held.map(({ role }) => role))].sort();
  const officerOf = [
    ...new Set(
      held.flatMap(({ role, agency }) => (agency !== undefined && ofAgency.includes(role) ? [agency] : [])),
    ),
  ].sort();
  const attrs: EntityJson['attrs'] =
    type === 'Person' ? { roles, officerOf, scope: actor.signedIn?.scope ?? 'write' } : {};
  return { uid, entities: [{ uid, attrs, parents: [] }], held: { roles, officerOf } };
}
