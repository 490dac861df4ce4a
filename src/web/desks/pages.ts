import type { Page } from '../../core/page.ts';
import { accessibilityPage } from '../about/accessibility-page.tsx';
import { figuresPage } from '../about/figures-page.tsx';
import { jobsPage } from './jobs-page.tsx';

/** Pages that belong to no single area. */
export const pages: readonly Page[] = [jobsPage, figuresPage, accessibilityPage];
