/** JSON values as the texts of cells. Numbers keep the digits they are written with. */

interface RawJson {
  readonly rawJSON: string;
}
declare global {
  interface JSON {
    rawJSON(text: string): RawJson;
    isRawJSON(value: unknown): value is RawJson;
  }
}

/** Sixteen digits in a row, or a fraction that long, may not survive a JavaScript number. */
const longNumber = /\d{16}|\d\.\d{15}|\d[eE]/;

/** Parses JSON without rounding a number. Throws SyntaxError. */
export function parseExactly(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text);
  return JSON.parse(text, ((_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' &&
    context?.source !== undefined &&
    String(value) !== context.source &&
    !/[eE]/.test(context.source)
      ? JSON.rawJSON(context.source)
      : value) as never);
}

/** The text of a cell; null for nothing. Objects and lists stay JSON. */
export function cellOfJson(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return null;
      return JSON.isRawJSON(value) ? value.rawJSON : JSON.stringify(value);
    default:
      return null;
  }
}

export const isNested = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !JSON.isRawJSON(value);
