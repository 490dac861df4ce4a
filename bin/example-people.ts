/**
 * Makes the two files of invented people that the example state protects: `node bin/example-people.ts` writes them again,
 * byte for byte. They come from the generator of `oak linkage generate`, as two agencies would have written them down: other
 * columns, other spellings, other days, many of the same people. Towns are the state's; Social Security numbers have 00 in
 * the middle and telephone numbers 555, which nobody was ever given.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Chance } from '../src/areas/linkage/generator/chance.ts';
import { generatePeople, type PersonRecord } from '../src/areas/linkage/generator/generate-people.ts';
import { townName } from '../src/areas/linkage/generator/names.ts';
import { parseDelimited } from '../src/core/delimited-text.ts';

const seed = 2025;
const participants = 3_600;
const visits = 2_400;
const folder = fileURLToPath(new URL('../examples/connecticut/data', import.meta.url));

export interface ExampleFile {
  readonly file: string;
  readonly text: string;
  /** Id of each row and the number of the person it is about: the truth, which stands in no file. */
  readonly truth: ReadonlyMap<string, number>;
}

export function examplePeople(): { readonly participants: ExampleFile; readonly visits: ExampleFile } {
  const chance = new Chance(seed);
  const town = townsOfState();
  const served: Row[] = [];
  const seen: Row[] = [];
  for (const record of generatePeople({ seed, preset: 'typical' })) {
    if (served.length === participants && seen.length === visits) break;
    const placed = { ...record, town: town(record.town), zip: record.zip.replace(/^\d\d/, '06') };
    if (record.agency === 'social-services' && served.length < participants)
      served.push(participantRow(chance, placed, served.length));
    if (record.agency === 'public-health' && seen.length < visits)
      seen.push(visitRow(chance, placed, seen.length));
  }
  return {
    participants: fileOf('program-participants-2025.csv', served),
    visits: fileOf('emergency-visits-2025.csv', seen),
  };
}

interface Row {
  readonly person: number;
  readonly cells: Readonly<Record<string, string>>;
}

const p = { program: 901, months: 902, benefit: 903, reason: 904, outcome: 905, clinic: 906 } as const;

function participantRow(chance: Chance, record: PersonRecord, number: number): Row {
  const program = pick(chance, record.person, p.program, programs);
  return {
    person: record.person,
    cells: {
      CLIENT_ID: `C${String(100_001 + number * 7)}`,
      LAST_NM: record.family_name,
      FIRST_NM: record.given_name,
      MI: record.middle_name,
      SUFFIX: record.suffix,
      DOB: record.birth_date.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$2/$3/$1'),
      SEX: record.sex,
      SSN: neverIssued(record.ssn),
      PHONE: fictional(record.phone),
      STREET: record.address,
      TOWN: record.town,
      ZIP: record.zip,
      PROGRAM: program,
      ENROLLED: record.recorded_on,
      MONTHS: String(1 + chance.below(48, number, p.months)),
      BENEFIT: String(40 + 5 * chance.below(120, number, p.benefit)),
    },
  };
}

function visitRow(chance: Chance, record: PersonRecord, number: number): Row {
  const reason = pick(chance, number, p.reason, reasons);
  return {
    person: record.person,
    cells: {
      'Visit ID': `V25-${String(number + 1).padStart(5, '0')}`,
      'Visit Date': record.recorded_on.replace(/^\d{4}/, '2025').replace('02-29', '02-28'),
      'Patient Last Name': capitalised(record.family_name),
      'Patient First Name': capitalised(record.given_name),
      'Middle Name': capitalised(record.middle_name),
      'Birth Date': record.birth_date,
      Sex: { f: 'Female', m: 'Male' }[record.sex] ?? '',
      'Race/Ethnicity': capitalised(record.race_ethnicity),
      'Home Phone': fictional(record.phone).replaceAll('-', ''),
      Address: capitalised(record.address),
      City: capitalised(record.town),
      'Zip Code': record.zip,
      Hospital: `Hospital ${'ABCDEFGH'[chance.below(8, record.person, p.clinic)]}`,
      Reason: reason,
      Outcome: pick(chance, number, p.outcome, reason === 'Overdose' ? graveOutcomes : outcomes),
    },
  };
}

const programs: Shares = { SNAP: 0.46, 'HUSKY A': 0.27, 'HUSKY D': 0.17, 'CHILD CARE': 0.07, TFA: 0.03 };
const reasons: Shares = {
  Fall: 0.24,
  'Chest pain': 0.19,
  Infection: 0.17,
  Asthma: 0.12,
  'Traffic injury': 0.09,
  Overdose: 0.07,
  Other: 0.12,
};
const outcomes: Shares = { 'Sent home': 0.82, Admitted: 0.16, Transferred: 0.02 };
const graveOutcomes: Shares = { 'Sent home': 0.58, Admitted: 0.35, Died: 0.07 };

type Shares = Readonly<Record<string, number>>;
function pick(chance: Chance, thing: number, purpose: number, shares: Shares): string {
  let share = chance.share(thing, purpose);
  for (const [value, part] of Object.entries(shares)) {
    share -= part;
    if (share < 0) return value;
  }
  return Object.keys(shares).at(-1)!;
}

const neverIssued = (ssn: string) => ssn.replace(/^(\d{3})-\d\d-/, '$1-00-');
const fictional = (phone: string) => phone.replace(/-\d{3}-/, '-555-');
const capitalised = (text: string) =>
  text.replace(/(?<![\p{L}\p{M}'’])\p{L}/gu, (letter) => letter.toUpperCase());

/** The generator's towns, largest first, stand for the state's; one it wrote wrongly becomes the nearest one with two letters swapped. */
function townsOfState(): (name: string) => string {
  const rows = parseDelimited(
    readFileSync(join(folder, 'town-population-2020.csv'), 'utf8'),
    ['town_no', 'town', 'population_derived'],
    'town-population-2020.csv',
  );
  const largest = [...rows]
    .sort((a, b) => Number(b.population_derived) - Number(a.population_derived))
    .map((row) => row.town);
  const real = new Map(largest.map((name, at) => [townName(at), name]));
  const known = [...real.keys()];
  const swapped = (name: string) => `${name.slice(0, 2)}${name[3] ?? ''}${name[2] ?? ''}${name.slice(4)}`;
  return (written) => {
    if (written === '') return '';
    const plain = written.toLowerCase();
    const capitals = written === written.toUpperCase();
    const exact = real.get(plain);
    const name = exact ?? swapped(real.get(nearest(plain, known))!);
    return capitals ? name.toUpperCase() : name;
  };
}

const nearest = (text: string, known: readonly string[]): string =>
  known.reduce((best, one) => (shared(one, text) > shared(best, text) ? one : best));
/** Letters in the same place from the front and from the back. */
function shared(one: string, other: string): number {
  const same = (a: string, b: string) => [...a].findIndex((letter, at) => letter !== b[at]);
  const back = (text: string) => [...text].reverse().join('');
  const count = (a: string, b: string) => (same(a, b) === -1 ? a.length : same(a, b));
  return count(one, other) + count(back(one), back(other));
}

function fileOf(file: string, rows: readonly Row[]): ExampleFile {
  const columns = Object.keys(rows[0]!.cells);
  const lines = [columns, ...rows.map(({ cells }) => columns.map((column) => cells[column]!))];
  return {
    file,
    text: `${lines.map((line) => line.join(',')).join('\n')}\n`,
    truth: new Map(rows.map(({ person, cells }) => [cells[columns[0]!]!, person])),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const { file, text } of Object.values(examplePeople())) writeFileSync(join(folder, file), text);
