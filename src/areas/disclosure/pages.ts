import type { Page } from '../../core/page.ts';
import { determinationsPage } from './determinations-page.tsx';
import { releasePage } from './release-page.tsx';
import { releasesPage } from './releases-page.tsx';
import { riskPage } from './risk-page.tsx';
import { tableBuilderPage } from './table-builder-page.tsx';

export const pages: readonly Page[] = [
  releasesPage,
  releasePage,
  tableBuilderPage,
  riskPage,
  determinationsPage,
];
