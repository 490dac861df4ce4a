import type { Page } from '../../core/page.ts';
import { agencyListPage } from './agency-list-page.tsx';
import { agencyPage } from './agency-page.tsx';
import { noticePage } from './notice-page.tsx';
import { officerPage } from './officer-page.tsx';

export const pages: readonly Page[] = [agencyListPage, agencyPage, officerPage, noticePage];
