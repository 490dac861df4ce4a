/**
 * Finds anything by plain words: datasets, fields, agencies, places and the plan. Areas say what of theirs can be found
 * (`search-source.ts`); this one keeps the words of it in memory, as of the last commit, and ranks.
 */
import { type Area, area as form } from '../area.ts';
import type { Context } from '../handler.ts';
import { operations } from './contract.ts';
import { findIn } from './find.ts';
import { findHoldersIn } from './find-holders.ts';
import { holdersPage } from './holders-page.tsx';
import { placeSearch } from './place-source.ts';
import { searchPage } from './search-page.tsx';
import { type Synonyms, synonymsOf } from './text/synonyms.ts';
import words from './words.json' with { type: 'json' };

/** The area, given all areas whose things it may find. */
export function searchArea(others: readonly Pick<Area, 'searched'>[]) {
  const sources = [...others.flatMap(({ searched }) => searched ?? []), placeSearch];
  return form({
    name: 'search',
    operations,
    handlers: {
      find: findIn(sources, synonymsHere),
      'find-holders': findHoldersIn(sources, synonymsHere),
    },
    pages: [searchPage, holdersPage],
    tables: [],
    errors: [],
  });
}

const known = new WeakMap<object, Synonyms>();

/** The words of the house with those of the state. */
function synonymsHere({ jurisdiction }: Context): Synonyms {
  const found = known.get(jurisdiction);
  if (found !== undefined) return found;
  const made = synonymsOf([words, ...(jurisdiction.words === undefined ? [] : [jurisdiction.words])]);
  known.set(jurisdiction, made);
  return made;
}
