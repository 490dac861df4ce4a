import { normalText } from './normal-text.ts';

/** A street line in parts. */
export interface Street {
  readonly number: string;
  /** Name, type and direction in the post's short forms, without flat or suite. */
  readonly street: string;
  readonly unit: string;
}

// United States Postal Service, Publication 28, appendices C1 and C2: the common ones.
const short = new Map<string, string>(
  Object.entries({
    street: 'st',
    str: 'st',
    avenue: 'ave',
    av: 'ave',
    aven: 'ave',
    boulevard: 'blvd',
    boul: 'blvd',
    road: 'rd',
    drive: 'dr',
    drv: 'dr',
    lane: 'ln',
    court: 'ct',
    crt: 'ct',
    circle: 'cir',
    place: 'pl',
    square: 'sq',
    terrace: 'ter',
    terr: 'ter',
    parkway: 'pkwy',
    pky: 'pkwy',
    highway: 'hwy',
    crescent: 'cres',
    close: 'cl',
    trail: 'trl',
    way: 'way',
    plaza: 'plz',
    turnpike: 'tpke',
    extension: 'ext',
    mount: 'mt',
    mountain: 'mtn',
    fort: 'ft',
    saint: 'st',
    north: 'n',
    south: 's',
    east: 'e',
    west: 'w',
    northeast: 'ne',
    northwest: 'nw',
    southeast: 'se',
    southwest: 'sw',
    first: '1st',
    second: '2nd',
    third: '3rd',
    fourth: '4th',
    fifth: '5th',
    sixth: '6th',
    seventh: '7th',
    eighth: '8th',
    ninth: '9th',
    tenth: '10th',
    route: 'rte',
    rt: 'rte',
    point: 'pt',
    heights: 'hts',
    junction: 'jct',
    center: 'ctr',
    centre: 'ctr',
  }),
);
const unitWords = new Set(
  'apt apartment unit suite ste flat room rm fl floor lot trlr trailer bldg building no'.split(' '),
);

/** Reads `12 Main Street Apt 4B` (number first or last); what cannot be told apart stays in the street. */
export function readStreet(raw: string): Street {
  const line = raw.includes('#') ? raw.replace(/#\s*(\w+)/g, ' unit $1') : raw;
  const words = normalText(line).split(' ').filter(Boolean);
  let number = '';
  let unit = '';
  const street: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (
      unitWords.has(word) &&
      street.length > 0 &&
      at + 1 < words.length &&
      /\d|^[a-z]$/.test(words[at + 1]!)
    ) {
      unit = words[++at]!;
    } else if (number === '' && street.length === 0 && /^\d+[a-z]?$/.test(word)) {
      number = word;
    } else street.push(short.get(word) ?? word);
  }
  if (number === '' && street.length > 1 && /^\d+[a-z]?$/.test(street.at(-1)!)) number = street.pop()!;
  return { number, street: street.join(' '), unit };
}
