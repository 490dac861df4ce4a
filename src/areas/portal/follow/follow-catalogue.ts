import { datasetOf } from '../../catalog/index.ts';
import { type Dataset, topicOfTag } from '../../catalog/model.ts';
import { type Context, type Subscriber, subscriber } from '../../handler.ts';
import type { FeedItem } from './model.ts';
import { tell } from './tell.ts';

/** A dataset is followed by itself, by its keywords and by its agency. */
const topicsOf = ({ publicId, tags, agency }: Dataset): string[] => [
  `dataset:${publicId}`,
  ...tags.map(topicOfTag),
  ...(agency === null ? [] : [`agency:${agency}`]),
];

async function tellOf(
  context: Context,
  event: { readonly id: string; readonly name: string },
  dataset: string,
  say: (about: Dataset) => Pick<FeedItem, 'title' | 'summary'> & { readonly href?: string },
): Promise<void> {
  await context.store.write(async (tx) => {
    const about = await datasetOf(tx, dataset);
    const href = `/data/${about.publicId}`;
    await tell(tx, context, { id: event.id, kind: event.name, href, ...say(about) }, topicsOf(about));
  });
}

/** What the catalogue tells of a dataset, put in words for who follows it. */
export const followSubscribers: readonly Subscriber[] = [
  subscriber({
    name: 'portal.tell-of-registered',
    event: 'dataset-registered',
    run: (context, event) =>
      tellOf(context, event, event.payload.dataset, ({ title, description }) => ({
        title: `New: ${title}`,
        summary: description?.slice(0, 500) ?? 'It was registered, and is not described yet.',
      })),
  }),
  subscriber({
    name: 'portal.tell-of-version',
    event: 'version-added',
    run: (context, event) =>
      tellOf(context, event, event.payload.dataset, ({ title, publicId }) => ({
        title: `${title}: version ${event.payload.version}`,
        summary: event.payload.previous === null ? 'Its first file was loaded.' : 'A newer file was loaded.',
        href: `/data/${publicId}/versions/${event.payload.version}`,
      })),
  }),
  subscriber({
    name: 'portal.tell-of-withdrawn',
    event: 'version-withdrawn',
    run: (context, event) =>
      tellOf(context, event, event.payload.dataset, ({ title }) => ({
        title: `${title}: version ${event.payload.version} was withdrawn`,
        summary: 'It must not be used any more. The page of the dataset says why.',
      })),
  }),
  subscriber({
    name: 'portal.tell-of-change',
    event: 'change-announced',
    run: async (context, event) => {
      const change = await context.store.read
        .selectFrom('schema_change')
        .selectAll()
        .where('id', '=', event.payload.change)
        .executeTakeFirst();
      if (change === undefined) return;
      const what = {
        drop: 'goes',
        rename: `becomes ${change.becomes}`,
        retype: `becomes ${change.becomes}`,
      }[change.kind];
      await tellOf(context, event, event.payload.dataset, ({ title, publicId }) => ({
        title: `${title}: the column ${change.field} ${what} on ${change.effective_on}`,
        summary: `${change.reason} Until that day it is answered as before.`,
        href: `/data/${publicId}/changes`,
      }));
    },
  }),
  subscriber({
    name: 'portal.tell-of-retirement',
    event: 'retirement-announced',
    run: async (context, event) => {
      const plan = await context.store.read
        .selectFrom('retirement')
        .selectAll()
        .where('dataset', '=', event.payload.dataset)
        .executeTakeFirst();
      if (plan === undefined) return;
      await tellOf(context, event, event.payload.dataset, ({ title, publicId }) => ({
        title: `${title} will be retired on ${plan.retire_on}`,
        summary: `${plan.reason}${plan.replaced_by === null ? '' : ` Use ${plan.replaced_by} in its place.`}`,
        href: `/data/${publicId}/changes`,
      }));
    },
  }),
  subscriber({
    name: 'portal.tell-of-answer',
    event: 'question-answered',
    run: async (context, event) => {
      const row = await context.store.read
        .selectFrom('dataset_question')
        .selectAll()
        .where('id', '=', event.payload.question)
        .where('shown', '=', 1)
        .executeTakeFirst();
      if (row === undefined) return;
      await tellOf(context, event, event.payload.dataset, ({ title, publicId }) => ({
        title: `${title}: a question was answered`,
        summary: `${row.question.slice(0, 300)} — ${(row.answer ?? '').slice(0, 300)}`,
        href: `/data/${publicId}/questions`,
      }));
    },
  }),
];
