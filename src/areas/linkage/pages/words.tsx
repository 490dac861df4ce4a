import { formatCount, formatDecimal, sentence } from '../../../web/format/index.ts';

const fieldWords: Readonly<Record<string, string>> = {
  name: 'Name',
  place: 'Address',
  given_name: 'Given name',
  middle_name: 'Middle name',
  family_name: 'Family name',
  full_name: 'Full name',
  birth_date: 'Birth date',
  birth_year: 'Birth year',
  ssn: 'Social Security number',
  ssn_last4: 'Last four of the Social Security number',
  national_id: 'Other number of a person',
  zip: 'ZIP code',
  locality: 'Town and ZIP code',
  organisation_name: 'Name of an organization',
  house_number: 'House number',
  coordinates: 'Place on the map',
};

/** What a clerk calls a field: `Birth date`; a label is told with it. */
export function fieldWord(field: string): string {
  const [kind = field, label] = field.split(':', 2);
  const word = fieldWords[kind] ?? sentence(kind.replaceAll('_', ' '));
  return label === undefined ? word : `${word} (${label.replaceAll('_', ' ')})`;
}

/** In a sentence: `birth date`, but `Social Security number`. */
export function inSentence(field: string): string {
  const word = fieldWord(field);
  return word.startsWith('Social') || word.startsWith('ZIP')
    ? word
    : word.charAt(0).toLowerCase() + word.slice(1);
}

/** How two records agree in a field, with what the rarity of the shared value says of it. */
export function agreementWord(says: string, rarity: number | null): string {
  if (says === 'missing') return 'Not known of both';
  const word = sentence(says === 'the same' ? 'same' : says);
  if (rarity === null || Math.abs(rarity) < 1) return word;
  return rarity >= 1 ? `${word}; a rare value` : `${word}; a common value`;
}

/** Bits with their sign: `+5.9`, `−6.4`. */
export const bitsWord = (bits: number, decimals = 1): string => {
  const text = formatDecimal(bits, decimals);
  return bits > 0 && Number(bits.toFixed(decimals)) !== 0 ? `+${text}` : text.replace(/^−(0(\.0+)?)$/, '$1');
};

/** `98 in 100`, `999 in 1,000`, `less than 1 in 1,000`. */
export function chanceWord(chance: number): string {
  if (chance >= 0.9995) return 'more than 999 in 1,000';
  if (chance >= 0.995) return `${formatDecimal(chance * 1000, 0)} in 1,000`;
  if (chance >= 0.005) return `${formatCount(Math.round(chance * 100))} in 100`;
  return chance >= 0.0005 ? `${formatCount(Math.round(chance * 1000))} in 1,000` : 'less than 1 in 1,000';
}

/** A share that should be small, as a person counts it: `1 in 200`, `3 in 100`, `fewer than 1 in 1,000`. */
export function rareWord(share: number): string {
  if (share < 0.001) return 'fewer than 1 in 1,000';
  if (share < 0.02) return `1 in ${formatCount(Math.round(1 / share))}`;
  return `${formatCount(Math.round(share * 100))} in 100`;
}

/** The same with its verb: `1 in 200 links is wrong`, `9 in 100 links are wrong`. */
export const rareSentence = (share: number, things: string, what: string): string => {
  const words = rareWord(share);
  return `${words} ${things} ${/(^| )1 in /.test(words) ? 'is' : 'are'} ${what}`;
};

export const percent = (share: number): string => formatDecimal(share * 100, 1);

export const intervalWord = ({ low, high }: { low: number; high: number }): string =>
  `${percent(low)} to ${percent(high)}`;

export const groupWords: Readonly<Record<string, string>> = {
  age: 'Age',
  sex: 'Sex',
  'fields missing': 'Fields that are missing',
};

/** A cluster is named by its first record, for as long as links go on from one another: `Row 2,396 of the first`. */
export function clusterWord(cluster: string): string {
  const [, side, row, other] = /^(?:(left|right)-)?(\d+)(-\d+)?$/.exec(cluster) ?? [];
  if (row === undefined) return cluster;
  const from = `Row ${formatCount(Number(row))}${other ?? ''}`;
  return side === undefined ? from : `${from} of the ${side === 'left' ? 'first' : 'second'}`;
}
