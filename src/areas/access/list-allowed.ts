import type { Context, Handler } from '../handler.ts';
import type { listAllowed as op } from './contract.ts';
import type { AccessLinks } from './links.ts';
import { decideUse } from './policy/decide-use.ts';

/** Asks the same policies as every request does, for each thing there is: the list and the doors cannot differ. */
export const listAllowed =
  (links: AccessLinks): Handler<typeof op> =>
  async (context, { agency }) => ({
    things: links.things().map((thing) => {
      const decision = decideUse(context.policies.current(), {
        actor: context.actor,
        thing: { ...thing, kind: thing.kind === 'page' ? 'Page' : 'Operation', stepUp: false },
        ...agencyAsked(context, thing.rule, agency),
        now: context.clock.now(),
      });
      const policy = decision.allowed ? decision.policies[0] : decision.refusal.policy;
      return {
        kind: thing.kind,
        name: thing.name,
        summary: thing.summary,
        effect: thing.effect,
        allowed: decision.allowed,
        policy: policy === undefined ? null : { id: policy.id, title: policy.title },
        ask: decision.allowed ? null : decision.refusal.ask,
      };
    }),
  });

function agencyAsked(
  { actor }: Pick<Context, 'actor'>,
  rule: string,
  asked: string | undefined,
): { agency?: string } {
  if (rule !== 'officer') return {};
  const agency = asked ?? actor.roles?.find((held) => held.agency !== undefined)?.agency;
  return agency === undefined ? {} : { agency };
}
