import { newId } from '../../../core/id.ts';
import { sql } from '../../../engine/sql.ts';
import type { Handler, JobContext } from '../../handler.ts';
import { openRun } from '../runs/with-run.ts';
import type { openReview as op } from './contract.ts';
import { drawSample } from './draw-sample.ts';
import { nothingToReview } from './errors.ts';

/** What the queue keeps of a review to draw. */
export interface DrawReviewJob {
  readonly run: string;
  readonly pairs: number;
  readonly double: number;
  readonly seed: number;
  readonly actor: string;
}

/** Asks for leave to the run, then queues the drawing of its sample. */
export const openReview: Handler<typeof op> = async (context, input) => {
  await openRun(context, input.run);
  const job: DrawReviewJob = { ...input, actor: context.actor.id };
  return {
    job: await context.store.write((tx) =>
      context.enqueue(tx, { kind: 'linkage.draw-review', input: job, subject: input.run }),
    ),
  };
};

/** Draws the sample of a review from the pairs that the run kept. Running again after a crash gives the one review. */
export async function drawReview(context: JobContext, job: DrawReviewJob): Promise<{ review: string }> {
  const { store, engine } = context;
  const known = await store.read
    .selectFrom('linkage_review')
    .select('id')
    .where('job', '=', context.job.id)
    .executeTakeFirst();
  if (known !== undefined) return { review: known.id };
  const run = await openRun(context, job.run);
  context.job.progress({ stage: 'Drawing pairs' });
  const names = run.report.blocking.rules.map(({ name }) => name);
  const columns = await engine.columns(
    sql`SELECT pair::varchar AS pair, match_probability::varchar AS chance, linked::varchar AS linked, rules::varchar AS rules, decided_by
        FROM ${run.pairs} ORDER BY pair`,
    { step: 'pairs_to_review' },
  );
  const [pair, chance, linked, rules, decidedBy] = columns.map(
    ({ codes, values }) =>
      (at: number) =>
        values[codes[at]!]!,
  );
  const candidates = Array.from(columns[0]!.codes, (_, at) => ({
    pair: Number(pair!(at)),
    chance: Number(chance!(at)),
    linked: linked!(at) === 'yes',
    rule: ruleOf(rules!(at), decidedBy!(at), names),
  }));
  if (candidates.length === 0) throw nothingToReview.with({ run: job.run });
  const sample = drawSample(candidates, job);
  const chanceOf = new Map(candidates.map((one) => [one.pair, one.chance]));
  const id = newId<'review'>(context.random);
  const now = context.clock.now();
  await store.write(async (tx) => {
    await tx
      .insertInto('linkage_review')
      .values({
        id,
        run: job.run,
        seed: job.seed,
        double_share: job.double,
        strata: JSON.stringify(sample.strata),
        job: context.job.id,
        opened_by: job.actor,
        opened_at: now,
      })
      .execute();
    for (let from = 0; from < sample.pairs.length; from += 200)
      await tx
        .insertInto('linkage_review_pair')
        .values(
          sample.pairs.slice(from, from + 200).map((one, at) => ({
            id: newId<'review-pair'>(context.random),
            review: id,
            number: from + at + 1,
            pair: one.pair,
            chance: chanceOf.get(one.pair)!,
            stratum: one.stratum,
            double: one.double ? 1 : 0,
          })),
        )
        .execute();
  });
  return { review: id };
}

/** What a pair is drawn by: the rule of the policy that decided it, or else the first that brought the two together. */
function ruleOf(numbers: string, decidedBy: string, names: readonly string[]): string {
  if (decidedBy !== 'the chance') return decidedBy;
  const first = numbers.split(' ', 1)[0]!;
  return first === '' ? 'all pairs' : (names[Number(first)] ?? 'all pairs');
}
