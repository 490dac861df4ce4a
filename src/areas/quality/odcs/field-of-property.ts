import type { OdcsObject, OdcsProperty } from './odcs-document.ts';

interface Field {
  readonly name: string;
  readonly title: string;
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * The field a property means: that of its name, or of its physical or business name, capitals and signs apart. One that
 * means no field keeps its own name: its checks then say that the field is missing, as a broken contract should.
 */
export function fieldOfProperty(property: OdcsProperty, fields: readonly Field[]): string {
  for (const name of [property.name, property.physicalName, property['businessName']]) {
    if (typeof name !== 'string') continue;
    const found =
      fields.find((field) => field.name === name) ??
      fields.find((field) => plain(field.name) === plain(name) || plain(field.title) === plain(name));
    if (found !== undefined) return found.name;
  }
  return property.name;
}

/** The property of a table that means a field; a field the contract does not know has its own name. */
export function propertyOfField(
  table: OdcsObject | undefined,
  fields: readonly Field[],
): (field: string) => string {
  const names = new Map(
    (table?.properties ?? []).map((property) => [fieldOfProperty(property, fields), property.name]),
  );
  return (field) => names.get(field) ?? field;
}
