import { stringify } from 'yaml';
import type { ColumnType } from '../../core/column-type.ts';
import { datasetOf } from '../catalog/index.ts';
import type { Context, Handler, Reader } from '../handler.ts';
import type { exportContract as op } from './contract.ts';
import { wordsFor } from './dataset-words.ts';
import type { Dataset } from './model.ts';
import { fieldOfProperty, propertyOfField } from './odcs/field-of-property.ts';
import type { OdcsDocument, OdcsProperty, OdcsQuality } from './odcs/odcs-document.ts';
import { putRules, type RuleToPut } from './odcs/put-rules.ts';
import { entryOf } from './odcs/quality-entry.ts';
import { withdrawDeclared } from './odcs/withdraw-declared.ts';
import type { RuleDefinition } from './rule.ts';
import { definitionOf, type RuleRow, ruleRowsOf } from './rule-rows.ts';
import { dimensionOf, sentenceOf } from './rules/rule-kinds.ts';
import { mustSeeContent } from './see-content.ts';

export const exportContract: Handler<typeof op> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  await mustSeeContent(context, dataset);
  return {
    mediaType: 'application/yaml; charset=utf-8',
    body: stringify(await contractOf(context, dataset), { lineWidth: 0 }),
    headers: { 'content-disposition': `attachment; filename="${dataset.publicId}.odcs.yaml"` },
  };
};

/** The contract of a dataset: what was imported with today's rules in it, else one made from the catalog's record. */
export async function contractOf(
  { store, jurisdiction }: Pick<Context, 'store' | 'jurisdiction'>,
  dataset: Dataset,
): Promise<OdcsDocument> {
  const words = await wordsFor(store.read, dataset.id, jurisdiction);
  const rows = await ruleRowsOf(store.read, dataset.id, 'accepted');
  const kept = await store.read
    .selectFrom('quality_contract')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .executeTakeFirst();
  const rules = rows.map((row): RuleToPut => {
    const definition = definitionOf(row);
    const about = { definition, tolerance: row.tolerance, criticality: row.criticality, id: row.id };
    return {
      definition,
      mark: row.mark === 'declared' ? undefined : row.mark,
      entry:
        row.entry === null
          ? entryOf({ ...about, sentence: sentenceOf(definition, words), dimension: dimensionOf(definition) })
          : (JSON.parse(row.entry) as OdcsQuality),
    };
  });
  if (kept !== undefined) {
    const name = kept.table_name ?? undefined;
    const fields = await fieldsOfDataset(store.read, dataset.id);
    const declared = await retiredDeclarations(store.read, dataset.id, rows);
    const imported = JSON.parse(kept.template) as OdcsDocument;
    const template = withdrawDeclared(
      imported,
      name,
      (property) => fieldOfProperty(property, fields),
      declared,
    );
    const table = template.schema?.find((one) => one.name === name);
    return putRules(template, name, propertyOfField(table, fields), rules);
  }
  const template = await contractFromRecord({ store, jurisdiction }, dataset);
  return putRules(template, tableName(dataset), (field) => field, rules);
}

/** What an imported contract's properties declare and someone has retired since. */
async function retiredDeclarations(
  reader: Reader,
  dataset: string,
  accepted: readonly RuleRow[],
): Promise<RuleDefinition[]> {
  const subjects = new Set(accepted.map((row) => row.subject));
  const retired = await ruleRowsOf(reader, dataset, 'retired');
  return retired.filter((row) => row.mark === 'declared' && !subjects.has(row.subject)).map(definitionOf);
}

const fieldsOfDataset = (reader: Reader, dataset: string) =>
  reader
    .selectFrom('dataset_field')
    .selectAll()
    .where('dataset', '=', dataset)
    .where('known_to', 'is', null)
    .orderBy('position')
    .execute();

const tableName = (dataset: Dataset): string => `dataset_${dataset.publicId.replace('-', '_')}`;

async function contractFromRecord(
  { store, jurisdiction }: Pick<Context, 'store' | 'jurisdiction'>,
  dataset: Dataset,
): Promise<OdcsDocument> {
  const fields = await fieldsOfDataset(store.read, dataset.id);
  const optional = (name: string, value: string | null) =>
    value === null || value === '' ? {} : { [name]: value };
  return {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: dataset.publicId,
    version: `${dataset.currentVersion ?? 0}.0.0`,
    status: dataset.state,
    name: dataset.title,
    tenant: jurisdiction.name,
    ...optional('domain', dataset.agency),
    ...(dataset.description === null ? {} : { description: { purpose: dataset.description } }),
    ...(dataset.tags.length === 0 ? {} : { tags: [...dataset.tags] }),
    schema: [
      {
        name: tableName(dataset),
        physicalType: 'table',
        businessName: dataset.title,
        properties: fields.map(
          (field): OdcsProperty => ({
            name: field.name,
            ...(field.title === field.name ? {} : { businessName: field.title }),
            ...optional('description', field.description),
            logicalType: logicalTypes[field.type],
            physicalType: field.type,
          }),
        ),
      },
    ],
    ...(dataset.cadence === null
      ? {}
      : { slaProperties: [{ property: 'frequency', value: dataset.cadence, driver: 'operational' }] }),
    ...(dataset.owner === null
      ? {}
      : {
          team: {
            members: [{ username: dataset.contact ?? dataset.owner, name: dataset.owner, role: 'owner' }],
          },
        }),
  };
}

const logicalTypes: Readonly<Record<ColumnType, string>> = {
  text: 'string',
  integer: 'integer',
  decimal: 'number',
  double: 'number',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  time: 'time',
  json: 'object',
  geometry: 'string',
};
