import type { Handler } from '../handler.ts';
import type { whoAmI as op } from './contract.ts';

export const whoAmI: Handler<typeof op> = async ({ actor, purpose }) => ({
  id: actor.id,
  kind: actor.kind,
  name: actor.name ?? null,
  roles: (actor.roles ?? []).map((held) => ({ ...held })),
  purpose: purpose ?? null,
  signedInBy: actor.signedIn?.by ?? null,
  signedInAt: actor.signedIn?.at ?? null,
  sessionUntil: actor.signedIn?.until ?? null,
});
