/**
 * How a family name is written, in place of where it comes from, which nobody wrote down and no program should guess of a
 * person: errors in names follow their form (letters that a keyboard lacks, two words of which one is left out, particles that
 * are written in three ways, names so short that one slip makes another name).
 */
export const nameForms = [
  'plain',
  'two words or a hyphen',
  'with a particle or an apostrophe',
  'two or three letters',
  'letters beyond A to Z',
] as const;

const particles =
  /^(de|da|del|della|dela|di|du|dos|la|las|los|le|van|von|der|den|ter|ten|al|el|bin|ibn|abu|ben|mac|o|st|san|santa)$/;

/** The form of a family name; nothing for an empty one. */
export function nameForm(raw: string): (typeof nameForms)[number] | '' {
  const text = raw.trim().toLowerCase();
  const letters = text.replace(/[^\p{L}]/gu, '');
  if (letters === '') return '';
  if (/[^a-z]/.test(letters)) return 'letters beyond A to Z';
  const words = text.split(/[\s-]+/).filter(Boolean);
  if (/['’`]/.test(text) || words.slice(0, -1).some((word) => particles.test(word)))
    return 'with a particle or an apostrophe';
  if (words.length > 1) return 'two words or a hyphen';
  return letters.length <= 3 ? 'two or three letters' : 'plain';
}
