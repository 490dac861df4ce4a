import { namesOfAgencies } from '../../agencies/index.ts';
import type { Reader } from '../../handler.ts';
import { noSuchTopic } from './errors.ts';

/** How a topic reads, and the page that shows it. */
export interface TopicWords {
  readonly title: string;
  readonly href: string;
}

/** Topics in words: a dataset by its title, an agency by its name. One that names nothing known reads as it stands. */
export async function topicWords(
  reader: Reader,
  topics: readonly string[],
): Promise<(topic: string) => TopicWords> {
  const named = (kind: string) =>
    topics.filter((one) => one.startsWith(`${kind}:`)).map((one) => one.slice(kind.length + 1));
  const ids = named('dataset');
  const titles = new Map(
    ids.length === 0
      ? []
      : (
          await reader
            .selectFrom('dataset')
            .select(['public_id', 'title'])
            .where('public_id', 'in', ids)
            .execute()
        ).map((row) => [String(row.public_id), row.title]),
  );
  const agencies = named('agency').length === 0 ? new Map<string, string>() : await namesOfAgencies(reader);
  return (topic) => {
    if (topic === 'all') return { title: 'all data', href: '/data' };
    const at = topic.indexOf(':');
    const [kind, name] = [topic.slice(0, at), topic.slice(at + 1)];
    if (kind === 'dataset') return { title: titles.get(name) ?? name, href: `/data/${name}` };
    if (kind === 'agency') return { title: agencies.get(name) ?? name, href: `/agencies/${name}` };
    if (kind === 'tag')
      return {
        title: `data about ${name.replaceAll('-', ' ')}`,
        href: `/search?q=${encodeURIComponent(name.replaceAll('-', ' '))}`,
      };
    if (kind === 'plan')
      return name === 'all'
        ? { title: 'the plan', href: '/plan' }
        : { title: `the plan: ${name.replaceAll('-', ' ')}`, href: `/plan/${name}` };
    return { title: `${kind} ${name.replaceAll('-', ' ')}`, href: `/${kind}` };
  };
}

/** Refuses to follow a dataset or an agency that is not there: nothing would ever be told of it. */
export async function checkTopic(reader: Reader, topic: string): Promise<void> {
  const [kind, name = ''] = topic.split(':');
  const known =
    kind === 'dataset'
      ? await reader.selectFrom('dataset').select('id').where('public_id', '=', name).executeTakeFirst()
      : kind === 'agency'
        ? (await namesOfAgencies(reader)).has(name) ||
          (await reader.selectFrom('dataset').select('id').where('agency', '=', name).executeTakeFirst())
        : true;
  if (!known) throw noSuchTopic.with({ topic });
}
