import { namePeople } from '../../areas/access/contract.ts';
import type { PageRequest } from '../../core/page.ts';

/** Who acts besides people, as it is read. */
const kinds: Readonly<Record<string, string>> = {
  operator: 'Who runs the platform',
  system: 'The platform',
  open: 'A visitor',
};
const mostAtOnce = 200;

/**
 * Names for the ids that stand in a page's histories: a name to whoever has signed in, the role to a visitor. Answers the
 * id itself where nobody is known by it.
 */
export async function namesOf(
  request: Pick<PageRequest, 'ask'>,
  ids: Iterable<string | null | undefined>,
): Promise<(id: string) => string> {
  const wanted = [...new Set(ids)].filter(
    (id): id is string => typeof id === 'string' && id !== '' && kinds[id] === undefined,
  );
  const names: Record<string, string> = {};
  for (let at = 0; at < wanted.length; at += mostAtOnce)
    Object.assign(names, (await request.ask(namePeople, { ids: wanted.slice(at, at + mostAtOnce) })).names);
  return (id) => kinds[id] ?? names[id] ?? id;
}
