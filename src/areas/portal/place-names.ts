import type { Jurisdiction, Place } from '../../core/jurisdiction.ts';
import { placeReader } from '../standards/index.ts';

/**
 * Finds a place of the jurisdiction by its name, or by a village or spelling that means it; also where the name of the
 * state stands after it.
 */
export function placeFinder(jurisdiction: Jurisdiction): (name: string) => Place | undefined {
  const read = placeReader(jurisdiction);
  const state = jurisdiction.name.toLowerCase();
  return (name) => {
    const whole = read(name);
    if (whole.kind === 'place') return whole.place;
    const text = name.trim();
    if (!text.toLowerCase().endsWith(` ${state}`)) return undefined;
    const alone = read(text.slice(0, -state.length - 1).replace(/,$/, ''));
    return alone.kind === 'place' ? alone.place : undefined;
  };
}
