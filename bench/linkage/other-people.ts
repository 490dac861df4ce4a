/**
 * People of a second generator that shares nothing with the product's own: families with twins, juniors and several
 * generations under one roof, marriages, moves, foreign names written in two ways, swapped and mistyped fields, birth dates
 * given out, and files that hold different columns. It judges the defaults on what they were not made for.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface OtherPeople {
  readonly name: string;
  readonly persons: number;
  /** Columns that the file has. */
  readonly columns: readonly Column[];
  /** How often something is wrong, beside 1. */
  readonly errors: number;
  /** Share of births that are of twins. */
  readonly twins: number;
  readonly givenOut: number;
  /** Mean number of records of a person. */
  readonly records: number;
}

type Column =
  | 'first'
  | 'middle'
  | 'last'
  | 'full'
  | 'suffix'
  | 'dob'
  | 'yob'
  | 'sex'
  | 'street'
  | 'city'
  | 'zip'
  | 'phone'
  | 'email'
  | 'ssn';
type Person = Record<Exclude<Column, 'full' | 'yob'>, string> & { maiden: string };

export const otherPeople: readonly OtherPeople[] = [
  {
    name: 'families with twins',
    persons: 12_000,
    columns: ['first', 'middle', 'last', 'suffix', 'dob', 'sex', 'street', 'city', 'zip', 'phone'],
    errors: 1,
    twins: 0.12,
    givenOut: 0.01,
    records: 1.8,
  },
  {
    name: 'one name column, no address',
    persons: 12_000,
    columns: ['full', 'dob', 'sex', 'zip'],
    errors: 1,
    twins: 0.03,
    givenOut: 0.04,
    records: 1.6,
  },
  {
    name: 'careless clerks',
    persons: 10_000,
    columns: ['first', 'last', 'dob', 'street', 'city', 'zip', 'phone', 'email', 'ssn'],
    errors: 3.5,
    twins: 0.03,
    givenOut: 0.06,
    records: 2.2,
  },
  {
    name: 'names, year and town',
    persons: 6_000,
    columns: ['first', 'middle', 'last', 'yob', 'city'],
    errors: 0.7,
    twins: 0.02,
    givenOut: 0,
    records: 1.6,
  },
  {
    name: 'many records each',
    persons: 3_000,
    columns: ['first', 'last', 'dob', 'sex', 'street', 'zip'],
    errors: 1.5,
    twins: 0.03,
    givenOut: 0.02,
    records: 7,
  },
  {
    name: 'hardly any doubles',
    persons: 20_000,
    columns: ['first', 'middle', 'last', 'dob', 'sex', 'street', 'city', 'zip'],
    errors: 1,
    twins: 0.04,
    givenOut: 0.02,
    records: 1.03,
  },
];

/** Writes a population's records as CSV with a column `person`; `tables` holds the lists of names (public, see its README). */
export function writeOtherPeople(file: string, tables: string, about: OtherPeople, seed = 11): void {
  const chance = mulberry(seed);
  const is = (share: number) => chance() < share;
  const below = (most: number) => Math.floor(chance() * most);
  const list = (name: string) =>
    readFileSync(join(tables, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(',') as [string, string]);
  const drawn = (name: string, most: number) => {
    const rows = list(name).slice(0, most);
    let sum = 0;
    const ends = rows.map(([, count]) => (sum += Number(count)));
    return () => {
      const at = chance() * sum;
      let [low, high] = [0, ends.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ends[middle]! < at) low = middle + 1;
        else high = middle;
      }
      return rows[low]![0].toLowerCase();
    };
  };
  const [female, male, family] = [
    drawn('jempi_females.csv', 3000),
    drawn('jempi_males.csv', 1200),
    drawn('jempi_last_names.csv', 60_000),
  ];
  const nicknames = new Map(
    list('pseudopeople_nicknames.csv').map(([name, ...own]) => [
      name,
      own.map((one) => one.trim()).filter(Boolean),
    ]),
  );
  const towns = Array.from({ length: 60 }, (_, at) => ({
    city: `${family()}${['ville', ' falls', 'ford', 'ton', ' haven'][at % 5]}`,
    zip: `0${6000 + at * 11}`,
  }));
  const streets = Array.from(
    { length: 900 },
    () => `${family()} ${['st', 'ave', 'rd', 'ln', 'ct'][below(5)]}`,
  );
  const two = (value: number) => String(value).padStart(2, '0');
  const born = (from: number, to: number) =>
    `${from + below(to - from + 1)}-${two(1 + below(12))}-${two(1 + below(28))}`;
  const home = () => {
    const town = towns[Math.min(below(60), below(60))]!;
    const flat = is(0.3) ? ` apt ${1 + below(40)}` : '';
    return { street: `${1 + below(999)} ${streets[below(900)]}${flat}`, ...town };
  };
  const phone = () => `(860) ${200 + below(700)}-${String(below(10_000)).padStart(4, '0')}`;
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join('');

  const persons: Person[] = [];
  const person = (own: Partial<Person>, place: ReturnType<typeof home>, line: string): Person => {
    const sex = own.sex ?? (is(0.5) ? 'F' : 'M');
    const name = sex === 'F' ? female : male;
    const first = own.first ?? name();
    const made: Person = {
      first,
      middle: is(0.8) ? name() : '',
      last: own.last ?? family(),
      maiden: own.maiden ?? '',
      suffix: own.suffix ?? '',
      dob: own.dob ?? born(1935, 1985),
      sex,
      ...place,
      phone: is(0.5) ? line : phone(),
      email: '',
      ssn: `${100 + below(600)}${digits(6)}`,
    };
    made.email = is(0.4)
      ? ''
      : `${first.slice(0, is(0.5) ? 1 : 20)}.${made.last.replaceAll(' ', '')}${below(90)}@example.${is(0.5) ? 'com' : 'org'}`;
    persons.push(made);
    return made;
  };
  while (persons.length < about.persons) {
    const [place, line] = [home(), phone()];
    const name = is(0.12) ? `${family()} ${family()}` : is(0.06) ? `${family()}-${family()}` : family();
    const father = is(0.75) ? person({ sex: 'M', last: name }, place, line) : undefined;
    if (is(0.8)) {
      const maiden = family();
      person({ sex: 'F', last: is(0.7) ? name : maiden, maiden }, place, line);
    }
    for (let children = below(4); children > 0; children--) {
      const dob = born(1985, 2022);
      const junior = father !== undefined && is(0.04);
      if (junior) father.suffix ||= 'Sr';
      person(
        { last: name, dob, ...(junior && { sex: 'M', first: father.first, suffix: 'Jr' }) },
        place,
        line,
      );
      if (is(about.twins)) person({ last: name, dob, sex: persons.at(-1)!.sex }, place, line);
    }
  }

  const slip = (text: string) => {
    if (text.length < 2) return text;
    const at = below(text.length - 1);
    const letter = /\d/.test(text[at]!) ? String(below(10)) : String.fromCharCode(97 + below(26));
    switch (below(4)) {
      case 0:
        return text.slice(0, at) + letter + text.slice(at + 1);
      case 1:
        return text.slice(0, at) + text.slice(at + 1);
      case 2:
        return text.slice(0, at) + letter + text.slice(at);
      default:
        return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
    }
  };
  const record = (who: Person): Person => {
    // Some clerks are worse than others: errors come together.
    const rate = about.errors * (is(0.15) ? 4 : 0.5);
    const made = { ...who };
    if (made.maiden !== '' && is(0.12))
      made.last = is(0.3)
        ? `${made.maiden}-${made.last}`
        : made.last === made.maiden
          ? made.last
          : made.maiden;
    if (is(0.15)) Object.assign(made, home());
    if (is(0.2)) made.phone = is(0.5) ? '' : phone();
    if (is(0.2)) made.email = '';
    if (is(0.35)) made.ssn = '';
    const nick = nicknames.get(made.first);
    if (nick && is(0.08)) made.first = nick[below(nick.length)]!;
    if (is(0.4)) made.middle = made.middle.slice(0, is(0.7) ? 1 : 0);
    if (is(0.5)) made.suffix = '';
    for (const field of ['first', 'last', 'street', 'city'] as const)
      if (is(0.02 * rate)) made[field] = slip(made[field]);
    if (is(0.01 * rate)) [made.first, made.last] = [made.last, made.first];
    if (is(0.006 * rate)) made.first = '';
    if (is(0.01 * rate)) made.ssn = slip(made.ssn);
    if (is(0.03 * rate)) made.dob = '';
    else if (is(about.givenOut)) made.dob = is(0.8) ? `${made.dob.slice(0, 4)}-01-01` : '1900-01-01';
    else if (is(0.02 * rate)) {
      const [y, m, d] = made.dob.split('-') as [string, string, string];
      made.dob = is(0.4)
        ? Number(d) <= 12
          ? `${y}-${d}-${m}`
          : `${Number(y) + 1}-${m}-${d}`
        : `${y}-${m}-${two(1 + below(28))}`;
    }
    if (is(0.004 * rate)) made.sex = made.sex === 'F' ? 'M' : 'F';
    if (is(0.3)) made.street = made.street.replace(' apt ', ' #').replace(' st', ' street');
    return made;
  };
  const value = (made: Person, column: Column): string => {
    if (column === 'yob') return made.dob.slice(0, 4);
    if (column !== 'full') return made[column];
    const names = [made.first, made.middle, made.last, made.suffix].filter(Boolean);
    return is(0.3) ? `${made.last}, ${made.first} ${made.middle}`.trim() : names.join(' ');
  };
  const names: Readonly<Record<Column, string>> = {
    first: 'first_name',
    middle: 'middle_name',
    last: 'last_name',
    full: 'person_name',
    suffix: 'suffix',
    dob: 'date_of_birth',
    yob: 'birth_year',
    sex: 'sex',
    street: 'address',
    city: 'city',
    zip: 'zip',
    phone: 'phone',
    email: 'email',
    ssn: 'ssn',
  };
  const lines: string[] = [];
  for (const [number, who] of persons.entries()) {
    let count = is(about.records - Math.floor(about.records))
      ? Math.ceil(about.records)
      : Math.floor(about.records);
    if (about.records > 3) count = Math.max(1, Math.round(count * 2 * chance()));
    for (; count > 0; count--) {
      const made = record(who);
      lines.push(`${about.columns.map((column) => quoted(value(made, column))).join(',')},${number}`);
    }
  }
  for (let at = lines.length - 1; at > 0; at--) {
    const other = below(at + 1);
    [lines[at], lines[other]] = [lines[other]!, lines[at]!];
  }
  const head = `row,${about.columns.map((column) => names[column]).join(',')},truth`;
  writeFileSync(file, `${head}\n${lines.map((line, at) => `${at},${line}`).join('\n')}\n`);
}

const quoted = (text: string) => (text.includes(',') ? `"${text}"` : text);

/** Mulberry32: a small generator of numbers between 0 and 1. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
