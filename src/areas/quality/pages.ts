import type { Page } from '../../core/page.ts';
import { issuePage } from './issue-page.tsx';
import { issuesPage } from './issues-page.tsx';
import { newRulePage } from './new-rule-page.tsx';
import { rulePage } from './rule-page.tsx';
import { rulesPage } from './rules-page.tsx';

export const pages: readonly Page[] = [issuesPage, issuePage, rulesPage, newRulePage, rulePage];
