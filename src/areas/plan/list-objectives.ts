import type { Handler } from '../handler.ts';
import type { listObjectives as op } from './contract.ts';
import type { MeasuresRegistry } from './measures-registry.ts';
import { tallyOf } from './model.ts';
import { viewObjectives } from './objective-view.ts';

export const listObjectives =
  (registry: MeasuresRegistry): Handler<typeof op> =>
  async (context, input) => {
    const objectives = (
      await viewObjectives(context, registry, { on: input.on, knownAt: input.known_at })
    ).filter(
      (line) =>
        (input.goal === undefined || line.goal === input.goal) &&
        (input.horizon === undefined || line.horizon === input.horizon),
    );
    return { objectives, tally: tallyOf(objectives), on: input.on ?? context.clock.today() };
  };
