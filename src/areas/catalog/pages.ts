import type { Page } from '../../core/page.ts';
import { comparePage } from './compare-page.tsx';
import { dictionaryPage } from './custody/dictionary-page.tsx';
import { inventoryPage } from './custody/inventory-page.tsx';
import { lineagePage } from './custody/lineage-page.tsx';
import { registerPage } from './custody/register-page.tsx';
import { datasetListPage } from './dataset-list-page.tsx';
import { datasetPage } from './dataset-page.tsx';
import { harvestPage } from './dcat/harvest-page.tsx';
import { harvestRunPage } from './dcat/harvest-run-page.tsx';
import { editPage } from './edit-page.tsx';
import { explorerPage } from './explorer-page.tsx';
import { fieldPage, fieldsPage } from './field-pages.tsx';
import { ownerlessPage } from './ownerless-page.tsx';
import { changesPage } from './promise/changes-page.tsx';
import { retirementsPage } from './promise/retirements-page.tsx';
import { accessPage } from './protection/access-page.tsx';
import { classificationPage } from './protection/classification-page.tsx';
import { grantsPage } from './protection/grants-page.tsx';
import { releasePage } from './protection/release-page.tsx';
import { retentionPage, schedulePage } from './protection/retention-pages.tsx';
import { withdrawPage } from './protection/withdraw-page.tsx';
import { questionsPage } from './questions/questions-page.tsx';
import { rowViewPage, rowViewsPage } from './row-view-pages.tsx';
import { uploadPage } from './upload-page.tsx';
import { versionPage, versionsPage } from './version-pages.tsx';

/** Fixed words before names: `/data/upload` is not a dataset. */
export const pages: readonly Page[] = [
  datasetListPage,
  uploadPage,
  ownerlessPage,
  registerPage,
  inventoryPage,
  dictionaryPage,
  harvestPage,
  harvestRunPage,
  retirementsPage,
  datasetPage,
  explorerPage,
  rowViewsPage,
  rowViewPage,
  fieldsPage,
  fieldPage,
  versionsPage,
  versionPage,
  comparePage,
  lineagePage,
  changesPage,
  questionsPage,
  editPage,
  schedulePage,
  accessPage,
  grantsPage,
  classificationPage,
  releasePage,
  withdrawPage,
  retentionPage,
];
