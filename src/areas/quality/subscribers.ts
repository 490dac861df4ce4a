import { type Context, type Subscriber, subscriber } from '../handler.ts';

/** Queues the assessment of a version that others can now see. Queued twice, it runs once or does the same again. */
async function queueAssessment(context: Context, about: { dataset: string; version: number }): Promise<void> {
  await context.store.write((tx) =>
    context.enqueue(tx, {
      kind: 'quality.assess',
      input: { dataset: about.dataset, version: about.version },
      subject: about.dataset,
      once: `quality.assess:${about.dataset}:${about.version}`,
    }),
  );
}

export const subscribers: readonly Subscriber[] = [
  subscriber({
    name: 'quality.assess-new-version',
    event: 'version-added',
    run: (context, { payload }) => queueAssessment(context, payload),
  }),
  subscriber({
    name: 'quality.assess-resealed-version',
    event: 'version-resealed',
    run: (context, { payload }) => queueAssessment(context, payload),
  }),
  subscriber({
    name: 'quality.assess-rolled-back-version',
    event: 'version-rolled-back',
    run: (context, { payload }) => queueAssessment(context, payload),
  }),
];
