/**
 * The search in a catalogue of 10,000 datasets with 20 fields each and 60 agencies: the fifty questions of
 * test/golden/search and as many mistyped ones, each asked of the handler in this process; then how soon a change is found.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { area as agencies } from '../src/areas/agencies/index.ts';
import { area as catalog } from '../src/areas/catalog/index.ts';
import type { Context } from '../src/areas/handler.ts';
import { searchArea } from '../src/areas/search/index.ts';
import { openStateContext } from '../test/state-context.ts';
import { repository } from './places.ts';
import { judge, printTable } from './table.ts';

const datasets = 10_000;
const fieldsEach = 20;
const questions = (
  parse(readFileSync(join(repository, 'test/golden/search/queries.yaml'), 'utf8')) as { q: string }[]
).map(({ q }) => q);

const context = await openStateContext('2026-11-23T15:00:00.000Z');
const world = context as unknown as Context;
// Words of the questions themselves, with others, so that common ones are very common.
const words = [
  ...new Set([
    ...questions.join(' ').match(/[a-z]+/g)!,
    ...'annual report permit license town school month year route code identifier amount status type name date program county region district office facility provider visit claim request record survey sample rate total count'.split(
      ' ',
    ),
  ]),
];
let seed = 1;
const next = (below: number) => {
  seed = (seed * 48_271) % 2_147_483_647;
  // A few words are in most titles, as in any real catalogue.
  return Math.floor((seed / 2_147_483_647) ** 2 * below);
};
const phrase = (length: number) => Array.from({ length }, () => words[next(words.length)]).join(' ');
await context.store.write(async (tx) => {
  const codes = Array.from({ length: 60 }, (_, at) => `A${at}`);
  await tx
    .insertInto('agency')
    .values(codes.map((code) => ({ code, name: `Department of ${phrase(2)}`, kind: 'executive' })))
    .execute();
  const now = context.clock.now();
  for (let at = 0; at < datasets; at += 100) {
    const some = Array.from({ length: 100 }, (_, n) => String(at + n).padStart(8, '0'));
    await tx
      .insertInto('dataset')
      .values(
        some.map((id, n) => ({
          id,
          public_id: `${id.slice(0, 4)}-${id.slice(4)}`,
          title: phrase(4),
          description: phrase(30),
          agency: codes[(at + n) % codes.length],
          tags: JSON.stringify([phrase(1), phrase(1)]),
          key_fields: '[]',
          state: 'active' as const,
          created_at: now,
          created_by: 'bench',
          updated_at: now,
        })),
      )
      .execute();
    for (const id of some)
      await tx
        .insertInto('dataset_field')
        .values(
          Array.from({ length: fieldsEach }, (_, position) => ({
            dataset: id,
            name: `f${position}`,
            title: phrase(2),
            description: phrase(6),
            type: 'text' as const,
            position,
            known_from: 1,
          })),
        )
        .execute();
  }
});

const search = searchArea([agencies, catalog]);
const ask = async (q: string) => {
  const started = performance.now();
  const { total } = await search.handlers.find(world, { q, exact: false, limit: 20 });
  return { ms: performance.now() - started, total };
};
const first = await ask('warm');
const before = process.memoryUsage().rss;
const mistyped = questions.map((q) =>
  q.replace(/(\w{4,})/, (word) => word.slice(0, 2) + word[3] + word[2] + word.slice(4)),
);
for (const q of questions) await ask(q);
const times: number[] = [];
for (let round = 0; round < 10; round++)
  for (const q of [...questions, ...mistyped]) times.push((await ask(q)).ms);
times.sort((a, b) => a - b);
const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;

await catalog.handlers['edit-dataset'](world, { dataset: '0000-0007', title: 'Quokka sightings' });
const changed = await ask('quokka');

printTable('Search', [
  {
    datasets,
    fields: datasets * fieldsEach,
    questions: times.length,
    'p50 ms': at(0.5),
    'p95 ms': at(0.95),
    'max ms': at(1),
    'first, with building, s': first.ms / 1000,
    'after a change, ms': changed.ms,
    'MB of the process': before / 1e6,
  },
]);
if (changed.total === 0) throw new Error('A change of a moment ago is not found.');
judge('search, p95', at(0.95), 50, 'at most', 'ms');
await context.close();
