import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { repository } from '../places.ts';

/** The fifty questions in plain words of test/golden/search. */
export const questions = (
  parse(readFileSync(join(repository, 'test/golden/search/queries.yaml'), 'utf8')) as { q: string }[]
).map(({ q }) => q);

const others =
  'annual report permit license town school month year route code identifier amount status type name date program county region district office facility provider visit claim request record survey sample rate total count';
// Words of the questions themselves are among them, so that common ones are as common as in a real catalogue.
const words = [...new Set([...questions.join(' ').match(/[a-z]+/g)!, ...others.split(' ')])];

/**
 * Fills the store of a home that no process owns: so many registered datasets, each described and with its fields, dealt
 * out over so many agencies. Written straight into the store, as a harvest of that size would leave it.
 */
export async function fillCatalogue(
  home: string,
  { datasets, agencies, fieldsEach }: { datasets: number; agencies: number; fieldsEach: number },
): Promise<void> {
  const store = await openSqliteStore({ file: join(home, 'store.sqlite') });
  let seed = 1;
  const next = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    // A few words are in most titles, as in any catalogue.
    return Math.floor((seed / 2_147_483_647) ** 2 * below);
  };
  const phrase = (length: number) => Array.from({ length }, () => words[next(words.length)]).join(' ');
  const known = await store.read.selectFrom('agency').select('code').orderBy('code').execute();
  const codes = known.map(({ code }) => code).slice(0, agencies);
  const cadences = ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'] as const;
  await store.write(async (tx) => {
    for (let more = codes.length; more < agencies; more++) {
      const code = `X${more}`;
      codes.push(code);
      await tx
        .insertInto('agency')
        .values({ code, name: `Department of ${phrase(2)}`, kind: 'executive' })
        .execute();
    }
    for (let at = 0; at < datasets; at += 100) {
      const ids = Array.from({ length: Math.min(100, datasets - at) }, (_, n) => at + n);
      const idOf = (one: number) => `bench-${String(one).padStart(8, '0')}`;
      await tx
        .insertInto('dataset')
        .values(
          ids.map((one) => ({
            id: idOf(one),
            public_id: String(one)
              .padStart(8, '0')
              .replace(/^(.{4})/, '$1-'),
            title: phrase(4),
            description: `${phrase(30)}.`,
            agency: codes[one % codes.length],
            licence: 'CC0-1.0',
            cadence: cadences[one % cadences.length],
            tags: JSON.stringify([phrase(1), phrase(1)]),
            ...(one % 3 === 0 ? { owner: 'Data officer', contact: 'data@example.gov' } : {}),
            key_fields: '[]',
            state: 'active' as const,
            created_at: '2026-11-23T15:00:00.000Z',
            created_by: 'bench',
            updated_at: '2026-11-23T15:00:00.000Z',
          })),
        )
        .execute();
      for (const one of ids)
        await tx
          .insertInto('described_field')
          .values(
            Array.from({ length: fieldsEach }, (_, position) => ({
              dataset: idOf(one),
              name: `f${position}`,
              title: phrase(2),
              description: phrase(6),
              type: 'text' as const,
              position,
              updated_at: '2026-11-23T15:00:00.000Z',
            })),
          )
          .execute();
    }
  });
  await store.close();
}
