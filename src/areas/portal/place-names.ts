import type { Jurisdiction, Place } from '../../core/jurisdiction.ts';

/** A name as it is compared: lower case, single blanks, without the state's name after it. */
function foldPlaceName(name: string, jurisdiction: Pick<Jurisdiction, 'name'>): string {
  const folded = name.toLowerCase().trim().replace(/\s+/g, ' ');
  const state = jurisdiction.name.toLowerCase();
  return folded.endsWith(` ${state}`)
    ? folded
        .slice(0, -state.length - 1)
        .replace(/,$/, '')
        .trim()
    : folded;
}

/** Finds a place of the jurisdiction by its name, or by a village or spelling that means it. */
export function placeFinder(jurisdiction: Jurisdiction): (name: string) => Place | undefined {
  const byName = new Map<string, Place>();
  for (const place of jurisdiction.places)
    for (const variant of place.variants) byName.set(foldPlaceName(variant, jurisdiction), place);
  // A place's own name wins over another's variant.
  for (const place of jurisdiction.places) byName.set(foldPlaceName(place.name, jurisdiction), place);
  return (name) => byName.get(foldPlaceName(name, jurisdiction));
}
