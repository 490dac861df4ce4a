import { normalText } from '../text/normal-text.ts';
import { type Attribute, attribute, counted, putOnce } from './attribute.ts';
import type { TextColumn } from './columns.ts';
import { Dictionary } from './dictionary.ts';
import { sharedInt32 } from './shared-array.ts';

/** The parts of every record's name, all in one dictionary, so that a given name can be met among family names. */
export interface PersonNames {
  readonly given: Attribute;
  readonly family: Attribute;
  /** Middle names, and words of a full name that stand in no other part. */
  readonly other: Attribute;
  /** Of all parts: a number means the same name in each. */
  readonly values: readonly string[];
}

export interface NameColumns {
  readonly given: readonly TextColumn[];
  readonly middle: readonly TextColumn[];
  readonly family: readonly TextColumn[];
  readonly full: readonly TextColumn[];
}

const titles = new Set('mr mrs ms miss dr prof rev sir dame lord lady hon fr sr sra'.split(' '));
const suffixes = new Set('jr sr ii iii iv esq md phd jnr snr'.split(' '));
/** Words that stand where a name should be: a newborn before its name, an unknown patient. */
const placeholders = new Set(
  'unknown unk unkn none na nan null test anonymous anon nobody x xx xxx no name noname nfn nln nmn nmi baby babyboy babygirl newborn infant boy girl doe refused declined'.split(
    ' ',
  ),
);
const nobiliary = new Set(
  'de da del della di du la le van von der den ter ten st san santa bin al el mac mc o'.split(' '),
);

const words = (text: string) => normalText(text).split(' ').filter(Boolean);

/** A name without titles and suffixes; nothing when only placeholders are left. */
export function nameWords(raw: string): string[] {
  const all = words(raw);
  const kept = all.length > 1 ? all.filter((word) => !titles.has(word) && !suffixes.has(word)) : all;
  return kept.length > 0 &&
    kept.every((word) => (placeholders.has(word) && word !== 'boy' && word !== 'girl') || isBaby(kept))
    ? []
    : kept;
}

const isBaby = (all: readonly string[]) =>
  all.every((word) => ['baby', 'boy', 'girl', 'newborn', 'infant', 'twin', 'a', 'b'].includes(word)) &&
  all.some((word) => word === 'baby' || word === 'newborn' || word === 'infant');

const simple = (raw: string) => nameWords(raw).join(' ');

/** Given, middle and family part of a full name: `Family, Given Middle` or `Given Middle Family`. */
export function splitFullName(raw: string): { given: string; family: string; other: string[] } {
  const comma = raw.indexOf(',');
  if (comma > 0) {
    const family = nameWords(raw.slice(0, comma));
    const rest = nameWords(raw.slice(comma + 1));
    // `Thomas Clifford, 1st Baron`: what follows is no given name when the part before it is whole.
    if (rest.length > 0 && family.length <= 2 && !/\d/.test(rest[0]!))
      return { given: rest[0]!, family: family.join(' '), other: rest.slice(1) };
  }
  const all = nameWords(comma > 0 && nameWords(raw.slice(0, comma)).length > 1 ? raw.slice(0, comma) : raw);
  if (all.length === 0) return { given: '', family: '', other: [] };
  if (all.length === 1) return { given: '', family: all[0]!, other: [] };
  let from = all.length - 1;
  while (from > 1 && nobiliary.has(all[from - 1]!)) from--;
  return { given: all[0]!, family: all.slice(from).join(' '), other: all.slice(1, from) };
}

export function personNames(rows: number, columns: NameColumns): PersonNames {
  const dictionary = new Dictionary();
  const hasParts = columns.given.length > 0 || columns.family.length > 0;
  const full = (part: 'given' | 'family') => (raw: string) => splitFullName(raw)[part];
  const given = columns.given.length
    ? attribute(rows, columns.given, simple, dictionary)
    : attribute(rows, hasParts ? [] : columns.full, full('given'), dictionary);
  const family = columns.family.length
    ? attribute(rows, columns.family, simple, dictionary)
    : attribute(rows, hasParts ? [] : columns.full, full('family'), dictionary);
  const middle = attribute(rows, columns.middle, simple, dictionary);
  const rest = attribute(
    rows,
    columns.full,
    (raw) => (hasParts ? nameWords(raw).filter((word) => word.length > 1) : splitFullName(raw).other),
    dictionary,
  );
  return {
    values: dictionary.values,
    given: counted(given),
    family: counted(family),
    other: without(both(middle, rest), [given, family]),
  };
}

function both(one: Attribute, more: Attribute): Attribute {
  if (more.filled === 0) return counted(one);
  if (one.filled === 0) return counted(more);
  const rows = one.ids.length / one.slots;
  const slots = one.slots + more.slots;
  const ids = sharedInt32(rows * slots);
  for (let row = 0; row < rows; row++) {
    for (const from of [one, more])
      for (let slot = 0; slot < from.slots; slot++) {
        const id = from.ids[row * from.slots + slot]!;
        if (id !== 0) putOnce(ids, row * slots, slots, id);
      }
  }
  return counted({ slots, ids, values: one.values });
}

/** Leaves out the values that a record has in other parts already. */
function without(all: Attribute, others: readonly Attribute[]): Attribute {
  const { slots, ids, values } = all;
  if (all.filled === 0) return all;
  const left = sharedInt32(ids.length);
  for (let row = 0; row < ids.length / slots; row++) {
    for (let slot = 0; slot < slots; slot++) {
      const id = ids[row * slots + slot]!;
      if (id === 0) break;
      const known = others.some((part) => {
        for (let at = row * part.slots; at < (row + 1) * part.slots; at++)
          if (part.ids[at] === id) return true;
        return false;
      });
      if (!known) putOnce(left, row * slots, slots, id);
    }
  }
  return counted({ slots, ids: left, values });
}
