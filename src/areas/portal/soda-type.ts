import type { SoqlType } from './soql/soql-type.ts';

/** A type's name on SODA's wire. */
export function sodaTypeOf(type: SoqlType): string {
  if (type === 'boolean') return 'checkbox';
  if (type === 'time' || type === 'interval' || type === 'null') return 'text';
  return type;
}
