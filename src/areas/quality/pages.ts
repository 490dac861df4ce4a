import type { Page } from '../../core/page.ts';
import { issuePage } from './issue-page.tsx';
import { issuesPage } from './issues-page.tsx';
import { rulePage } from './rule-page.tsx';
import { rulesPage } from './rules-page.tsx';

export const pages: readonly Page[] = [issuesPage, issuePage, rulesPage, rulePage];
