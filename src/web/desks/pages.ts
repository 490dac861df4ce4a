import type { Page } from '../../core/page.ts';
import { accessibilityPage } from '../about/accessibility-page.tsx';
import { apiPage } from '../about/api-page.tsx';
import { figuresPage } from '../about/figures-page.tsx';
import { agencyDeskPage } from './agency-desk-page.tsx';
import { homePage } from './home-page.tsx';
import { jobPage } from './job-page.tsx';
import { jobsPage } from './jobs-page.tsx';
import { planDeskPage } from './plan-desk-page.tsx';
import { sharingPage } from './sharing-page.tsx';

/** Pages that belong to no single area. */
export const pages: readonly Page[] = [
  homePage,
  planDeskPage,
  agencyDeskPage,
  sharingPage,
  jobsPage,
  jobPage,
  apiPage,
  figuresPage,
  accessibilityPage,
];
