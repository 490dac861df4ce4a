import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { accessTimesFile } from './access-times.ts';
import { calendarDate } from './calendar-date.ts';
import { classificationFile, retentionFile } from './classification.ts';
import { custodyFile } from './custody-rules.ts';
import { parseDelimited } from './delimited-text.ts';
import type { Jurisdiction, Place, Region } from './jurisdiction.ts';
import { loadPlaceShapes } from './place-shape.ts';
import { parseRecordFile, recordFileUnreadable } from './record-file.ts';

const jurisdictionFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  planTitle: z.string().min(1),
  timeZone: z.string().refine(isTimeZone, 'expected a time zone such as America/New_York'),
  dateOrder: z.enum(['month-first', 'day-first']),
  twoDigitYearPivot: z.int().min(0).max(99),
  placeNoun: z.strictObject({ one: z.string().min(1), many: z.string().min(1) }),
  geography: z.strictObject({
    places: z.string(),
    codes: z.string().optional(),
    variants: z.string().optional(),
    regions: z.string().optional(),
    regionPlaces: z.string().optional(),
    boundaries: z.string().optional(),
  }),
  words: z.string().optional(),
  custody: z.string().optional(),
  population: z.strictObject({ on: calendarDate, source: z.string() }).optional(),
  /** Files of the same folder. */
  classification: z.string().optional(),
  retention: z.string().optional(),
  accessTimes: z.string().optional(),
});

const wordsFile = z.strictObject({
  same: z.array(z.array(z.string().min(1)).min(2)).default([]),
  wider: z.record(z.string(), z.array(z.string().min(1)).min(1)).default({}),
});

/**
 * Reads a state from its folder (`examples/connecticut`): `jurisdiction.yaml` and the tables it names. Every place named
 * in a table must be in the list of places. Throws `core.record-file-unreadable` with file and line.
 */
export async function loadJurisdiction(folder: string): Promise<Jurisdiction> {
  const file = (name: string) => readStateFile(folder, name);
  const head = parseRecordFile(await file('jurisdiction.yaml'), jurisdictionFile, 'jurisdiction.yaml');
  const { geography } = head;
  const table = async <Column extends string>(name: string | undefined, columns: readonly Column[]) =>
    name === undefined ? [] : parseDelimited(await file(name), columns, basename(name));

  const placeRows = await table(geography.places, ['id', 'name', 'population']);
  const known = new Set(placeRows.map((row) => row.id));
  const mustBePlace = (name: string | undefined, id: string, at: number) => {
    if (!known.has(id))
      throw recordFileUnreadable.with({
        file: basename(name ?? ''),
        where: `row ${at + 1} under the header`,
        problem: `${id} is not in the list of places`,
      });
  };
  const codes = await table(geography.codes, ['place', 'system', 'code', 'from', 'to']);
  const variants = await table(geography.variants, ['variant', 'place']);
  const members = await table(geography.regionPlaces, ['region', 'place']);
  for (const [at, row] of codes.entries()) mustBePlace(geography.codes, row.place, at);
  for (const [at, row] of variants.entries()) mustBePlace(geography.variants, row.place, at);
  for (const [at, row] of members.entries()) mustBePlace(geography.regionPlaces, row.place, at);

  const codesOf = Map.groupBy(codes, (row) => row.place);
  const variantsOf = Map.groupBy(variants, (row) => row.place);
  const places = placeRows.map(
    (row): Place => ({
      id: row.id,
      name: row.name,
      variants: (variantsOf.get(row.id) ?? []).map(({ variant }) => variant.toLowerCase()),
      codes: (codesOf.get(row.id) ?? []).map(({ system, code, from, to }) => ({
        system,
        code,
        ...(from && { from }),
        ...(to && { to }),
      })),
      ...(row.population && head.population
        ? { population: { value: Number(row.population), ...head.population } }
        : {}),
    }),
  );
  const membersOf = Map.groupBy(members, (row) => row.region);
  const regions = (await table(geography.regions, ['id', 'name', 'kind', 'code', 'from', 'to'])).map(
    ({ id, name, kind, code, from, to }): Region => ({
      id,
      name,
      kind,
      ...(code && { code }),
      ...(from && { from }),
      ...(to && { to }),
      places: (membersOf.get(id) ?? []).map(({ place }) => place),
    }),
  );
  const {
    geography: _,
    population: __,
    words,
    custody,
    classification,
    retention,
    accessTimes,
    ...rest
  } = head;
  const state = {
    ...rest,
    ...(words === undefined ? {} : { words: parseRecordFile(await file(words), wordsFile, words) }),
    ...(custody === undefined ? {} : { custody: parseRecordFile(await file(custody), custodyFile, custody) }),
    ...(classification !== undefined && {
      classification: parseRecordFile(await file(classification), classificationFile, classification),
    }),
    ...(retention !== undefined && {
      retention: parseRecordFile(await file(retention), retentionFile, retention),
    }),
    ...(accessTimes !== undefined && {
      accessTimes: parseRecordFile(await file(accessTimes), accessTimesFile, accessTimes),
    }),
  };
  if (geography.boundaries === undefined) return { ...state, places, regions };
  const shapes = await loadPlaceShapes(folder, geography.boundaries);
  return { ...state, places, regions, boundaries: geography.boundaries, shapes };
}

/** One file of a state's folder as text. Throws `core.record-file-unreadable` when it is not there. */
export async function readStateFile(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (cause) {
    throw recordFileUnreadable.with(
      { file: name, where: 'the whole file', problem: 'it cannot be read' },
      cause,
    );
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
