import { namesOfAgencies } from '../../agencies/index.ts';
import type { Reader } from '../../handler.ts';
import { custodyFromRow, custodyOf } from '../custody/read-custody.ts';
import { datasetFromRow } from '../read-dataset.ts';
import type { CatalogueEntry } from './catalogue-entry.ts';
import type { DcatForm, DcatRecord } from './read-catalogue.ts';

const batch = 1000;

/** Every active dataset as a catalogue says it, in the order of public ids; one when `only` names it (internal id). */
export async function* catalogueEntries(reader: Reader, only?: string): AsyncGenerator<CatalogueEntry> {
  const [names, none, catalogues] = await Promise.all([
    namesOfAgencies(reader),
    custodyOf(reader, ''),
    reader.selectFrom('harvested_catalogue').select(['id', 'form']).execute(),
  ]);
  const forms = new Map<string, DcatForm>(catalogues.map(({ id, form }) => [id, form]));
  for (let after = ''; ; ) {
    const rows = await reader
      .selectFrom('dataset')
      .selectAll()
      .where('state', '=', 'active')
      .where('public_id', '>', after)
      .$if(only !== undefined, (query) => query.where('id', '=', only!))
      .orderBy('public_id')
      .limit(batch)
      .execute();
    if (rows.length === 0) return;
    const kept = await reader
      .selectFrom('dataset_custody')
      .selectAll()
      .where(
        'dataset',
        'in',
        rows.map(({ id }) => id),
      )
      .execute();
    const custodyById = new Map(kept.map((row) => [row.dataset, row]));
    for (const row of rows) {
      const custody = custodyById.get(row.id);
      const form = forms.get(custody?.catalogue ?? '');
      const said = custody === undefined ? none : custodyFromRow(custody);
      yield {
        dataset: datasetFromRow(row),
        custody: said,
        holder: (row.agency === null ? undefined : (names.get(row.agency) ?? row.agency)) ?? said.holder,
        open: row.current_version !== null && row.release !== null,
        ...(custody?.record != null &&
          form && { harvested: { form, record: JSON.parse(custody.record) as DcatRecord } }),
      };
    }
    if (rows.length < batch) return;
    after = rows.at(-1)!.public_id;
  }
}
