import { badFields } from '../errors.ts';
import { type FieldColumn, isKind, kinds } from './kind.ts';

/**
 * Reads `given_name=first,text:venue=venue`. A column's own name may hold commas and equals signs: a new field begins only
 * where a kind stands before an equals sign. Throws `linkage.bad-fields`.
 */
export function parseFields(text: string): FieldColumn[] {
  const parts = text.split(/,(?=\s*[a-z_0-9]+(?::[^=,]+)?=)/);
  return parts.map((part) => {
    const at = part.indexOf('=');
    if (at < 1) throw badFields.with({ problem: `“${part.trim()}” has no equals sign` });
    const [kind = '', label] = part.slice(0, at).trim().split(':', 2);
    const column = part.slice(at + 1).trim();
    if (!isKind(kind))
      throw badFields.with({ problem: `${kind} is no kind; the kinds are ${kinds.join(', ')}` });
    if (column === '') throw badFields.with({ problem: `${kind} names no column` });
    return label === undefined || label === '' ? { kind, column } : { kind, label: label.trim(), column };
  });
}
