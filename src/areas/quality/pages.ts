import type { Page } from '../../core/page.ts';

export const pages: readonly Page[] = [];
