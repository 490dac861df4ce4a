import { newId } from '../../../core/id.ts';
import type { Handler } from '../../handler.ts';
import { editedMeanwhile, unfit } from '../errors.ts';
import { readItemRows } from '../read-plan.ts';
import type { putObjective } from './contract.ts';
import { draftOnly } from './write-item.ts';

/** An objective may be written before it is complete; it cannot be adopted before. */
export const putObjectiveHandler: Handler<typeof putObjective> = async (context, input) =>
  context.store.write(async (tx) => {
    await draftOnly(tx, input.cycle);
    const items = await readItemRows(tx, input.cycle);
    const unknown = [
      ...(items.some(({ item, kind }) => item === input.goal && kind === 'goal') ? [] : [input.goal]),
      ...input.principles.filter(
        (id) => !items.some(({ item, kind }) => item === id && kind === 'principle'),
      ),
    ];
    if (unknown.length > 0)
      throw unfit.with({
        problems: unknown.map((id) => `${id} is not a goal or principle of this draft.`),
        fields: unknown.map((id) => (id === input.goal ? 'goal' : 'principles')),
      });
    const known = await tx
      .selectFrom('plan_objective')
      .selectAll()
      .where('cycle', '=', input.cycle)
      .where('superseded_at', 'is', null)
      .execute();
    const at = context.clock.now();
    const before = known.find(({ objective }) => objective === input.objective);
    if (input.revision !== undefined && input.revision !== (before?.id ?? ''))
      throw editedMeanwhile.with({
        item: input.objective,
        theirs: before?.title ?? '',
        revision: before?.id ?? '',
        problems: [
          before === undefined
            ? 'Somebody else took it out while you were writing.'
            : `Somebody else wrote it while you were writing. It now stands as “${before.title}”. What you typed is below: saving again replaces theirs.`,
        ],
        fields: ['title'],
      });
    if (before)
      await tx.updateTable('plan_objective').set({ superseded_at: at }).where('id', '=', before.id).execute();
    const { baseline, target, covered, agencies, datasets } = input;
    await tx
      .insertInto('plan_objective')
      .values({
        id: newId(context.random),
        cycle: input.cycle,
        objective: input.objective,
        position: before?.position ?? Math.max(-1, ...known.map(({ position }) => position)) + 1,
        goal: input.goal,
        title: input.title,
        measure: input.measure,
        scope: JSON.stringify({
          ...(covered && { covered }),
          ...(agencies && { agencies }),
          ...(datasets && { datasets }),
        }),
        principles: JSON.stringify(input.principles),
        baseline:
          baseline === undefined
            ? null
            : JSON.stringify({ source: null, first: false, example: input.example, ...baseline }),
        target: JSON.stringify(
          target === undefined ? null : { unit: '%', example: input.example, ...target },
        ),
        horizon: input.horizon,
        next_check: input.next_check ?? null,
        owner: input.owner,
        example: input.example ? 1 : 0,
        recorded_at: at,
      })
      .execute();
    return {
      objective: input.objective,
      missing: [
        baseline === undefined ? 'baseline' : '',
        target === undefined ? 'target' : '',
        input.owner === '' ? 'owner' : '',
      ].filter(Boolean),
    };
  });
