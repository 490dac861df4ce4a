/** Names and numbers that stand nowhere else on earth: what is searched for after a run. */
const first = [
  'Zorvath',
  'Quillmere',
  'Brextane',
  'Ovandel',
  'Yistrome',
  'Klarvesh',
  'Tuvorin',
  'Wexlade',
  'Pryndor',
  'Fjelmar',
];
const last = [
  'Hostrevan',
  'Mordwick',
  'Ulbraith',
  'Cindervoss',
  'Yarnhollow',
  'Stavequill',
  'Pellvorne',
  'Drakemoss',
  'Thornelby',
  'Gruntavel',
];

export interface Planted {
  readonly name: string;
  readonly number: string;
  readonly born: string;
  readonly town: string;
}

/** People who do not exist, each with a name of their own and a number of nine digits: two planted values a person. */
export const plantedPeople: readonly Planted[] = Array.from({ length: 500 }, (_, at) => ({
  name: `${first[at % 10]}${(at * 7919) % 9973} ${last[Math.floor(at / 10) % 10]}${(at * 104_729) % 9967}`,
  number: `9${String((at * 15_485_863 + 32_452_843) % 99_999_989).padStart(8, '0')}`,
  born: `19${String(30 + (at % 60)).padStart(2, '0')}-0${1 + (at % 9)}-1${at % 10}`,
  town: ['Ashford', 'Birchton', 'Cedarby'][at % 3]!,
}));

export const plantedValues: readonly string[] = plantedPeople.flatMap(({ name, number }) => [name, number]);

/** The same people as a file. The second has corrections, cells that do not fit and a row that cannot be split. */
export function plantedCsv(which: 'first' | 'second'): string {
  const rows = plantedPeople.map(({ name, number, born, town }, at) => {
    if (which === 'first') return `${number},${name},${born},${town},${at % 97}`;
    // A birth date that is none, a visit count in words: both repeat what nobody may see.
    if (at === 3) return `${number},${name},${name},${town},${at % 97}`;
    if (at === 5) return `${number},${name},${born}`;
    return `${number},${name},${born},${at % 50 === 0 ? 'Dogwood' : town},${at % 97}`;
  });
  return `case_number,full_name,birth_date,town,visits\n${rows.join('\n')}\n`;
}
