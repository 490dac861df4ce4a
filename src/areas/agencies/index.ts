/**
 * Who is responsible, today and on any date: agencies with their legal coverage, the people who answer for their data,
 * and the posts that stand vacant. Uses core and the store; every other area may ask it.
 */
import './events.ts';
import { area as form } from '../area.ts';
import { operations } from './contract.ts';
import { endTerm } from './end-term.ts';
import { errors } from './errors.ts';
import { listAgencies } from './list-agencies.ts';
import { loadAgencies } from './load-agencies.ts';
import { measures } from './measures.ts';
import { nameOfficer } from './name-officer.ts';
import { ownedPosts } from './owned-posts.ts';
import { pages } from './pages.ts';
import { recordNotice } from './record-notice.ts';
import { agencySearch } from './search-source.ts';
import { showAgency } from './show-agency.ts';
import { tables } from './tables.ts';

export { readAgencyFacts } from './agency-facts.ts';
export { namesOfAgencies } from './names-of-agencies.ts';
export { agenciesOn } from './posts-on.ts';

export const area = form({
  name: 'agencies',
  operations,
  handlers: {
    'list-agencies': listAgencies,
    'show-agency': showAgency,
    'load-agencies': loadAgencies,
    'name-officer': nameOfficer,
    'end-term': endTerm,
    'record-notice': recordNotice,
  },
  measures,
  agencyOf: { agency: async (_, code) => code.toUpperCase() },
  owned: [ownedPosts],
  searched: agencySearch,
  pages,
  tables,
  errors,
});
