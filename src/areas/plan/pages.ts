import type { Page } from '../../core/page.ts';
import { focalPointsPage } from './focal-points-page.tsx';
import { itemPage } from './item-page.tsx';
import { objectivePage } from './objective-page.tsx';
import { planPage } from './plan-page.tsx';

export const pages: readonly Page[] = [planPage, objectivePage, itemPage, focalPointsPage];
