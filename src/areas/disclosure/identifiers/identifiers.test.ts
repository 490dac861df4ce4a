import { createHmac, hkdfSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../../test/context.ts';
import { destroyIdentifiers, makeIdentifiers } from '../make-identifiers.ts';
import { destroyIdentifiers as destroyOperation, makeIdentifiers as makeOperation } from './contract.ts';
import { dayShift, shiftDay, topAndBottomCode } from './recipe.ts';
import { isResearchId, releaseKey, researchId } from './research-id.ts';

const golden = join(import.meta.dirname, '../../../../test/golden/disclosure');
const read = async (name: string) => JSON.parse(await readFile(join(golden, name), 'utf8'));
const bytes = (hex: string) => Buffer.from(hex, 'hex');

describe('what identifiers rest on', () => {
  it('HMAC-SHA-256 of RFC 4231', async () => {
    const { cases } = await read('rfc4231-hmac-sha256.json');
    expect(cases.length).toBeGreaterThan(4);
    for (const { key_hex, data_hex, hmac_sha256 } of cases) {
      const made = createHmac('sha256', bytes(key_hex)).update(bytes(data_hex)).digest('hex');
      expect(made.startsWith(hmac_sha256)).toBe(true);
    }
  });

  it('HKDF-SHA-256 of RFC 5869', async () => {
    const { cases } = await read('rfc5869-hkdf-sha256.json');
    expect(cases).toHaveLength(3);
    for (const { ikm, salt, info, length, okm } of cases)
      expect(
        Buffer.from(hkdfSync('sha256', bytes(ikm), bytes(salt), bytes(info), length)).toString('hex'),
      ).toBe(okm);
  });
});

describe('research identifiers', () => {
  const root = Buffer.alloc(32, 7);

  it('are the same for a person within a release, and tell nothing across releases and projects', () => {
    const keys = [releaseKey(root, 'p1', '1'), releaseKey(root, 'p1', '2'), releaseKey(root, 'p2', '1')];
    const people = Array.from({ length: 500 }, (_, at) => `person-${at}`);
    const made = keys.map((key) => new Set(people.map((person) => researchId(key, person))));
    for (const ids of made) expect(ids.size).toBe(people.length);
    expect(researchId(keys[0]!, 'person-3')).toBe(researchId(releaseKey(root, 'p1', '1'), 'person-3'));
    for (const [one, other] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const)
      expect([...made[one]!].filter((id) => made[other]!.has(id))).toEqual([]);
  });

  it('carry a check character that finds every wrong character and nearly every exchange', () => {
    const key = releaseKey(root, 'p', 'r');
    fc.assert(
      fc.property(fc.uuid(), fc.nat(23), fc.nat(30), (person, place, step) => {
        const id = researchId(key, person);
        expect(isResearchId(id)).toBe(true);
        expect(isResearchId(id.toLowerCase().replaceAll('-', ''))).toBe(true);
        const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
        const plain = [...id.replaceAll('-', '')];
        const other = alphabet[(alphabet.indexOf(plain[place]!) + 1 + step) % 32]!;
        expect(isResearchId(plain.with(place, other).join(''))).toBe(other === plain[place]);
      }),
    );
    expect(isResearchId('not an identifier')).toBe(false);
  });

  it('move all dates of a person by the same number of days, never by none', () => {
    const key = releaseKey(root, 'p', 'r');
    const shifts = Array.from({ length: 2000 }, (_, at) => dayShift(key, `person-${at}`, 30));
    expect(Math.min(...shifts)).toBe(-30);
    expect(Math.max(...shifts)).toBe(30);
    expect(shifts).not.toContain(0);
    expect(new Set(shifts).size).toBe(60);
    expect(shiftDay('2024-02-28', 2)).toBe('2024-03-01');
    expect(topAndBottomCode(97, { most: 90 })).toBe(90);
    expect(topAndBottomCode(4, { least: 5, most: 90 })).toBe(5);
  });
});

describe('the key', () => {
  let context: TestContext;
  let folder: string;
  beforeAll(async () => {
    context = await openTestContext();
    folder = await mkdtemp(join(tmpdir(), 'identifiers-'));
    await writeFile(join(folder, 'people.csv'), 'person,town\na1,T1\nb2,T2\na1,T1\nc3,T1\n');
  });
  afterAll(async () => {
    await context.close();
    await rm(folder, { recursive: true });
  });
  const make = async (project: string, release: string) => {
    const to = join(folder, `${project}-${release}.csv`);
    const answer = await makeIdentifiers(
      context,
      makeOperation.input.parse({ project, release, file: join(folder, 'people.csv'), person: 'person', to }),
    );
    return { answer, text: await readFile(to, 'utf8') };
  };

  it('writes an extract: dates moved alike for a person, ages capped, places coarser', async () => {
    const [file, to, extract] = ['visits.csv', 'visits-ids.csv', 'visits-extract.csv'].map((name) =>
      join(folder, name),
    );
    await writeFile(
      file!,
      'person,day,age,zip\na1,2024-01-10,97,06106\na1,2024-01-20,97,06106\nb2,2024-03-01,40,06510\n',
    );
    await makeIdentifiers(
      context,
      makeOperation.input.parse({
        project: 'visits',
        release: '1',
        file,
        person: 'person',
        to,
        extract,
        dates: ['day'],
        top: ['age=90'],
        keep: ['zip=3'],
      }),
    );
    const [head, one, two, three] = (await readFile(extract!, 'utf8'))
      .split('\n')
      .map((line) => line.split(','));
    expect(head).toEqual(['research_id', 'day', 'age', 'zip']);
    expect(one![0]).toBe(two![0]);
    expect(isResearchId(one![0]!)).toBe(true);
    expect(Date.parse(two![1]!) - Date.parse(one![1]!)).toBe(10 * 86_400_000);
    expect(one![1]).not.toBe('2024-01-10');
    expect([one!.slice(2), three!.slice(2)]).toEqual([
      ['90', '061'],
      ['40', '065'],
    ]);
  });

  it('gives the same crosswalk again, another for another project, and none once it is destroyed', async () => {
    const { answer, text } = await make('housing', '2026a');
    expect(answer.people).toBe(3);
    expect((await make('housing', '2026a')).text).toBe(text);
    const ids = (crosswalk: string) =>
      crosswalk
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[1]);
    const other = ids((await make('jobs', '2026a')).text);
    expect(ids(text).filter((id) => id !== undefined && other.includes(id))).toEqual([]);
    const ended = await destroyIdentifiers(
      context,
      destroyOperation.input.parse({ project: 'housing', release: '2026a' }),
    );
    expect(ended.proof).toMatchObject({ opened: false, listed: false });
    await expect(make('housing', '2026a')).rejects.toMatchObject({ code: 'disclosure.no-such-identifiers' });
    expect((await make('jobs', '2026a')).answer.people).toBe(3);
  });
});
