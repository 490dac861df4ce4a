/**
 * What common elements mean everywhere: so far the names of places, as the state lists them. Uses catalog; gives the plan
 * its measure of records that name a place.
 */
import { area as form } from '../area.ts';
import { operations } from './contract.ts';
import { measures } from './measures.ts';

export { placeReader } from './place-name.ts';

export const area = form({ name: 'standards', operations, handlers: {}, measures, tables: [], errors: [] });
