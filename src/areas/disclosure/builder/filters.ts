import { notForFigures } from '../errors.ts';

/** `field=value` as the values asked for of each field, each once. Throws `disclosure.not-for-figures`. */
export function readFilters(words: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const word of words) {
    const at = word.indexOf('=');
    const [field, value] = [word.slice(0, at).trim(), word.slice(at + 1).trim()];
    if (at < 1 || value === '')
      throw notForFigures.with({
        field: at < 1 ? 'no field' : field,
        problem: 'a filter is a field, an equals sign and one of its values',
        as: 'filter',
      });
    const values = found.get(field) ?? [];
    if (!values.includes(value)) values.push(value);
    found.set(field, values);
  }
  return found;
}
