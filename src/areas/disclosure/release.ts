import { writeFile } from 'node:fs/promises';
import type { Handler } from '../handler.ts';
import { givenTables } from './protect.ts';
import type { release as operation } from './release/contract.ts';
import { passGate } from './release/gate.ts';
import { findRuleSet, rulesOfAgencies } from './rules/find-rule-set.ts';
import { readOverrides } from './rules/read-overrides.ts';
import { rulesOtherwise } from './rules/rules-otherwise.ts';

/** Protects tables that were brought, and registers them. */
export const release: Handler<typeof operation> = async (context, input) => {
  const day = context.clock.today();
  const rules =
    input.rules === undefined
      ? await rulesOfAgencies(input.agencies ?? [], rulesOtherwise, day)
      : await Promise.all(input.rules.map((name) => findRuleSet(name, day)));
  const { view, published, explanation } = await passGate(context, {
    tables: await givenTables(input),
    rules,
    overrides: readOverrides(input.rule ?? []),
    title: input.title,
    ...(input.vintage === undefined ? {} : { vintage: input.vintage }),
    review: input.review ?? false,
    ...(input.ground === undefined ? {} : { ground: input.ground }),
    ...(input.seconds === undefined ? {} : { seconds: input.seconds }),
  });
  if (input.explain !== undefined)
    await writeFile(input.explain, `${JSON.stringify(explanation, null, 1)}\n`, { mode: 0o600 });
  return { ...view, published: JSON.parse(published) };
};
