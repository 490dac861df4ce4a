/** A column's title as the file gives it, and the name that programs use. */
export interface NamedColumn {
  readonly name: string;
  readonly title: string;
  readonly note?: string;
}

const longest = 60;

/**
 * `Date of Crash` → `date_of_crash`, `InjuryCity` → `injury_city`, `Morphine (Not Heroin)` → `morphine_not_heroin`.
 * Names are lower case letters, digits and underscores, begin with a letter, and differ from each other; a blank or
 * repeated title is named all the same, with a note.
 */
export function nameColumns(titles: readonly string[], hasHead = true): NamedColumn[] {
  const taken = new Set<string>();
  const titled = new Set<string>();
  return titles.map((title, at) => {
    const blank = title.trim() === '';
    const base = blank ? `column_${at + 1}` : apiName(title) || `column_${at + 1}`;
    let name = base;
    for (let next = 2; taken.has(name); next++) name = `${base.slice(0, longest - 6)}_${next}`;
    taken.add(name);
    const repeated = titled.has(title);
    titled.add(title);
    if (blank && !hasHead) return { name, title: `Column ${at + 1}` };
    if (blank)
      return {
        name,
        title: `Column ${at + 1}`,
        note: 'The head of the file leaves this column without a name.',
      };
    if (repeated) return { name, title, note: 'The head of the file has this name more than once.' };
    return { name, title };
  });
}

export function apiName(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .replace(/#/g, ' number ')
    .replace(/%/g, ' percent ')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, longest)
    .replace(/_+$/, '');
  return /^\d/.test(words) ? `c_${words}` : words;
}
