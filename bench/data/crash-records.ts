/**
 * Crash records by the million, invented but of the shape of real ones: 12 columns, 173 bytes a row, towns skewed as
 * people are. Row `n` depends only on the seed and `n`, so a variant differs from the clean file exactly where it
 * says. `node bench/data/crash-records.ts [--rows N] [--variant NAME]` writes one file under `bench/.data`.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dataFolder } from '../places.ts';

export const columns = [
  'crash_id',
  'crash_date',
  'town',
  'town_code',
  'route_class',
  'severity',
  'latitude',
  'longitude',
  'driver_age',
  'reported_date',
  'damage_amount',
  'narrative',
] as const;

/**
 * `changed`: in 1 % of rows, severity and damage differ. `faulty`: see {@link rules}. `bad-cells`: one age in
 * 10,000 is no number.
 */
export const variants = ['clean', 'changed', 'faulty', 'bad-cells'] as const;
export type Variant = (typeof variants)[number];

/** The 12 rules that the `faulty` variant breaks, each in about one row of 5,000; no row breaks two on purpose. */
export const rules = [
  'crash_id unique',
  'crash_date not null',
  'town in set',
  'town_code pattern',
  'route_class in set',
  'severity in set',
  'latitude range',
  'longitude range',
  'driver_age range',
  'reported_date order',
  'damage_amount range',
  'narrative not null',
] as const;
export type Rule = (typeof rules)[number];

const seed = 0x0a4c_1687;
const [, ...townLines] = readFileSync(join(import.meta.dirname, 'towns.csv'), 'utf8')
  .trim()
  .split('\n');
export const towns = townLines.map((line) => line.split(',')[0]!);
const townWeights = townLines.map((line) => Number(line.split(',')[1]));
export const routeClasses = [
  'Interstate',
  'US Route',
  'State Route',
  'Local Road',
  'Ramp',
  'Private',
] as const;
export const severities = ['K', 'A', 'B', 'C', 'O'] as const;
const firstId = 10_000_000;

/** 4,096 slots, each naming a town, filled in proportion to its people: one look-up gives a skewed choice. */
const townSlots = (() => {
  const total = townWeights.reduce((sum, weight) => sum + weight, 0);
  const slots = new Uint8Array(4096);
  let filled = 0;
  let people = 0;
  for (const [town, weight] of townWeights.entries()) {
    people += weight;
    for (const end = Math.round((people / total) * 4096); filled < end; filled++) slots[filled] = town;
  }
  return slots;
})();

const phrases = {
  who: [
    'Unit 1',
    'Operator 1',
    'A motorcycle',
    'A delivery van',
    'A pickup',
    'Vehicle 2',
    'A bus',
    'A tractor trailer',
  ],
  did: [
    'changed lanes and struck',
    'rear-ended',
    'turned left in front of',
    'slid on ice into',
    'sideswiped',
    'backed into',
  ],
  what: [
    'unit 2',
    'a guide rail',
    'a parked car',
    'a utility pole',
    'a cyclist',
    'a deer',
    'the median',
    'a stopped vehicle',
  ],
  where: ['near exit', 'at house number', 'by pole', 'at mile marker', 'past signal'],
};

/** Marsaglia's xorshift with a scrambled start: 32 good bits a draw, and any row can be made alone. */
function drawsOf(row: number, salt: number): () => number {
  let state = Math.imul(row + 1, 0x9e37_79b1) ^ Math.imul(seed + salt, 0x85eb_ca6b);
  state = Math.imul(state ^ (state >>> 16), 0xc2b2_ae35);
  state ^= state >>> 13;
  if (state === 0) state = 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const two = (value: number) => (value < 10 ? `0${value}` : String(value));
const millisecondsADay = 86_400_000;
const firstDay = Date.UTC(2015, 0, 1);
const days = Array.from({ length: 3_700 }, (_, at) => {
  const day = new Date(firstDay + at * millisecondsADay);
  return `${two(day.getUTCMonth() + 1)}/${two(day.getUTCDate())}/${day.getUTCFullYear()}`;
});
const daysOfCrashes = 3_653; // 2015 to 2024

/** The rule that this row breaks in the `faulty` variant, if any. */
export function faultOf(row: number): Rule | undefined {
  const fault = rules[drawsOf(row, 1)() % 5_000];
  // A key is copied from the row before, which must be whole itself.
  return fault === 'crash_id unique' && (row === 0 || faultOf(row - 1) === fault) ? undefined : fault;
}

export const isChanged = (row: number) => drawsOf(row, 2)() % 100 === 0;

/** One line of the file, without its line end. `row` counts from 0; the source row number is one more. */
export function crashRecord(row: number, variant: Variant = 'clean'): string {
  const draw = drawsOf(row, 0);
  const fault = variant === 'faulty' ? faultOf(row) : undefined;
  const changed = variant === 'changed' && isChanged(row);
  const town = townSlots[draw() & 4095]!;
  const day = draw() % daysOfCrashes;
  const minute = draw() % 1440;
  const hour = Math.floor(minute / 60);
  const draw4 = draw();
  let severity = [
    0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
  ][draw4 & 31]!;
  if (changed) severity = (severity + 1) % 5;
  const route = [0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 5][(draw4 >>> 5) & 15]!;
  const lag = 1 + ((draw4 >>> 9) % 14);
  const place = draw();
  const latitude = 41 + ((town * 7) % 100) / 100 + (place & 0xffff) / 1e7;
  const longitude = -73.7 + ((town * 13) % 180) / 100 + (place >>> 16) / 1e7;
  const age = draw();
  const damage = (draw() % 2_500_000) / 100 + (changed ? 100 : 0);
  const story = draw();
  const number = draw() % 2_000;
  const quoted = (story >>> 20) % 20 === 0;
  const text = `${phrases.who[story & 7]} ${phrases.did[(story >>> 3) % 6]} ${phrases.what[(story >>> 8) & 7]}${quoted ? ',' : ''} ${
    phrases.where[(story >>> 11) % 5]
  } ${number}; under review.`;
  return [
    firstId + (fault === 'crash_id unique' ? row - 1 : row),
    fault === 'crash_date not null'
      ? ''
      : `${days[day]} ${two(hour % 12 === 0 ? 12 : hour % 12)}:${two(minute % 60)}:${two(draw4 % 60)} ${hour < 12 ? 'AM' : 'PM'}`,
    fault === 'town in set' ? `${towns[town]!.slice(0, 3)}ville Twp` : towns[town],
    fault === 'town_code pattern' ? `T${town + 1}` : String(town + 1).padStart(3, '0'),
    fault === 'route_class in set' ? 'Rout 66' : routeClasses[route],
    fault === 'severity in set' ? 'X' : severities[severity],
    (fault === 'latitude range' ? latitude - 27 : latitude).toFixed(6),
    (fault === 'longitude range' ? -longitude : longitude).toFixed(6),
    fault === 'driver_age range'
      ? 214
      : variant === 'bad-cells' && age % 10_000 === 7
        ? 'unk.'
        : age % 20 === 0
          ? ''
          : 16 + (age % 75),
    fault === 'reported_date order' ? (days[day - 9] ?? '12/01/2014') : days[day + lag],
    (fault === 'damage_amount range' ? -250 - damage : damage).toFixed(2),
    fault === 'narrative not null' ? '' : quoted ? `"${text}"` : text,
  ].join(',');
}

/** Source row numbers (the first row under the header is 1) that break each rule in the `faulty` variant. */
export function plantedFaults(rowCount: number): Record<Rule, number[]> {
  const answers = Object.fromEntries(rules.map((rule) => [rule, [] as number[]])) as Record<Rule, number[]>;
  for (let row = 0; row < rowCount; row++) {
    const fault = faultOf(row);
    if (fault === undefined) continue;
    // A repeated key makes two rows wrong: the one copied from, and the copy.
    if (fault === 'crash_id unique') answers[fault].push(row);
    answers[fault].push(row + 1);
  }
  return answers;
}

/** Writes the file unless it is already there, and returns its path. Beside a faulty file lies its answer. */
export function crashRecords(rowCount: number, variant: Variant = 'clean'): string {
  const file = join(dataFolder, `crashes-${rowCount}-${variant}.csv`);
  if (existsSync(file)) return file;
  mkdirSync(dataFolder, { recursive: true });
  const unfinished = `${file}.part`;
  const output = openSync(unfinished, 'w');
  let text = `${columns.join(',')}\n`;
  for (let row = 0; row < rowCount; row++) {
    text += `${crashRecord(row, variant)}\n`;
    if (text.length > 1_000_000 || row === rowCount - 1) {
      writeSync(output, text, null, 'latin1');
      text = '';
    }
  }
  closeSync(output);
  if (variant === 'faulty') {
    writeFileSync(file.replace('.csv', '-answers.json'), JSON.stringify(plantedFaults(rowCount)));
  }
  renameSync(unfinished, file);
  return file;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { rows: { type: 'string', default: '1000000' }, variant: { type: 'string', default: 'clean' } },
  });
  const variant = variants.find((name) => name === values.variant);
  if (variant === undefined) throw new Error(`--variant is one of ${variants.join(', ')}`);
  console.log(crashRecords(Number(values.rows), variant));
}
