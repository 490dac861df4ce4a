import { newId, newPublicId } from '../../../core/id.ts';
import { namesOfAgencies } from '../../agencies/index.ts';
import type { Context, Handler, Tx } from '../../handler.ts';
import { actsFor } from './acts-for.ts';
import { agencyWritten } from './agency-written.ts';
import type { importDictionary as operation } from './contract.ts';
import { type DictionaryAsset, readDictionary } from './dictionary-file.ts';
import { notYourAgency } from './errors.ts';
import { readSheets } from './workbook.ts';
import { writeCustody } from './write-custody.ts';
import { writeDescribedFields } from './write-described-fields.ts';

/** Assets that came from a dictionary are known again by this and by what it calls them. */
const catalogue = 'dictionary';

/**
 * Registers what a data dictionary describes: an asset for each programme of each holder, with its fields. Read again, it
 * changes what is not the same any more, and nothing else. Nothing is written when it is only checked.
 */
export const importDictionary: Handler<typeof operation> = async (context, input) => {
  const { file, sheets } = await readSheets(context, input);
  const dictionary = readDictionary(sheets, file);
  const head = { file, elements: dictionary.elements, blank: dictionary.blank };
  if (dictionary.blank) return { ...head, checked: input.check, assets: [], problems: [], more_problems: 0 };
  const names = await namesOfAgencies(context.store.read);
  const problems = [...dictionary.problems];
  const work = async (tx: Tx) => {
    const assets = [];
    for (const asset of dictionary.assets) assets.push(await take(tx, context, asset, names, input.agency));
    if (input.check) throw new Checked(assets);
    return assets;
  };
  const assets = await context.store.write(work).catch((thrown: unknown) => {
    if (thrown instanceof Checked) return thrown.assets;
    throw thrown;
  });
  for (const { holder, agency } of assets)
    if (agency === null && !problems.some(({ problem }) => problem.includes(`“${holder}”`)))
      problems.unshift({
        sheet: '',
        row: 0,
        column: 'Agency',
        problem: `“${holder}” is no agency known here; its assets wait for one, or give --agency.`,
        kind: 'notice',
      });
  return {
    ...head,
    checked: input.check,
    assets,
    problems: problems.slice(0, input.problems),
    more_problems: Math.max(0, problems.length - input.problems),
  };
};

type Taken = Awaited<ReturnType<typeof take>>;

/** Takes a transaction back whose outcome is all that was asked for. */
class Checked extends Error {
  readonly assets: Taken[];
  constructor(assets: Taken[]) {
    super('only checked');
    this.assets = assets;
  }
}

async function take(
  tx: Tx,
  context: Context,
  asset: DictionaryAsset,
  names: ReadonlyMap<string, string>,
  givenAgency: string | undefined,
) {
  const now = context.clock.now();
  const agency = givenAgency ?? agencyWritten(asset.holder, names, context.jurisdiction.name) ?? null;
  if (!actsFor(context.actor, agency))
    throw notYourAgency.with({ agency: agency ?? (asset.holder || 'nobody named') });
  const holder = (agency === null ? undefined : names.get(agency)) ?? asset.holder;
  const identifier = `${asset.holder}\n${asset.program}`.toLowerCase();
  const known = await tx
    .selectFrom('dataset_custody')
    .innerJoin('dataset', 'dataset.id', 'dataset_custody.dataset')
    .select(['dataset.id', 'dataset.public_id', 'dataset.title', 'dataset.agency'])
    .where('catalogue', '=', catalogue)
    .where('identifier', '=', identifier)
    .executeTakeFirst();
  const id = known?.id ?? newId<'dataset'>(context.random);
  const publicId = known?.public_id ?? newPublicId<'dataset'>(context.random);
  const title = known?.title ?? (asset.program || `Data of the ${holder}`.replace('the The', 'The'));
  if (known === undefined) {
    await tx
      .insertInto('dataset')
      .values({
        id,
        public_id: publicId,
        title,
        description: `What ${holder || 'its holder'} keeps${asset.program ? ` in ${asset.program}` : ''}, field by field, as its data dictionary describes it.`,
        agency,
        key_fields: '[]',
        tags: '[]',
        state: 'active',
        created_at: now,
        created_by: context.actor.id,
        updated_at: now,
      })
      .execute();
    await tx
      .insertInto('dataset_custody')
      .values({ dataset: id, reasons: '[]', origin: 'dictionary', catalogue, identifier, updated_at: now })
      .execute();
  }
  const years = asset.fields.filter((field) => field.years_from !== null);
  const stillNew = years.some((field) => field.years_to === null);
  const custody = await writeCustody(
    tx,
    context,
    id,
    {
      holder: agency === null ? asset.holder : '',
      years_from: years.length === 0 ? null : Math.min(...years.map((field) => field.years_from!)),
      years_to: stillNew || years.length === 0 ? null : Math.max(...years.map((field) => field.years_to!)),
    },
    'dictionary',
  );
  const adopted = known !== undefined && known.agency === null && agency !== null;
  if (adopted)
    await tx.updateTable('dataset').set({ agency, updated_at: now }).where('id', '=', id).execute();
  const fields = await writeDescribedFields(tx, id, asset.fields, now);
  const changed = custody || adopted || fields.added + fields.changed + fields.removed > 0;
  if (known === undefined) await context.emit(tx, 'dataset-registered', { dataset: id, publicId });
  else if (changed) await context.emit(tx, 'dataset-edited', { dataset: id, publicId });
  if (fields.added + fields.changed + fields.removed > 0)
    await context.emit(tx, 'dataset-described', { dataset: id, publicId });
  return {
    dataset: publicId,
    title,
    agency: known?.agency ?? agency,
    holder: asset.holder,
    outcome:
      known === undefined ? ('added' as const) : changed ? ('changed' as const) : ('unchanged' as const),
    fields: asset.fields.length,
    field_changes: fields,
  };
}
