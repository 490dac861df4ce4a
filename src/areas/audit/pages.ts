import type { Page } from '../../core/page.ts';
import { checkPage } from './check-page.tsx';
import { entriesPage } from './entries-page.tsx';
import { entryPage } from './entry-page.tsx';
import { logPage } from './log-page.tsx';
import { looksPage, myLooksPage } from './looks-pages.tsx';

export const pages: readonly Page[] = [logPage, checkPage, entriesPage, entryPage, looksPage, myLooksPage];
