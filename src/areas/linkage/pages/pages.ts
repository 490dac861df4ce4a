import type { Page } from '../../../core/page.ts';
import { changesPage } from './changes-page.tsx';
import { clusterPage } from './cluster-page.tsx';
import { definitionPage, definitionsPage } from './definitions-pages.tsx';
import { findPage } from './find-page.tsx';
import { clustersPage, modelPage, pairsPage } from './lists-pages.tsx';
import { pairPage } from './pair-page.tsx';
import { reviewPage } from './review-page.tsx';
import { reviewsPage } from './reviews-page.tsx';
import { runPage } from './run-page.tsx';
import { runsPage } from './runs-page.tsx';
import { startPage } from './start-page.tsx';

export const pages: readonly Page[] = [
  runsPage,
  startPage,
  runPage,
  pairsPage,
  pairPage,
  clustersPage,
  clusterPage,
  modelPage,
  changesPage,
  findPage,
  definitionsPage,
  definitionPage,
  reviewsPage,
  reviewPage,
];
