import { refuse } from './areas/access/errors.ts';
import { decideUse, type PoliciesInForce, type UseQuestion, vacantAgencies } from './areas/access/index.ts';
import type { Area } from './areas/area.ts';
import type { Actor } from './core/access.ts';
import type { Clock } from './core/clock.ts';
import type { Decision } from './core/decision.ts';
import type { Operation } from './core/operation.ts';
import type { Page } from './core/page.ts';
import { inputError } from './core/request-errors.ts';
import type { Store } from './store/database.ts';

/** The one place where it is decided who may use what. */
export interface Admission {
  /** The input, parsed, when the actor may use the operation on what it names; throws the refusal, or what is wrong with it. */
  operation<O extends Operation>(op: O, input: unknown, actor: Actor): Promise<unknown>;
  /** Throws the refusal. */
  page(page: Page, params: Readonly<Record<string, string>>, actor: Actor): Promise<void>;
  /** Whether they may, once they have signed in anew where the step asks for it; with `now`, whether they have. */
  may(op: Operation, thing: Readonly<Record<string, string>>, actor: Actor, when?: 'now'): Promise<boolean>;
}

export function openAdmission(world: {
  readonly policies: PoliciesInForce;
  readonly store: Store;
  readonly clock: Clock;
  readonly areas: readonly Area[];
}): Admission {
  const lookups = Object.assign({}, ...world.areas.map(({ agencyOf }) => agencyOf ?? {})) as NonNullable<
    Area['agencyOf']
  >;

  /** Whose the things are that these fields name, each agency once, where the rule asks for it: none when no agency holds them. */
  const agenciesOf = async (
    form: Pick<Operation, 'access' | 'about'>,
    fields: Readonly<Record<string, unknown>>,
  ): Promise<readonly (string | undefined)[]> => {
    const named = new Set<string>();
    if (form.access !== 'officer') return [undefined];
    for (const [kind, field] of Object.entries(form.about ?? {})) {
      const value = fields[field];
      if (typeof value !== 'string' || value === '') continue;
      const lookup = lookups[kind];
      if (lookup === undefined) throw new Error(`no area says whose a ${kind} is`);
      const agency = await lookup(world.store.read, value);
      if (agency != null) named.add(agency);
    }
    return named.size === 0 ? [undefined] : [...named];
  };

  const decideFor = async (
    thing: UseQuestion['thing'],
    agency: string | undefined,
    actor: Actor,
  ): Promise<Decision> => {
    const asksVacancy = agency !== undefined && actor.roles?.some(({ role }) => role === 'office');
    return decideUse(world.policies.current(), {
      actor,
      thing,
      ...(agency === undefined ? {} : { agency }),
      ...(asksVacancy
        ? { vacant: (await vacantAgencies(world.store.read, world.clock)).includes(agency) }
        : {}),
      now: world.clock.now(),
    });
  };

  /** What names things of several agencies needs the leave of each: nobody takes from, or gives to, one that is not theirs. */
  const decide = async (
    thing: UseQuestion['thing'],
    agencies: readonly (string | undefined)[],
    actor: Actor,
  ): Promise<Decision> => {
    const [first, ...rest] = agencies;
    let decision = await decideFor(thing, first, actor);
    for (const agency of rest) {
      if (!decision.allowed) break;
      decision = await decideFor(thing, agency, actor);
    }
    return decision;
  };

  return {
    async operation(op, input, actor) {
      const parsed = op.input.safeParse(input);
      // Who may not use the operation hears that first, and not what is wrong with the input.
      const fields = (parsed.success ? parsed.data : (input ?? {})) as Record<string, unknown>;
      const decision = await decide(thingOf(op), await agenciesOf(op, fields), actor);
      if (!decision.allowed) throw refuse(decision.refusal, op.name);
      if (!parsed.success) throw inputError(parsed.error);
      return parsed.data;
    },
    async page(page, params, actor) {
      const decision = await decide(thingOfPage(page), await agenciesOf(page, params), actor);
      if (!decision.allowed) throw refuse(decision.refusal, `page ${page.path}`);
    },
    async may(op, thing, actor, when) {
      const asked = when === 'now' ? thingOf(op) : { ...thingOf(op), stepUp: false };
      return (await decide(asked, await agenciesOf(op, thing), actor)).allowed;
    },
  };
}

const thingOf = (op: Operation): UseQuestion['thing'] => ({
  kind: 'Operation',
  name: op.name,
  rule: op.access,
  effect: op.effect,
  stepUp: op.stepUp === true,
});

const thingOfPage = (page: Page): UseQuestion['thing'] => ({
  kind: 'Page',
  name: page.path,
  rule: page.access,
  effect: 'read',
  stepUp: false,
});
