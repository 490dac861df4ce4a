import type { Page } from '../../core/page.ts';
import { accessPlanPage } from './access-plan/access-plan-page.tsx';
import { boardPage } from './board/board-page.tsx';
import { commentPage } from './comments/comment-page.tsx';
import { docketPage } from './comments/docket-page.tsx';
import { compliancePage } from './compliance/compliance-page.tsx';
import { comparePage } from './cycle/compare-page.tsx';
import { timelinePage } from './cycle/timeline-page.tsx';
import { versionPage } from './cycle/version-page.tsx';
import { itActionPage } from './duties/it-action-page.tsx';
import { itPage } from './duties/it-page.tsx';
import { focalPointsPage } from './focal-points-page.tsx';
import { inventoriesPage } from './inventory/inventories-page.tsx';
import { inventoryYearPage } from './inventory/inventory-year-page.tsx';
import { itemPage } from './item-page.tsx';
import { objectivePage } from './objective-page.tsx';
import { planPage } from './plan-page.tsx';
import { printedPage } from './print/printed-page.tsx';
import { progressPage } from './progress/progress-page.tsx';
import { reportPage } from './progress/report-page.tsx';
import { planDataPage } from './share/plan-data-page.tsx';
import { draftPage } from './text/draft-page.tsx';
import { objectiveDraftPage } from './text/objective-draft-page.tsx';

export const pages: readonly Page[] = [
  planPage,
  objectivePage,
  itemPage,
  focalPointsPage,
  docketPage,
  commentPage,
  comparePage,
  timelinePage,
  versionPage,
  boardPage,
  progressPage,
  reportPage,
  printedPage,
  compliancePage,
  draftPage,
  objectiveDraftPage,
  itPage,
  itActionPage,
  accessPlanPage,
  inventoryYearPage,
  inventoriesPage,
  planDataPage,
];
