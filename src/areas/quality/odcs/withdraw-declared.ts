import type { RuleDefinition } from '../rule.ts';
import type { OdcsDocument, OdcsProperty } from './odcs-document.ts';

/** The document without what its properties declare and a person has retired since. */
export function withdrawDeclared(
  document: OdcsDocument,
  tableName: string | undefined,
  fieldOf: (property: OdcsProperty) => string,
  retired: readonly RuleDefinition[],
): OdcsDocument {
  if (retired.length === 0 || document.schema === undefined) return document;
  const gone = (property: OdcsProperty, kind: RuleDefinition['kind']) =>
    retired.some((one) => one.kind === kind && 'field' in one && one.field === fieldOf(property));
  const goneKeys = retired.flatMap((one) => (one.kind === 'unique' ? [one.fields] : []));
  const withdrawn = (property: OdcsProperty): OdcsProperty => {
    const field = fieldOf(property);
    const { minimum, maximum, pattern, ...others } = property.logicalTypeOptions ?? {};
    const options = {
      ...others,
      ...(gone(property, 'range') ? {} : { minimum, maximum }),
      ...(gone(property, 'pattern') ? {} : { pattern }),
    };
    const left = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    return {
      ...property,
      ...(property.required === true && gone(property, 'not-null') ? { required: false } : {}),
      ...(property.unique === true && goneKeys.some((key) => key.length === 1 && key[0] === field)
        ? { unique: false }
        : {}),
      ...(property.primaryKey === true && goneKeys.some((key) => key.includes(field))
        ? { primaryKey: false }
        : {}),
      ...(property.logicalTypeOptions === undefined ? {} : { logicalTypeOptions: left }),
    };
  };
  return {
    ...document,
    schema: document.schema.map((object) =>
      object.name === tableName && object.properties !== undefined
        ? { ...object, properties: object.properties.map(withdrawn) }
        : object,
    ),
  };
}
