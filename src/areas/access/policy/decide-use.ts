import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { AccessRule, Actor } from '../../../core/access.ts';
import type { Decision } from '../../../core/decision.ts';
import { strictest } from './policy.ts';
import type { PolicySet } from './policy-set.ts';
import { principalOf } from './principal.ts';
import { refusalOf } from './refusal.ts';

/** Whether someone may use an operation or open a page. */
export interface UseQuestion {
  readonly actor: Actor;
  readonly thing: {
    readonly kind: 'Operation' | 'Page';
    readonly name: string;
    readonly rule: AccessRule;
    readonly effect: 'read' | 'write' | 'long';
    readonly stepUp: boolean;
  };
  /** Code of the agency that the thing asked about belongs to, where there is one. */
  readonly agency?: string;
  /** Nobody holds the data officer's post of that agency. */
  readonly vacant?: boolean;
  /** ISO instant. */
  readonly now: string;
}

export function decideUse(set: PolicySet, question: UseQuestion): Decision {
  const { actor, thing, agency, now } = question;
  const principal = principalOf(actor, now);
  const resource = { type: thing.kind, id: thing.name };
  const steppedUpAt = thing.stepUp ? actor.signedIn?.steppedUpAt : undefined;
  const context: Record<string, CedarValueJson> = {
    ...(agency === undefined ? {} : { agency }),
    ...(question.vacant === undefined ? {} : { vacant: question.vacant }),
    ...(steppedUpAt === undefined
      ? {}
      : { steppedUpAgo: Math.floor((Date.parse(now) - Date.parse(steppedUpAt)) / 1000) }),
  };
  const { allowed, determining } = set.answer({
    principal: principal.uid,
    action: 'use',
    resource,
    context,
    entities: [
      ...principal.entities,
      {
        uid: resource,
        attrs: { rule: thing.rule, effect: thing.effect, stepUp: thing.stepUp },
        parents: [],
      },
    ],
  });
  return allowed
    ? { allowed: true, policies: determining, obligations: strictest(determining) }
    : { allowed: false, refusal: refusalOf(set, actor, thing.rule, determining, agency) };
}
