import type { Actor } from '../../../core/access.ts';

const ofAgency: readonly string[] = ['officer', 'deputy', 'steward'];

/**
 * Whether someone may say things about what an agency holds: its officer, deputy or steward, the chief data officer's
 * office for any, and whoever runs the home. For a sheet of many rows, where no one agency is named by the request.
 */
export function actsFor(actor: Actor, agency: string | null): boolean {
  if (actor.kind !== 'person') return actor.kind !== 'open';
  return (actor.roles ?? []).some(
    (held) =>
      held.role === 'office' || (ofAgency.includes(held.role) && held.agency === agency && agency !== null),
  );
}
