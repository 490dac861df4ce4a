import type { CatalogueEntry, CatalogueHome } from './catalogue-entry.ts';
import type { DcatForm, DcatRecord } from './read-catalogue.ts';
import { record11 } from './record-1-1.ts';
import { record30 } from './record-3-0.ts';

/** A dataset as a form of DCAT-US says it; null when nobody can be asked about it. `today` is a day (YYYY-MM-DD). */
export const recordOf = (
  form: DcatForm,
  entry: CatalogueEntry,
  home: CatalogueHome,
  today: string,
): DcatRecord | null => (form === '1.1' ? record11 : record30)(entry, home, today);
