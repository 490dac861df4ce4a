/**
 * What may be bound to a statement: exactly what SQLite and PostgreSQL store alike. Anything else is a fault of the
 * program, found where the statement is made; the message says the kind of value and never the value.
 */
export function checkParameter(value: unknown): string | number | bigint | null {
  switch (typeof value) {
    case 'string':
      // PostgreSQL cannot store it in a text; SQLite stores it and then stops reading there.
      if (value.includes('\0')) throw new TypeError('a text with a NUL character cannot be stored');
      return value;
    case 'number':
      // SQLite would store null.
      if (!Number.isFinite(value)) throw new TypeError('a number that is not finite cannot be stored');
      return value;
    case 'bigint':
      return value;
    default:
      if (value === null) return null;
      throw new TypeError(
        `a value of type ${value === undefined ? 'undefined' : value.constructor?.name} cannot be stored: ` +
          'make it a text, a number or null',
      );
  }
}
