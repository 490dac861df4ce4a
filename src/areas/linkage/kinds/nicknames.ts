import list from './nicknames.json' with { type: 'json' };

/** For each name, the full names that it may stand for, itself among them: `bob` → `bob`, `robert`. */
const fullNamesOf = new Map<string, string[]>();
for (const [full, nicknames] of Object.entries(list.names as Record<string, string[]>)) {
  for (const name of [full, ...nicknames]) {
    const known = fullNamesOf.get(name);
    if (known === undefined) fullNamesOf.set(name, [full]);
    else if (!known.includes(full)) known.push(full);
  }
}

/** The full names that a normalised given name may stand for; the name alone when the list does not know it. */
export const fullNames = (name: string): readonly string[] => fullNamesOf.get(name) ?? [name];

/** Whether the list knows a name, as a full name or a nickname. */
export const hasNicknames = (name: string): boolean => fullNamesOf.has(name);
