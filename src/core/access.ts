/**
 * Who is asking. Until sign-in exists every request over loopback is the open actor, and a command run by
 * the owner of the home is the operator.
 */
export interface Actor {
  readonly id: string;
  readonly kind: 'open' | 'operator' | 'system';
}

export const openActor: Actor = Object.freeze({ id: 'open', kind: 'open' });
export const operatorActor: Actor = Object.freeze({ id: 'operator', kind: 'operator' });
export const systemActor: Actor = Object.freeze({ id: 'system', kind: 'system' });

/** Who may use an operation or a page. One word for each rule; policies give it its meaning. */
export type AccessRule = 'everyone' | 'staff' | 'operator';

/** Whether an actor may use what has this rule. Until sign-in exists, whoever sits at the machine is staff. */
export function allows(rule: AccessRule, actor: Actor): boolean {
  return rule !== 'operator' || actor.kind !== 'open';
}
