import type { Page } from '../../../core/page.ts';
import { changesPage } from '../promise/changes-page.tsx';
import { retirementsPage } from '../promise/retirements-page.tsx';
import { questionsPage } from '../questions/questions-page.tsx';
import { dictionaryPage } from './dictionary-page.tsx';
import { inventoryPage } from './inventory-page.tsx';
import { lineagePage } from './lineage-page.tsx';
import { registerPage } from './register-page.tsx';

export const custodyPages: readonly Page[] = [
  registerPage,
  inventoryPage,
  dictionaryPage,
  lineagePage,
  changesPage,
  retirementsPage,
  questionsPage,
];
