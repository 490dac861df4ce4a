import type { Page } from '../../core/page.ts';
import { breakGlassListPage, breakGlassPage } from './pages/break-glass-pages.tsx';
import { handoverPage } from './pages/handover-page.tsx';
import { leavingPage } from './pages/leaving-page.tsx';
import { mePage } from './pages/me-page.tsx';
import { openBreakGlassPage } from './pages/open-break-glass-page.tsx';
import { peoplePage } from './pages/people-page.tsx';
import { policiesPage } from './pages/policies-page.tsx';
import { signInPage } from './pages/sign-in-page.tsx';
import { tokensPage } from './pages/tokens-page.tsx';

export const pages: readonly Page[] = [
  signInPage,
  mePage,
  tokensPage,
  policiesPage,
  peoplePage,
  leavingPage,
  handoverPage,
  breakGlassListPage,
  openBreakGlassPage,
  breakGlassPage,
];
