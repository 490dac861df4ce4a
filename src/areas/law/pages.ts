import type { Page } from '../../core/page.ts';
import { clausePage } from './clause-page.tsx';
import { lawPage } from './law-page.tsx';
import { obstaclesPage } from './obstacles/obstacles-page.tsx';

export const pages: readonly Page[] = [lawPage, obstaclesPage, clausePage];
