/**
 * Finds the agency that a text names as people write it: `Department of Children and Families (DCF)`, `State Department of
 * Education`, `Judicial Branch - Court Support Services Division (JB-CSSD)`. By its code in brackets, by its name whatever
 * the order of `department of`, or by a name that the text begins with.
 */
export function agencyWritten(
  written: string,
  names: ReadonlyMap<string, string>,
  state: string,
): string | undefined {
  const code = /\(([^()]+)\)\s*$/.exec(written)?.[1]?.trim().toUpperCase() ?? written.trim().toUpperCase();
  if (names.has(code)) return code;
  const told = tellingWords(written.replace(/\([^()]*\)/g, ''), state);
  if (told === '') return undefined;
  for (const [one, name] of names) if (tellingWords(name, state) === told) return one;
  const start = written.toLowerCase();
  return [...names].find(([, name]) => start.startsWith(`${name.toLowerCase()} -`))?.[0];
}

const fillers = new Set(['the', 'of', 'and', 'state', 'department', 'dept', 'office', 'agency', 'for']);

/** The words that tell one agency from another, in alphabetical order. `Office` and `Department` are kept apart by them. */
const tellingWords = (name: string, state: string): string =>
  (name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => !fillers.has(word) && word !== state.toLowerCase())
    .sort()
    .join(' ');
