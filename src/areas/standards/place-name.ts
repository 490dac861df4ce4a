import type { Jurisdiction, Place } from '../../core/jurisdiction.ts';

/** What a piece of text says about a place: which one it names, or that it names none. */
export type PlaceReading =
  | { readonly kind: 'place'; readonly place: Place; readonly by: 'name' | 'variant' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'none' };

/**
 * Reads names of places as the state lists them: official names first, then its variants (villages, abbreviations,
 * misspellings). Case and the number of spaces do not matter; nothing is guessed beyond the list.
 */
export function placeReader(
  jurisdiction: Pick<Jurisdiction, 'places'>,
): (text: string | null) => PlaceReading {
  const named = new Map<string, PlaceReading>();
  for (const place of jurisdiction.places)
    for (const variant of place.variants) named.set(folded(variant), { kind: 'place', place, by: 'variant' });
  // Set last, so that a variant of one place never hides the name of another.
  for (const place of jurisdiction.places)
    named.set(folded(place.name), { kind: 'place', place, by: 'name' });
  return (text) => {
    const key = folded(text ?? '');
    return key === '' ? { kind: 'blank' } : (named.get(key) ?? { kind: 'none' });
  };
}

const folded = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
