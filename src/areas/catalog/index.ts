/**
 * The record of every data asset and its versions: what a dataset is, who holds it, its fields, the files that were
 * loaded and what became of every row and cell in them. Uses core, store and engine, and the areas to its left;
 * portal serves the rows that this area keeps.
 */
import './events.ts';
import { area as form } from '../area.ts';
import { runCollectOrphans } from './collect-orphans.ts';
import { compareVersions } from './compare-versions.ts';
import { operations } from './contract.ts';
import { countDatasets } from './count-datasets.ts';
import { custodyHandlers, custodyJobs } from './custody/handlers.ts';
import { custodySubscribers } from './custody/subscribers.ts';
import { agencyOfDataset } from './dataset-facts.ts';
import { editDataset } from './edit-dataset.ts';
import { editField } from './edit-field.ts';
import { errors } from './errors.ts';
import { ingest } from './ingest.ts';
import { runIngest } from './ingest-job.ts';
import { listDatasets } from './list-datasets.ts';
import { listFields } from './list-fields.ts';
import { listOwnerless } from './list-ownerless.ts';
import { listQuarantinedRows } from './list-quarantined-rows.ts';
import { listRejectedCells } from './list-rejected-cells.ts';
import { listVersions } from './list-versions.ts';
import { measures } from './measures.ts';
import { ownedDatasets } from './owned-datasets.ts';
import { pages } from './pages.ts';
import { destroyVersion } from './protection/dispose-version.ts';
import { protectionHandlers } from './protection/handlers.ts';
import { sealVersion, unsealVersion } from './protection/seal-version.ts';
import { protectionSubscribers } from './protection/subscribers.ts';
import { readAsOf } from './read-as-of.ts';
import { registerDataset } from './register-dataset.ts';
import { rollBack } from './roll-back.ts';
import { catalogSearch } from './search-source.ts';
import { showDataset } from './show-dataset.ts';
import { showField } from './show-field.ts';
import { showVersion } from './show-version.ts';
import { tables } from './tables.ts';
import { withdrawVersion } from './withdraw-version.ts';

export { type CitationAbout, citationText } from './citation.ts';
export { inventoryAssets } from './custody/inventory-assets.ts';
export { datasetFacts } from './dataset-facts.ts';
export type { CatalogueEntry } from './dcat/catalogue-entry.ts';
export { homeOf } from './dcat/catalogue-entry.ts';
export type { DcatForm, DcatRecord } from './dcat/read-catalogue.ts';
export { catalogueEntries } from './dcat/read-entries.ts';
export { recordOf } from './dcat/record-of.ts';
export { dcatFaults } from './dcat/validate-record.ts';
export { runIngest } from './ingest-job.ts';
export { fieldsOf } from './list-fields.ts';
export { activeDatasets } from './measures.ts';
export { promisedColumns } from './promise/changes.ts';
export { decideLook, type LookAction, mayLook } from './protection/decide-look.ts';
export { fieldClassesOf } from './protection/field-classes.ts';
export { liveGrants } from './protection/live-grants.ts';
export { type OpenContent, openContent, removeBeside, sealedName } from './protection/open-content.ts';
export { recordRelease } from './protection/release-decision.ts';
export { allowUse } from './protection/withhold-use.ts';
export { worksInTheOpen } from './protection/works-in-the-open.ts';
export { datasetOf, findDataset } from './read-dataset.ts';
export { versionAt } from './read-version.ts';

export const area = form({
  name: 'catalog',
  operations,
  handlers: {
    ...custodyHandlers,
    ...protectionHandlers,
    'register-dataset': registerDataset,
    'edit-dataset': editDataset,
    ingest,
    'list-datasets': listDatasets,
    'count-datasets': countDatasets,
    'show-dataset': showDataset,
    'list-ownerless': listOwnerless,
    'list-versions': listVersions,
    'show-version': showVersion,
    'read-as-of': readAsOf,
    'list-fields': listFields,
    'show-field': showField,
    'edit-field': editField,
    'compare-versions': compareVersions,
    'list-rejected-cells': listRejectedCells,
    'list-quarantined-rows': listQuarantinedRows,
    'roll-back': rollBack,
    'withdraw-version': withdrawVersion,
  },
  jobs: {
    ...custodyJobs,
    'catalog.ingest': runIngest,
    'catalog.collect-orphans': runCollectOrphans,
    'catalog.seal-version': sealVersion,
    'catalog.unseal-version': unsealVersion,
    'catalog.destroy-version': destroyVersion,
  },
  pages,
  // What crashes left in the lake goes a day later.
  daily: ['catalog.retire-due', 'catalog.tell-late', 'catalog.collect-orphans'],
  subscribers: [...custodySubscribers, ...protectionSubscribers],
  measures,
  agencyOf: { dataset: agencyOfDataset },
  owned: [ownedDatasets],
  searched: catalogSearch,
  tables,
  errors,
});
