import type { RuleDefinition } from '../rule.ts';
import type { OdcsDocument, OdcsObject, OdcsProperty, OdcsQuality } from './odcs-document.ts';
import { type ContractRule, ruleOf } from './quality-entry.ts';

/** A rule found in a contract. */
export interface TakenRule extends ContractRule {
  /** Its entry as it came; null when the property itself declares it (`required`, `unique`, `primaryKey`, limits). */
  readonly entry: OdcsQuality | null;
  /** Stands in the template where the entry stood. */
  readonly mark: string | null;
}

export interface TakenContract {
  /** The document with `{ rule: mark }` in place of each entry that became a rule. */
  readonly template: OdcsDocument;
  readonly rules: readonly TakenRule[];
  /** Entries that stay in the contract and are not run: where they stand, and in what form. */
  readonly kept: readonly string[];
}

export const marker = 'charterOakRule';

/**
 * Takes the rules of one table out of a contract. `fieldNamed` says which field of the dataset a property is. What
 * our rules do not mean to the letter stays where it is.
 */
export function takeRules(
  document: OdcsDocument,
  table: OdcsObject | undefined,
  fieldNamed: (property: OdcsProperty) => string | undefined,
): TakenContract {
  const rules: TakenRule[] = [];
  const kept: string[] = [];
  const taken = (entries: readonly OdcsQuality[] | undefined, field: string | undefined, where: string) =>
    entries?.map((entry): OdcsQuality => {
      const rule = ruleOf(entry, field);
      if (rule === null) {
        kept.push(`${where}: ${entry.metric ?? entry.type ?? 'entry'}`);
        return entry;
      }
      const mark = String(rules.length);
      rules.push({ ...rule, entry, mark });
      return { [marker]: mark };
    });
  const template = {
    ...document,
    ...(document.schema === undefined
      ? {}
      : {
          schema: document.schema.map((object) => {
            if (object !== table) {
              for (const one of entriesOf(object))
                kept.push(`${object.name}: ${one.metric ?? one.type ?? 'entry'}`);
              return object;
            }
            const properties = object.properties?.map((property) => {
              const field = fieldNamed(property);
              const quality = taken(property.quality, field, `${object.name}.${property.name}`);
              return { ...property, ...(quality === undefined ? {} : { quality }) };
            });
            const quality = taken(object.quality, undefined, object.name);
            return {
              ...object,
              ...(properties === undefined ? {} : { properties }),
              ...(quality === undefined ? {} : { quality }),
            };
          }),
        }),
  };
  for (const definition of declaredBy(table, fieldNamed)) {
    rules.push({ definition, tolerance: 0, criticality: 'normal', entry: null, mark: null });
  }
  return { template, rules, kept };
}

const entriesOf = (object: OdcsObject): OdcsQuality[] => [
  ...(object.quality ?? []),
  ...(object.properties ?? []).flatMap((property) => property.quality ?? []),
];

/** What properties demand by themselves: filled, unique, part of the key, within limits, of a form. */
function declaredBy(
  table: OdcsObject | undefined,
  fieldNamed: (property: OdcsProperty) => string | undefined,
): RuleDefinition[] {
  const declared: RuleDefinition[] = [];
  const key: { field: string; position: number }[] = [];
  for (const property of table?.properties ?? []) {
    const field = fieldNamed(property);
    if (field === undefined) continue;
    if (property.required === true) declared.push({ kind: 'not-null', field });
    if (property.unique === true) declared.push({ kind: 'unique', fields: [field] });
    if (property.primaryKey === true) key.push({ field, position: property.primaryKeyPosition ?? 0 });
    const { minimum, maximum, pattern } = property.logicalTypeOptions ?? {};
    const bounds = {
      ...(isBound(minimum) ? { min: minimum } : {}),
      ...(isBound(maximum) ? { max: maximum } : {}),
    };
    if (Object.keys(bounds).length > 0) declared.push({ kind: 'range', field, ...bounds });
    if (typeof pattern === 'string') declared.push({ kind: 'pattern', field, pattern });
  }
  if (key.length > 0 && key.length <= 8) {
    const fields = key.sort((a, b) => a.position - b.position).map((one) => one.field);
    declared.push({ kind: 'unique', fields });
  }
  return declared;
}

const isBound = (value: unknown): value is number | string =>
  typeof value === 'number' || typeof value === 'string';
