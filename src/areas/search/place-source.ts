import { type SearchDocument, searchSource } from '../search-source.ts';

/** The state's places, by name and by the villages and spellings that mean them. */
export const placeSearch = searchSource({
  kinds: ['place'],
  async *read({ jurisdiction }, groups) {
    const { one } = jurisdiction.placeNoun;
    const noun = `${one.charAt(0).toUpperCase()}${one.slice(1)}`;
    yield jurisdiction.places
      .filter(({ id }) => groups === undefined || groups.includes(`place ${id}`))
      .map(({ id, name, variants }): SearchDocument => {
        const others = variants.filter((variant) => variant !== name.toLowerCase());
        return {
          kind: 'place',
          group: `place ${id}`,
          id,
          name,
          href: `/data?q=${encodeURIComponent(name)}`,
          line: others.length > 0 ? `Also ${others.slice(0, 6).join(', ')}.` : `A ${one}.`,
          beside: [noun],
          texts: [
            { part: 'name', text: name },
            { part: 'description', text: others.join(', ') },
          ],
        };
      });
  },
  touched: {},
});
