import type { Page } from '../../core/page.ts';
import { comparePage } from './compare-page.tsx';
import { custodyPages } from './custody/pages.ts';
import { datasetListPage } from './dataset-list-page.tsx';
import { datasetPage } from './dataset-page.tsx';
import { editPage } from './edit-page.tsx';
import { explorerPage } from './explorer-page.tsx';
import { fieldPage, fieldsPage } from './field-pages.tsx';
import { ownerlessPage } from './ownerless-page.tsx';
import { accessPage } from './protection/access-page.tsx';
import { classificationPage } from './protection/classification-page.tsx';
import { releasePage } from './protection/release-page.tsx';
import { retentionPage, schedulePage } from './protection/retention-pages.tsx';
import { withdrawPage } from './protection/withdraw-page.tsx';
import { uploadPage } from './upload-page.tsx';
import { versionPage, versionsPage } from './version-pages.tsx';

/** Fixed words before names: `/data/upload` is not a dataset. */
export const pages: readonly Page[] = [
  datasetListPage,
  uploadPage,
  ownerlessPage,
  ...custodyPages,
  datasetPage,
  explorerPage,
  fieldsPage,
  fieldPage,
  versionsPage,
  versionPage,
  comparePage,
  editPage,
  schedulePage,
  accessPage,
  classificationPage,
  releasePage,
  withdrawPage,
  retentionPage,
];
