import { z } from 'zod';

/**
 * Reads text fields (a query string, a form, command-line options) into what a schema expects: numbers, booleans and
 * lists are made from their text; the schema then judges them. Unknown names are kept, so that a strict schema can
 * refuse them by name.
 */
export function fieldsFromText(
  schema: z.ZodObject,
  fields: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(fields)) {
    if (given === undefined) continue;
    const expected = schema.shape[name];
    out[name] = expected === undefined ? given : fromText(bare(expected as z.ZodType), given);
  }
  return out;
}

/** The schema without `optional`, `default`, `nullable` and the like. */
export function bare(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodPrefault
  ) {
    return bare(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodPipe) return bare(schema.in as z.ZodType);
  return schema;
}

function fromText(schema: z.ZodType, given: string | readonly string[]): unknown {
  if (schema instanceof z.ZodArray) {
    const item = bare(schema.element as z.ZodType);
    const parts = typeof given === 'string' ? given.split(',') : given;
    return parts.map((part) => fromText(item, part.trim()));
  }
  const value = typeof given === 'string' ? given : (given.at(-1) ?? '');
  if (schema instanceof z.ZodNumber)
    return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
  if (schema instanceof z.ZodBoolean) {
    if (['true', 'yes', 'on', '1', ''].includes(value.toLowerCase())) return true;
    if (['false', 'no', 'off', '0'].includes(value.toLowerCase())) return false;
    return value;
  }
  if (
    schema instanceof z.ZodObject ||
    schema instanceof z.ZodRecord ||
    schema instanceof z.ZodDiscriminatedUnion
  ) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  return value;
}
