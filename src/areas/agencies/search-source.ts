import { type SearchDocument, searchSource } from '../search-source.ts';

const group = (code: string) => `agency ${code}`;

/** Agencies, by their names, their codes and who answers for their data. */
export const agencySearch = searchSource({
  kinds: ['agency'],
  async *read({ store }, groups) {
    const rows = await store.read.selectFrom('agency').selectAll().orderBy('code').execute();
    yield rows
      .filter(({ code }) => groups === undefined || groups.includes(group(code)))
      .map(
        ({ code, name, kind }): SearchDocument => ({
          kind: 'agency',
          group: group(code),
          id: code,
          name,
          href: `/agencies/${code}`,
          line: `${kind.charAt(0).toUpperCase()}${kind.slice(1).replace('-', ' ')} agency, ${code}.`,
          agency: code,
          beside: ['Whom to ask'],
          texts: [
            { part: 'name', text: name },
            { part: 'keywords', text: code },
          ],
        }),
      );
  },
  touched: { 'agencies-changed': ({ agencies }) => agencies.map(group) },
});
