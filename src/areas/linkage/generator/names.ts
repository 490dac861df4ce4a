import { Weighted } from './chance.ts';
import counts from './name-counts.json' with { type: 'json' };

/** Names with their counts (JeMPI reference metadata, MPL-2.0; see the file). */
function read(text: string): [string, number][] {
  return text.split(' ').map((entry) => {
    const at = entry.lastIndexOf(':');
    return [entry.slice(0, at), Number(entry.slice(at + 1))];
  });
}

export const femaleNames = new Weighted(read(counts.female));
export const maleNames = new Weighted(read(counts.male));
export const familyNames = new Weighted(read(counts.family));

/** Family names that many bearers write with an accent. */
export const accents: Readonly<Record<string, string>> = {
  garcia: 'garcía',
  rodriguez: 'rodríguez',
  martinez: 'martínez',
  hernandez: 'hernández',
  lopez: 'lópez',
  gonzalez: 'gonzález',
  perez: 'pérez',
  sanchez: 'sánchez',
  ramirez: 'ramírez',
  gomez: 'gómez',
  diaz: 'díaz',
  nunez: 'núñez',
  muller: 'müller',
  pena: 'peña',
  munoz: 'muñoz',
};

const streetWords =
  'main oak maple cedar park pine elm washington lake hill walnut spring north ridge church willow mill sunset railroad jackson cherry river dogwood meadow forest highland center franklin prospect pleasant school union water high court broad market front liberty bridge canal grove summit valley chestnut birch spruce locust sycamore hickory laurel poplar magnolia juniper holly fern garden orchard harvest colonial heritage liberty academy college university hospital station depot mason miller baker carter hunter fisher shepherd turner wheeler cooper tanner'.split(
    ' ',
  );
const streetTypes = [
  'street',
  'avenue',
  'road',
  'drive',
  'lane',
  'court',
  'place',
  'boulevard',
  'circle',
  'terrace',
  'way',
];

/** The name of a town's nth street. */
export const streetName = (town: number, street: number): string => {
  const number = (town * 131 + street * 7) >>> 0;
  return street < 12 && number % 9 === 0
    ? `${ordinal(street + 1)} ${streetTypes[number % 4]}`
    : `${streetWords[number % streetWords.length]} ${streetTypes[Math.floor(number / streetWords.length) % streetTypes.length]}`;
};

function ordinal(number: number): string {
  const end =
    number % 100 >= 11 && number % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${end}`;
}

const beginnings =
  'ash bel bran brook cal clin dan dover east fair glen green hamp hart kings lan mil new nor oak plain ridge rock salis shel south spring stan stone strat summer wal water west wil win wood'.split(
    ' ',
  );
const endings = [
  'ton',
  'ford',
  'field',
  'bury',
  'ham',
  'wood',
  'port',
  'dale',
  'ville',
  'mont',
  'haven',
  'brook',
];

export const townName = (town: number): string =>
  `${beginnings[(town * 7) % beginnings.length]}${endings[Math.floor(town / beginnings.length + town) % endings.length]}`;
