import type { Page } from '../../../core/page.ts';
import { dictionaryPage } from './dictionary-page.tsx';
import { inventoryPage } from './inventory-page.tsx';
import { lineagePage } from './lineage-page.tsx';
import { registerPage } from './register-page.tsx';

export const custodyPages: readonly Page[] = [registerPage, inventoryPage, dictionaryPage, lineagePage];
