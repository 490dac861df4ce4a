import { z } from 'zod';
import { dimension } from './dimension.ts';

const field = z.string().min(1).describe('Field name, as in the API');
const bound = z.union([z.number(), z.string()]).describe('A number, or an ISO date');

/** What a rule demands, as plain data. One form for each kind; `rules/` holds what each means. */
export const ruleDefinition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unique'), fields: z.array(field).min(1).max(8) }),
  z.strictObject({ kind: z.literal('not-null'), field }),
  z.strictObject({ kind: z.literal('range'), field, min: bound.optional(), max: bound.optional() }),
  z.strictObject({ kind: z.literal('in-set'), field, values: z.array(z.string()).min(1).max(5_000) }),
  z.strictObject({
    kind: z.literal('pattern'),
    field,
    pattern: z
      .string()
      .min(1)
      .max(500)
      .describe('A regular expression (RE2) that the whole value must match'),
  }),
  z.strictObject({ kind: z.literal('order'), field, atMost: field.describe('The field it may not exceed') }),
  z.strictObject({ kind: z.literal('not-future'), field }),
  z.strictObject({ kind: z.literal('place'), field }),
  z.strictObject({ kind: z.literal('code'), field, system: z.string().min(1) }),
  z.strictObject({ kind: z.literal('type-fit'), field }),
  z.strictObject({
    kind: z.literal('foreign-key'),
    field,
    dataset: z.string().min(1).describe('Id of the dataset that holds the key'),
    key: field.describe('Its key field there'),
  }),
  z.strictObject({
    kind: z.literal('row-count'),
    min: z.int().min(0).optional(),
    max: z.int().min(0).optional(),
  }),
  z.strictObject({ kind: z.literal('recent'), field, withinDays: z.int().min(0) }),
]);
export type RuleDefinition = z.output<typeof ruleDefinition>;
export type RuleKindName = RuleDefinition['kind'];
export type DefinitionOf<Kind extends RuleKindName> = Extract<RuleDefinition, { kind: Kind }>;

export const criticalities = ['low', 'normal', 'high'] as const;
export type Criticality = (typeof criticalities)[number];

/** An accepted (or once accepted) rule of a dataset's data contract. */
export const rule = z.object({
  id: z.string(),
  dataset: z.string(),
  definition: ruleDefinition,
  /** The rule in words: `Age lies between 10 and 90`. */
  sentence: z.string(),
  fields: z.array(z.string()),
  dimension,
  criticality: z.enum(criticalities),
  /** Percent of the rows looked at that may fail before the check fails. */
  tolerance: z.number().min(0).max(100),
  state: z.enum(['accepted', 'retired']),
  origin: z.enum(['suggested', 'written', 'imported']),
  acceptedAt: z.string(),
  acceptedBy: z.string(),
  retiredAt: z.string().nullable(),
  retiredBy: z.string().nullable(),
  retiredBecause: z.string().nullable(),
});
export type Rule = z.output<typeof rule>;

/** The fields a rule looks at, in its own order. */
export function fieldsOf(definition: RuleDefinition): readonly string[] {
  switch (definition.kind) {
    case 'unique':
      return definition.fields;
    case 'order':
      return [definition.field, definition.atMost];
    case 'row-count':
      return [];
    default:
      return [definition.field];
  }
}

/** Two rules with one subject are versions of one another: a dataset holds at most one accepted rule per subject. */
export function subjectOf(definition: RuleDefinition): string {
  const extra =
    definition.kind === 'code'
      ? `:${definition.system}`
      : definition.kind === 'foreign-key'
        ? `:${definition.dataset}.${definition.key}`
        : '';
  const fields = definition.kind === 'unique' ? [...definition.fields].sort() : fieldsOf(definition);
  return `${definition.kind}${extra}(${fields.join(',')})`;
}
