import { Chance } from './chance.ts';
import { Hand } from './errors-of-hand.ts';
import { digits, type Person, Population } from './population.ts';

export const presets = {
  clean: { errors: 0.2, missing: 0.4 },
  typical: { errors: 1, missing: 1 },
  dirty: { errors: 3, missing: 1.6 },
} as const;
export type Preset = keyof typeof presets;

/** One record of one agency about one person. An empty text is a value that the record does not have. */
export interface PersonRecord {
  readonly id: string;
  readonly person: number;
  readonly agency: string;
  readonly recorded_on: string;
  readonly given_name: string;
  readonly middle_name: string;
  readonly family_name: string;
  readonly suffix: string;
  readonly birth_date: string;
  readonly sex: string;
  readonly race_ethnicity: string;
  readonly ssn: string;
  readonly phone: string;
  readonly email: string;
  readonly address: string;
  readonly town: string;
  readonly zip: string;
}

/** An agency: how many of its records there are, what it asks for, and how it writes. */
interface Agency {
  readonly name: string;
  readonly share: number;
  /** Share of records that have the field; 0 where it is not asked. */
  readonly ssn: number;
  readonly middle: 'name' | 'initial' | 'none';
  readonly phone: number;
  readonly email: number;
  readonly address: number;
  readonly birthDate: number;
  readonly quality: number;
  readonly capitals: boolean;
  readonly scans: boolean;
}

const agencies: readonly Agency[] = [
  {
    name: 'social-services',
    share: 0.3,
    ssn: 0.85,
    middle: 'initial',
    phone: 0.8,
    email: 0.3,
    address: 0.97,
    birthDate: 1,
    quality: 1,
    capitals: true,
    scans: false,
  },
  {
    name: 'motor-vehicles',
    share: 0.22,
    ssn: 0.6,
    middle: 'name',
    phone: 0.3,
    email: 0.35,
    address: 1,
    birthDate: 1,
    quality: 0.5,
    capitals: true,
    scans: false,
  },
  {
    name: 'public-health',
    share: 0.2,
    ssn: 0.35,
    middle: 'initial',
    phone: 0.75,
    email: 0.25,
    address: 0.92,
    birthDate: 0.99,
    quality: 1.5,
    capitals: false,
    scans: true,
  },
  {
    name: 'education',
    share: 0.16,
    ssn: 0.1,
    middle: 'name',
    phone: 0.7,
    email: 0.3,
    address: 0.97,
    birthDate: 1,
    quality: 0.8,
    capitals: false,
    scans: false,
  },
  {
    name: 'labor',
    share: 0.12,
    ssn: 0.97,
    middle: 'initial',
    phone: 0.5,
    email: 0.5,
    address: 0.9,
    birthDate: 0.9,
    quality: 1,
    capitals: true,
    scans: true,
  },
];

const p = {
  records: 101,
  agency: 102,
  date: 103,
  quality: 104,
  field: 105,
  given: 110,
  family: 120,
  middle: 130,
  born: 140,
  ssn: 150,
  phone: 160,
  email: 170,
  street: 180,
  zip: 190,
  town: 195,
  sex: 200,
  swap: 210,
  placeholder: 220,
  blank: 230,
  kin: 240,
  format: 250,
} as const;

/** Persons have one record, or several: a third has one, the mean is two and a half. */
const recordCounts = [0.34, 0.62, 0.79, 0.89, 0.95, 0.98, 1];

/**
 * Records of a state's people in its agencies, with their truth (linkage.md section 5 has each rate and its source). Errors
 * cluster: a record has a quality of its own, and so have agencies; most records are nearly clean and a few are bad in
 * several fields at once. The same seed and preset give the same records, whatever the number asked for: a larger set begins
 * with the smaller one.
 */
export function* generatePeople(options: {
  readonly seed: number;
  readonly preset: Preset;
}): Generator<PersonRecord> {
  const population = new Population(options.seed);
  const chance = new Chance(options.seed ^ 0x3c6ef372);
  const hand = new Hand(chance);
  const { errors, missing } = presets[options.preset];
  let number = 0;
  for (const person of population.persons()) {
    const share = chance.share(person.number, p.records);
    const count = recordCounts.findIndex((bound) => share < bound) + 1;
    for (let turn = 0; turn < count; turn++, number++)
      yield recordOf(population, person, number, { chance, hand, errors, missing });
  }
}

interface Means {
  readonly chance: Chance;
  readonly hand: Hand;
  readonly errors: number;
  readonly missing: number;
}

function recordOf(
  population: Population,
  person: Person,
  number: number,
  { chance: c, hand, errors, missing }: Means,
): PersonRecord {
  const agency = agencyOf(c.share(number, p.agency));
  const year = Math.max(2010, Math.min(2025, Math.max(person.born.year, 2010 + c.below(16, number, p.date))));
  const day = new Date(Date.UTC(year, 0, 1 + c.below(365, number, p.date, 1)));
  const luck = c.share(number, p.quality);
  // Seven records in ten are careful, one in twenty is careless.
  const rate = errors * agency.quality * (luck < 0.7 ? 0.3 : luck < 0.95 ? 1.5 : 6);
  const fails = (probability: number, purpose: number) =>
    c.happens(Math.min(0.6, probability * rate), number, purpose);
  const has = (share: number, purpose: number) =>
    !c.happens(Math.min(1, (1 - share) * missing), number, purpose + p.blank);

  let given = person.given;
  if (fails(0.06, p.given)) given = hand.nickname(given, number, p.given + 1);
  let family = person.familyIn(year);
  if (c.happens(agency.capitals ? 0.9 : 0.3, number, p.format))
    family = family.normalize('NFKD').replace(/\p{M}/gu, '');
  [given, family] = [miswritten(given, p.given + 2), miswritten(family, p.family)];
  function miswritten(text: string, purpose: number): string {
    let written = text;
    if (fails(0.012, purpose + 1)) written = hand.mishear(written, number, purpose + 2);
    if (fails(0.015, purpose + 3)) written = hand.typo(written, number, purpose + 4);
    if (fails(agency.scans ? 0.02 : 0.003, purpose + 5)) written = hand.scan(written, number, purpose + 6);
    return written;
  }
  let middle = agency.middle === 'none' || !has(0.8, p.middle) ? '' : person.middle;
  if (agency.middle === 'initial') middle = middle.slice(0, 1);
  if (fails(0.006, p.swap)) [given, family] = [family, given];
  else if (middle.length > 1 && fails(0.006, p.swap + 1)) [given, middle] = [middle, given];
  if (2025 - person.born.year < 16 && year === person.born.year && fails(0.08, p.placeholder))
    given = c.happens(0.5, number, p.placeholder, 1) ? 'baby' : person.sex === 'f' ? 'baby girl' : 'baby boy';

  const address = population.addressIn(person.household, year);
  const line = [address.number, address.street, address.unit].filter(Boolean).join(' ');
  const record: PersonRecord = {
    id: `r${digits(number, 9)}`,
    person: person.number,
    agency: agency.name,
    recorded_on: day.toISOString().slice(0, 10),
    given_name: has(0.995, p.given) ? given : '',
    middle_name: middle,
    family_name: has(0.995, p.family) ? family : '',
    suffix: c.happens(0.6, number, p.format, 3) ? person.suffix : '',
    birth_date: has(agency.birthDate * 0.995, p.born) ? birthDate() : '',
    sex: has(0.98, p.sex) ? (fails(0.006, p.sex) ? (person.sex === 'f' ? 'm' : 'f') : person.sex) : '',
    race_ethnicity: has(0.7, p.field) ? person.origin : '',
    ssn: has(agency.ssn, p.ssn) ? ssn() : '',
    phone: has(agency.phone, p.phone)
      ? fails(0.008, p.phone)
        ? hand.digit(person.phoneIn(year), number, p.phone + 1)
        : person.phoneIn(year)
      : '',
    email: has(agency.email, p.email)
      ? fails(0.015, p.email)
        ? hand.typo(person.email, number, p.email + 1)
        : person.email
      : '',
    address: has(agency.address, p.street)
      ? fails(0.03, p.street)
        ? hand.typo(line, number, p.street + 1)
        : shortened(line)
      : '',
    town: has(agency.address, p.street)
      ? fails(0.015, p.town)
        ? hand.typo(address.town, number, p.town + 1)
        : address.town
      : '',
    zip:
      has(agency.address, p.street) && has(0.97, p.zip)
        ? fails(0.01, p.zip)
          ? hand.digit(address.zip, number, p.zip + 1)
          : address.zip
        : '',
  };
  return agency.capitals ? upper(record) : record;

  function birthDate(): string {
    const { year: y, month, day: d } = person.born;
    if (fails(0.004, p.born)) return `${y}-01-01`;
    if (fails(0.005, p.born + 1) && d <= 12) return `${y}-${digits(d, 2)}-${digits(month, 2)}`;
    const text = `${y}-${digits(month, 2)}-${digits(d, 2)}`;
    if (!fails(0.01, p.born + 2)) return text;
    const wrong = hand.digit(text, number, p.born + 3);
    return /^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(wrong) ? wrong : text;
  }

  function ssn(): string {
    if (fails(0.004, p.placeholder + 2)) return '999-99-9999';
    // Taken from another member of the household, as when a parent fills in a child's form.
    if (fails(0.003, p.kin)) return ssnOf(person.number + (c.happens(0.5, number, p.kin, 1) ? 1 : -1));
    return fails(0.007, p.ssn) ? hand.digit(person.ssn, number, p.ssn + 1) : person.ssn;
  }

  function ssnOf(other: number): string {
    return population.ssnOf(Math.max(0, other));
  }

  function shortened(text: string): string {
    return agency.capitals && c.happens(0.7, number, p.format, 4)
      ? text.replace(
          /\b(street|avenue|road|drive|lane|court|place|boulevard|circle|terrace)\b/,
          (word) => types[word]!,
        )
      : text;
  }
}

const types: Readonly<Record<string, string>> = {
  street: 'st',
  avenue: 'ave',
  road: 'rd',
  drive: 'dr',
  lane: 'ln',
  court: 'ct',
  place: 'pl',
  boulevard: 'blvd',
  circle: 'cir',
  terrace: 'ter',
};

function agencyOf(share: number): Agency {
  let sum = 0;
  for (const agency of agencies) {
    sum += agency.share;
    if (share < sum) return agency;
  }
  return agencies.at(-1)!;
}

function upper(record: PersonRecord): PersonRecord {
  return {
    ...record,
    given_name: record.given_name.toUpperCase(),
    middle_name: record.middle_name.toUpperCase(),
    family_name: record.family_name.toUpperCase(),
    suffix: record.suffix.toUpperCase(),
    sex: record.sex.toUpperCase(),
    address: record.address.toUpperCase(),
    town: record.town.toUpperCase(),
  };
}
