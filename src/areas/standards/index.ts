/**
 * What common elements mean everywhere, as published standards with versions and checks that a machine makes, and the names
 * of places as the state lists them. Uses catalog; gives the plan its measures of conformance.
 */
import { area as form } from '../area.ts';
import { checkDataset } from './check-dataset.ts';
import { showConformance } from './conformance.ts';
import { operations } from './contract.ts';
import { errors } from './errors.ts';
import { listStandards } from './list-standards.ts';
import { measures } from './measures.ts';
import { pages } from './pages.ts';
import { publishStandards } from './publish-standards.ts';
import { tables } from './tables.ts';

export { placeReader } from './place-name.ts';

export const area = form({
  name: 'standards',
  operations,
  handlers: {
    'publish-standards': publishStandards,
    'list-standards': listStandards,
    'show-conformance': showConformance,
    'check-dataset': checkDataset,
  },
  pages,
  measures,
  tables,
  errors,
});
