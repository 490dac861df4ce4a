import type { Handler } from '../handler.ts';
import type { showPlan as op } from './contract.ts';
import type { MeasuresRegistry } from './measures-registry.ts';
import { tallyOf } from './model.ts';
import { viewObjectives } from './objective-view.ts';
import { readPlan } from './read-plan.ts';

export const showPlan =
  (registry: MeasuresRegistry): Handler<typeof op> =>
  async (context) => {
    const plan = await readPlan(context.store.read);
    const objectives = await viewObjectives(context, registry);
    return { ...plan, objectives, tally: tallyOf(objectives), on: context.clock.today() };
  };
