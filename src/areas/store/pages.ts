import type { Page } from '../../core/page.ts';
import { healthPage } from './health-page.tsx';

export const pages: readonly Page[] = [healthPage];
