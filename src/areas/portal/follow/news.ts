import type { Handler, Reader } from '../../handler.ts';
import type { listNews as list, showFeed as show } from './contract.ts';
import type { FeedItem } from './model.ts';
import { topicWords } from './topic.ts';

const inFeed = 50;

/** What happened to a topic, the newest first. */
async function newsOf(reader: Reader, topic: string, limit: number, before?: number) {
  return reader
    .selectFrom('feed_topic')
    .innerJoin('feed_item', 'feed_item.sequence', 'feed_topic.item')
    .select(['feed_item.sequence', 'feed_item.id', 'kind', 'title', 'summary', 'href', 'at'])
    .where('feed_topic.topic', '=', topic)
    .$if(before !== undefined, (query) => query.where('feed_topic.item', '<', before!))
    .orderBy('feed_topic.item', 'desc')
    .limit(limit)
    .execute();
}

export const listNews: Handler<typeof list> = async (context, input) => {
  const before = input.cursor === undefined ? undefined : Number(input.cursor);
  const rows = await newsOf(context.store.read, input.topic, input.limit + 1, before);
  const shown = rows.slice(0, input.limit);
  return {
    topic: input.topic,
    ...(await topicWords(context.store.read, [input.topic]))(input.topic),
    items: shown.map(({ sequence: _, ...item }): FeedItem => item),
    next: rows.length > input.limit ? String(shown.at(-1)!.sequence) : null,
  };
};

/** Atom (RFC 4287). Ids are tag URIs of the deployment, so that a feed moved to another address stays the same. */
export const showFeed: Handler<typeof show> = async (context, input) => {
  const { base, topic } = input;
  const rows = await newsOf(context.store.read, topic, inFeed);
  const host = new URL(base).hostname;
  const about = (await topicWords(context.store.read, [topic]))(topic);
  const self = `${base}/feeds/${topic.split(':').map(encodeURIComponent).join('/')}.atom`;
  const entries = rows.map(
    (item) => `  <entry>
    <id>tag:${host},2018:${xml(item.id)}</id>
    <title>${xml(item.title)}</title>
    <updated>${item.at}</updated>
    <link href="${xml(base + item.href)}"/>
    <category term="${xml(item.kind)}"/>
    <summary>${xml(item.summary)}</summary>
  </entry>`,
  );
  const body = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>tag:${host},2018:${xml(topic)}</id>
  <title>${xml(context.jurisdiction.name)}: ${xml(about.title)}</title>
  <updated>${rows[0]?.at ?? '2018-01-01T00:00:00.000Z'}</updated>
  <author><name>${xml(context.jurisdiction.name)}</name></author>
  <link rel="self" type="application/atom+xml" href="${xml(self)}"/>
  <link rel="alternate" type="text/html" href="${xml(base + about.href)}"/>
${entries.join('\n')}
</feed>
`;
  return { mediaType: 'application/atom+xml', body };
};

/** Control characters have no place in XML, escaped or not. */
const xml = (text: string) =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
