import { area as catalog } from '../catalog/index.ts';
import type { Context } from '../handler.ts';
import type { Dataset } from './model.ts';
import type { RuleDefinition } from './rule.ts';

/**
 * The accepted unique key is what tells one row from another when versions are compared. The first uniqueness rule
 * accepted for a dataset without a key becomes it; retiring that rule takes the key away again.
 */
export async function takeAsKey(
  context: Context,
  dataset: Dataset,
  definition: RuleDefinition,
): Promise<void> {
  if (definition.kind !== 'unique' || dataset.keyFields.length > 0) return;
  await setKey(context, dataset, definition.fields);
}

export async function dropAsKey(
  context: Context,
  dataset: Dataset,
  definition: RuleDefinition,
): Promise<void> {
  if (definition.kind !== 'unique' || definition.fields.join() !== dataset.keyFields.join()) return;
  await setKey(context, dataset, []);
}

const setKey = (context: Context, dataset: Dataset, fields: readonly string[]) =>
  catalog.handlers['edit-dataset'](context, { dataset: dataset.id, key_fields: [...fields] });
