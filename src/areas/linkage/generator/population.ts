import { Chance } from './chance.ts';
import { accents, familyNames, femaleNames, maleNames, streetName, townName } from './names.ts';

/**
 * A person as he or she is, before any record. Everything about a person or a household comes from its number and the seed.
 */
export interface Person {
  readonly number: number;
  readonly household: number;
  readonly sex: 'f' | 'm';
  readonly given: string;
  readonly middle: string;
  /** By year: a woman's name may change when she marries. */
  familyIn(year: number): string;
  readonly suffix: string;
  readonly born: { readonly year: number; readonly month: number; readonly day: number };
  readonly ssn: string;
  phoneIn(year: number): string;
  readonly email: string;
  readonly origin: string;
}

export interface Address {
  readonly number: string;
  readonly street: string;
  readonly unit: string;
  readonly town: string;
  readonly zip: string;
}

/** What a draw decides. */
const p = {
  size: 1,
  family: 2,
  sex: 3,
  given: 4,
  middle: 5,
  headAge: 6,
  age: 7,
  day: 8,
  ssn: 9,
  phone: 10,
  sharedPhone: 11,
  move: 12,
  town: 13,
  street: 14,
  house: 15,
  unit: 16,
  marries: 17,
  marriedName: 18,
  marriedStyle: 19,
  twin: 20,
  email: 21,
  origin: 22,
  ownFamily: 23,
  suffix: 24,
  accent: 25,
  phoneChange: 26,
  taste: 27,
  marriageYear: 28,
} as const;

const now = 2026;
const firstYear = 2010;
/** Household sizes of the United States (Census Bureau, America's Families and Living Arrangements 2022, rounded). */
const sizes = [0.29, 0.63, 0.78, 0.91, 0.97, 1];
const towns = 170;
const origins = [
  'white',
  'white',
  'white',
  'white',
  'white',
  'white',
  'hispanic',
  'hispanic',
  'black',
  'asian',
  'other',
];

export class Population {
  readonly #chance: Chance;
  /** Number of the first person of each household. */
  readonly #firsts: number[] = [];
  #persons = 0;

  constructor(seed: number) {
    this.#chance = new Chance(seed);
  }

  /** Number of persons in the first `households` households. */
  sizeOf(household: number): number {
    const share = this.#chance.share(household, p.size);
    return sizes.findIndex((bound) => share < bound) + 1;
  }

  /** Persons one household after another. */
  *persons(): Generator<Person> {
    for (let household = 0; ; household++) {
      this.#firsts.push(this.#persons);
      const size = this.sizeOf(household);
      for (let place = 0; place < size; place++) yield this.#person(household, place, this.#persons++);
    }
  }

  #person(household: number, place: number, number: number): Person {
    const c = this.#chance;
    const isChild = place >= 2;
    const twinOf = isChild && place > 2 && c.happens(0.03, number, p.twin) ? number - 1 : undefined;
    const sex: 'f' | 'm' =
      place === 1
        ? this.#headSex(household) === 'f'
          ? 'm'
          : 'f'
        : place === 0
          ? this.#headSex(household)
          : c.happens(0.5, number, p.sex)
            ? 'f'
            : 'm';
    const born = this.#born(household, place, twinOf ?? number);
    const given = this.#name(number, p.given, sex, born.year);
    const middle = c.happens(0.88, number, p.middle) ? this.#name(number, p.middle, sex, born.year) : '';
    const shared = this.#family(household);
    // A tenth of a household's members have a name of their own: patchwork families, lodgers.
    const birthName =
      place > 0 && c.happens(place === 1 ? 0.25 : 0.08, number, p.ownFamily)
        ? familyNames.at(c.share(number, p.family))
        : shared;
    const marriage = this.#marriage(number, sex, place, born.year, birthName);
    const familyIn = (year: number) =>
      marriage && year < marriage.year ? marriage.before : (marriage?.after ?? birthName);
    return {
      number,
      household,
      sex,
      given,
      middle,
      familyIn,
      born,
      suffix:
        sex === 'm' && c.happens(0.03, number, p.suffix)
          ? (['jr', 'sr', 'iii'] as const)[c.below(3, number, p.suffix, 1)]!
          : '',
      ssn: this.ssnOf(number),
      phoneIn: (year) => this.#phone(household, place, number, year),
      email: c.happens(0.65, number, p.email) ? this.#email(number, given, birthName, born.year) : '',
      origin: origins[c.below(origins.length, household, p.origin)]!,
    };
  }

  #headSex = (household: number) => (this.#chance.happens(0.5, household, p.sex, 7) ? 'f' : 'm');

  #family(household: number): string {
    const name = familyNames.at(this.#chance.share(household, p.family, 3));
    return accents[name] !== undefined && this.#chance.happens(0.5, household, p.accent)
      ? accents[name]!
      : name;
  }

  /** Names have their decades: of two draws the one whose time it is is likelier taken. */
  #name(number: number, purpose: number, sex: 'f' | 'm', year: number): string {
    const list = sex === 'f' ? femaleNames : maleNames;
    const c = this.#chance;
    let name = list.at(c.share(number, purpose, 1));
    for (let turn = 2; turn < 5; turn++) {
      const decade = Math.floor(year / 15);
      if (c.share(textNumber(name) % 100_000, p.taste, decade) > 0.45) break;
      name = list.at(c.share(number, purpose, turn));
    }
    return name;
  }

  #born(household: number, place: number, number: number) {
    const c = this.#chance;
    const head = now - 22 - Math.floor(66 * c.share(household, p.headAge) ** 1.1);
    let year = head;
    if (place === 1) year = head + Math.round((c.share(number, p.age) + c.share(number, p.age, 1) - 1) * 9);
    if (place >= 2) {
      // A child of someone between 19 and 40 years older, born before now.
      const earliest = head + 19;
      const span = Math.max(1, Math.min(21, now - earliest));
      year = Math.min(now - 1, earliest) + c.below(span, number, p.age);
    }
    const date = new Date(Date.UTC(year, 0, 1 + c.below(365, number, p.day)));
    return { year, month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  }

  #marriage(number: number, sex: 'f' | 'm', place: number, born: number, birthName: string) {
    const c = this.#chance;
    if (sex !== 'f' || now - born < 21 || place > 1 || !c.happens(0.3, number, p.marries)) return undefined;
    const year = Math.max(firstYear, born + 20 + c.below(20, number, p.marriageYear));
    const before = familyNames.at(c.share(number, p.marriedName));
    const style = c.share(number, p.marriedStyle);
    return {
      year,
      before,
      after: style < 0.06 ? `${before}-${birthName}` : style < 0.09 ? `${before} ${birthName}` : birthName,
    };
  }

  ssnOf(number: number): string {
    const c = this.#chance;
    const area = 1 + c.below(665, number, p.ssn);
    const group = 1 + c.below(99, number, p.ssn, 1);
    const serial = 1 + c.below(9999, number, p.ssn, 2);
    return `${digits(area, 3)}-${digits(group, 2)}-${digits(serial, 4)}`;
  }

  #phone(household: number, place: number, number: number, year: number): string {
    const c = this.#chance;
    const shares = place >= 2 || c.happens(0.4, number, p.sharedPhone);
    const owner = shares ? household + 0x40000000 : number;
    const epoch = this.#epoch(owner, p.phoneChange, year, 0.15);
    const bits = c.bits(owner, p.phone, epoch);
    return `${digits(201 + (c.bits(household, p.phone) % 6) * 131, 3)}-${digits(200 + ((bits >>> 2) % 799), 3)}-${digits((bits >>> 12) % 10_000, 4)}`;
  }

  #email(number: number, given: string, family: string, year: number): string {
    const c = this.#chance;
    const plainFamily = family.normalize('NFKD').replace(/[^a-z]/g, '');
    const style = c.below(4, number, p.email, 1);
    const host = ['mail.example', 'post.example', 'inbox.example', 'letters.example'][
      c.below(4, number, p.email, 2)
    ];
    const tail = c.below(100, number, p.email, 3);
    const local = [
      `${given}.${plainFamily}`,
      `${given[0]}${plainFamily}${tail}`,
      `${given}${year % 100}`,
      `${plainFamily}${given[0]}${tail}`,
    ][style];
    return `${local}@${host}`;
  }

  /** Changes that came up to a year, each year with this probability. */
  #epoch(thing: number, purpose: number, year: number, probability: number): number {
    let epoch = 0;
    for (let at = firstYear; at <= year; at++)
      if (this.#chance.happens(probability, thing, purpose, at)) epoch = at;
    return epoch;
  }

  /** Where a household lives in a year: a tenth of them move each year. */
  addressIn(household: number, year: number): Address {
    const c = this.#chance;
    const epoch = this.#epoch(household, p.move, year, 0.1);
    // Small towns are many, large ones few; most moves stay near.
    const home = Math.floor(towns * c.share(household, p.town) ** 2.2);
    const town =
      epoch > 0 && c.happens(0.4, household, p.town, epoch)
        ? Math.floor(towns * c.share(household, p.town, epoch + 1) ** 2.2)
        : home;
    const streets = 40 + Math.floor(900 / (1 + town / 8));
    const street = c.below(streets, household, p.street, epoch);
    const block = c.happens(0.3, household, p.unit, epoch);
    return {
      number: String(1 + c.below(block ? 30 : 400, household, p.house, epoch) * (block ? 10 : 1)),
      street: streetName(town, street),
      unit: block ? `apt ${1 + c.below(60, household, p.unit, epoch + 10_000)}` : '',
      town: townName(town),
      zip: digits(10_000 + ((town * 5 + Math.floor((street / streets) * (town < 20 ? 5 : 1))) % 999), 5),
    };
  }
}

export const digits = (value: number, width: number) => String(value).padStart(width, '0');

function textNumber(text: string): number {
  let h = 0;
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  return h >>> 0;
}
