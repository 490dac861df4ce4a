import { fieldsOf, type RuleDefinition } from '../rule.ts';
import type { OdcsDocument, OdcsObject, OdcsProperty, OdcsQuality } from './odcs-document.ts';
import { marker } from './take-rules.ts';

/** A rule to be written into a contract. */
export interface RuleToPut {
  readonly definition: RuleDefinition;
  readonly entry: OdcsQuality;
  /** Where its entry stood in the template; null puts it at the end of its list, undefined nowhere (declared). */
  readonly mark: string | null | undefined;
}

/**
 * The template with its rules in place: a mark whose rule is given becomes that rule's entry, a mark without one
 * (retired since) goes, and rules without a mark join the list of their property (made when there is none), or of
 * the table when they are about several fields or none.
 */
export function putRules(
  template: OdcsDocument,
  tableName: string | undefined,
  propertyOf: (field: string) => string,
  rules: readonly RuleToPut[],
): OdcsDocument {
  const marked = new Map(
    rules.filter((one) => typeof one.mark === 'string').map((one) => [one.mark!, one.entry]),
  );
  const added = rules.filter((one) => one.mark === null);
  const filled = (entries: readonly OdcsQuality[] | undefined, extra: readonly OdcsQuality[]) => {
    const list = [
      ...(entries ?? []).flatMap((entry) => {
        const mark = entry[marker];
        if (typeof mark !== 'string') return [entry];
        const found = marked.get(mark);
        return found === undefined ? [] : [found];
      }),
      ...extra,
    ];
    return list.length === 0 && entries === undefined ? {} : { quality: list };
  };
  if (template.schema === undefined) return template;
  return {
    ...template,
    schema: template.schema.map((object): OdcsObject => {
      const mine = object.name === tableName ? added : [];
      const homeOf = (definition: RuleDefinition): string | undefined => {
        const fields = fieldsOf(definition);
        return fields.length === 1 ? propertyOf(fields[0]!) : undefined;
      };
      const extra = (name: string | undefined) =>
        mine.filter((one) => homeOf(one.definition) === name).map((one) => one.entry);
      const known = new Set((object.properties ?? []).map((property) => property.name));
      const unknown = [...new Set(mine.map((one) => homeOf(one.definition)))].filter(
        (name): name is string => name !== undefined && !known.has(name),
      );
      const properties = [...(object.properties ?? []), ...unknown.map((name): OdcsProperty => ({ name }))];
      return {
        ...object,
        ...(object.properties === undefined && properties.length === 0
          ? {}
          : {
              properties: properties.map(
                (property): OdcsProperty => ({
                  ...property,
                  ...filled(property.quality, extra(property.name)),
                }),
              ),
            }),
        ...filled(object.quality, extra(undefined)),
      };
    }),
  };
}
