/**
 * May this table leave? Withholds what a rule says must not be told, finds the cheapest companions that keep it from being
 * worked out, attacks the result over everything released together, and keeps the register of what has left. Measures the
 * risk of records, coarsens them, makes research identifiers and noisy counts. The methods are pure; the gate uses the
 * catalog's content and release decisions.
 */
import { area as form } from '../area.ts';
import { attack } from './attack.ts';
import { buildTable, releaseTable } from './build-table.ts';
import { check } from './check.ts';
import { operations } from './contract.ts';
import { datasetRisk } from './dataset-risk.ts';
import { decideRelease } from './decide-release.ts';
import { downloadReleases } from './download-releases.ts';
import { errors } from './errors.ts';
import { generalise } from './generalise.ts';
import { listReleases } from './list-releases.ts';
import { destroyIdentifiers, makeIdentifiers } from './make-identifiers.ts';
import { noisyCounts, openBudget, showBudget } from './noisy-counts.ts';
import { pages } from './pages.ts';
import { explain, protect } from './protect.ts';
import { listDeterminations, recordDetermination } from './record-determination.ts';
import { release } from './release.ts';
import { risk } from './risk.ts';
import { safeHarbor } from './safe-harbor.ts';
import { showRelease } from './show-release.ts';
import { tables } from './tables.ts';

export { showFigures } from './release/show-figures.ts';
export { leastCell } from './rules/least-cell.ts';

export const area = form({
  name: 'disclosure',
  operations,
  handlers: {
    protect,
    explain,
    attack,
    risk,
    'dataset-risk': datasetRisk,
    generalise,
    'safe-harbor': safeHarbor,
    check,
    release,
    'build-table': buildTable,
    'release-table': releaseTable,
    'list-releases': listReleases,
    'download-releases': downloadReleases,
    'show-release': showRelease,
    'decide-release': decideRelease,
    'record-determination': recordDetermination,
    'list-determinations': listDeterminations,
    'make-identifiers': makeIdentifiers,
    'destroy-identifiers': destroyIdentifiers,
    'open-budget': openBudget,
    'show-budget': showBudget,
    'noisy-counts': noisyCounts,
  },
  pages,
  tables,
  errors,
});
