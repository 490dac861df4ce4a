import type { Page } from '../../core/page.ts';
import { datasetStandardsPage } from './dataset-standards-page.tsx';
import { standardsPage } from './standards-page.tsx';

export const pages: readonly Page[] = [standardsPage, datasetStandardsPage];
