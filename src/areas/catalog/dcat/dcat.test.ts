import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../../test/context.ts';
import { guardedRequest } from '../../../core/guarded-request.ts';
import { isPublicAddress } from '../../../core/outside-address.ts';
import { area as catalog } from '../index.ts';
import { parseBounded } from './bounded-json.ts';
import { homeOf } from './catalogue-entry.ts';
import type { HarvestResult } from './contract.ts';
import { type DcatRecord, readCatalogue } from './read-catalogue.ts';
import { catalogueEntries } from './read-entries.ts';
import { record11 } from './record-1-1.ts';
import { record30 } from './record-3-0.ts';
import { dcatFaults } from './validate-record.ts';

const golden = (path: string) => new URL(`../../../../test/golden/dcat/${path}`, import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(golden(path), 'utf8')) as Record<string, unknown>;
const philadelphia = gunzipSync(readFileSync(golden('philadelphia.json.gz')));

describe('the schemas', () => {
  it('judge GSA’s own examples as GSA does', () => {
    const good = json('schemas/dcatus3.0-examples/Dataset/good/complete_example.json');
    expect(dcatFaults('3.0', 'dataset', good)).toEqual([]);
    expect(
      dcatFaults(
        '3.0',
        'dataset',
        json('schemas/dcatus3.0-examples/Dataset/bad/bad-accrual-periodicity.json'),
      ),
    ).not.toEqual([]);
    for (const name of readdirSync(golden('schemas/dcatus3.0-examples/Catalog/bad')))
      expect(
        dcatFaults('3.0', 'catalogue', json(`schemas/dcatus3.0-examples/Catalog/bad/${name}`)),
        name,
      ).not.toEqual([]);
    // The folder's README tells which of the twelve are not valid.
    const invalid = readdirSync(golden('examples'))
      .filter((name) => name.startsWith('dcatus3_0'))
      .filter((name) => dcatFaults('3.0', 'catalogue', json(`examples/${name}`)).length > 0);
    expect(invalid.sort()).toEqual(
      [
        'dcatus3_0_invalid.json',
        'dcatus3_0_series_with_members.json',
        'dcatus3_0_service_serves_dataset.json',
      ].sort(),
    );
  });

  it('are what was copied, without texts and examples', () => {
    const without = (value: unknown, names = false): unknown => {
      if (Array.isArray(value)) return value.map((one) => without(one));
      if (typeof value !== 'object' || value === null) return value;
      const texts = [
        '_oldDocs',
        'examples',
        'requirementLevel',
        '$comment',
        'description',
        'title',
        'deprecated',
      ];
      return Object.fromEntries(
        Object.entries(value)
          .filter(([name]) => names || !texts.includes(name))
          .map(([name, one]) => [
            name,
            without(one, ['properties', '$defs', 'definitions', 'dependentRequired'].includes(name)),
          ]),
      );
    };
    const kept = JSON.parse(readFileSync(new URL('./dcat-us-3.0.schema.json', import.meta.url), 'utf8')) as {
      definitions: unknown[];
    };
    const originals = readdirSync(golden('schemas/dcatus3.0')).sort();
    expect(kept.definitions).toEqual(originals.map((name) => without(json(`schemas/dcatus3.0/${name}`))));
  });
});

describe('a harvest', () => {
  let context: TestContext;
  beforeEach(async () => {
    context = await openTestContext();
  });
  afterEach(() => context.close());

  const harvest = async (bytes: Uint8Array, over: object = {}): Promise<HarvestResult> => {
    const source = join(context.home, 'data.json');
    await writeFile(source, bytes);
    const { job } = await catalog.handlers.harvest(context, {
      source,
      check: false,
      allow_private: false,
      differences: 20_000,
      ...over,
    });
    return (await context.run(job, catalog.jobs!)) as HarvestResult;
  };
  const counted = async () =>
    Number(
      (
        await context.store.read
          .selectFrom('dataset')
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    );
  const exported = async (form: '1.1' | '3.0') => {
    const state = {
      ...context.jurisdiction,
      custody: { contact: { name: 'Open data', email: 'data@example.gov' } },
    } as unknown as typeof context.jurisdiction;
    const home = homeOf(state, 'https://data.example.gov');
    const records: DcatRecord[] = [];
    for await (const entry of catalogueEntries(context.store.read)) {
      const record = (form === '1.1' ? record11 : record30)(entry, home, '2026-11-23');
      if (record !== null) records.push(record);
    }
    return records;
  };

  it('of Philadelphia: 402 datasets, the same the second time, and out again valid in both forms', {
    timeout: 120_000,
  }, async () => {
    const checked = await harvest(philadelphia, { check: true });
    expect(checked).toMatchObject({
      checked: true,
      form: '1.1',
      records: 402,
      distributions: 2841,
      added: 402,
    });
    expect(await counted()).toBe(0);
    const first = await harvest(philadelphia);
    expect(first).toMatchObject({ added: 402, changed: 0, unchanged: 0, gone: 0, problems: [] });
    expect(await counted()).toBe(402);
    const again = await harvest(philadelphia);
    expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 402, differences: [] });
    const { harvests } = await catalog.handlers['list-harvests'](context, { limit: 50 });
    expect(harvests.map(({ checked, added, unchanged }) => [checked, added, unchanged]).toSorted()).toEqual([
      [false, 0, 402],
      [false, 402, 0],
      [true, 402, 0],
    ]);
    const compared = await catalog.handlers['show-harvest'](context, {
      harvest: harvests.find((one) => one.checked)!.harvest,
    });
    expect(compared.differences).toEqual(checked.differences);
    await expect(catalog.handlers['show-harvest'](context, { harvest: 'none' })).rejects.toMatchObject({
      code: 'catalog.no-such-harvest',
    });

    const source = new Map(
      (JSON.parse(philadelphia.toString()) as { dataset: Record<string, unknown>[] }).dataset.map((one) => [
        one['identifier'],
        one,
      ]),
    );
    const out = await exported('1.1');
    expect(out.map((one) => one['identifier']).sort()).toEqual([...source.keys()].sort());
    for (const record of out) {
      const came = source.get(record['identifier'])!;
      expect(dcatFaults('1.1', 'dataset', record), String(record['title'])).toEqual([]);
      expect(new Set(record['keyword'] as string[])).toEqual(new Set(came['keyword'] as string[]));
      for (const name of ['title', 'identifier', 'accessLevel', 'license'] as const)
        expect(record[name], name).toEqual(came[name]);
      expect((record['publisher'] as DcatRecord)['name']).toBe((came['publisher'] as DcatRecord)['name']);
      expect(record['contactPoint']).toMatchObject(came['contactPoint'] as object);
      expect((record['distribution'] as unknown[]).length).toBe((came['distribution'] as unknown[]).length);
      if (came['modified'] !== null) expect(record['modified']).toBe(came['modified']);
    }
    for (const record of await exported('3.0'))
      expect(dcatFaults('3.0', 'dataset', record), String(record['title'])).toEqual([]);
  });

  it('tells what differs before it is taken, and leaves a person’s word alone', async () => {
    const base = { conformsTo: 'https://project-open-data.cio.gov/v1.1/schema', title: 'Town' };
    const one = (title: string, description: string, keyword = ['a']) => ({
      identifier: 'x-1',
      title,
      description,
      keyword,
    });
    const bytes = (...dataset: object[]) => Buffer.from(JSON.stringify({ ...base, dataset }));
    const first = await harvest(bytes(one('Budget', 'Old'), { ...one('Gone', 'x'), identifier: 'x-2' }));
    const id = first.differences[0]!.dataset!;
    await catalog.handlers['edit-dataset'](context, { dataset: id, title: 'The budget of the town' });
    const next = bytes(one('Budget', 'New', ['a', 'b']));
    const checked = await harvest(next, { check: true });
    expect(checked.differences).toEqual([
      {
        dataset: id,
        identifier: 'x-1',
        title: 'Budget',
        outcome: 'changed',
        changes: ['description', 'tags'],
      },
      expect.objectContaining({ identifier: 'x-2', outcome: 'gone' }),
    ]);
    await harvest(next);
    expect(await catalog.handlers['show-dataset'](context, { dataset: id })).toMatchObject({
      title: 'The budget of the town',
      description: 'New',
      tags: ['a', 'b'],
    });
    const [record] = (await exported('1.1')).filter((out) => out['identifier'] === 'x-1');
    expect(record).toMatchObject({ title: 'The budget of the town', description: 'New' });
  });

  it('of the odd ones says what is odd, and takes the rest', { timeout: 60_000 }, async () => {
    const found: Record<string, unknown> = {};
    for (const name of readdirSync(golden('examples'))) {
      const answer = await harvest(readFileSync(golden(`examples/${name}`))).catch(
        (error: { code: string }) => error.code,
      );
      found[name] =
        typeof answer === 'string'
          ? answer
          : [answer.records, answer.problems.filter(({ kind }) => kind === 'error').length];
    }
    // Counted by hand in the files.
    expect(found).toMatchObject({
      'dcatus.json': [7, 0],
      'dcatus_no_identifier.json': [0, 1],
      'missing_title.json': [0, 1],
      'dcatus_single_record.json': [1, 0],
      'dcatus3_0.json': [4, 0],
      'dcatus3_0_no_identifier.json': [0, 1],
      'dcatus3_0_with_services.json': [1, 0],
    });
    // A single record, without a catalogue around it, is refused in words.
    expect(Object.entries(found).filter(([, one]) => typeof one === 'string')).toEqual([]);
  });

  it.each([
    ['sixty million brackets', Buffer.alloc(60_000_000, '['), 'catalog.catalogue-unreadable'],
    [
      'a text that never ends',
      Buffer.concat([Buffer.from('{"dataset":["'), Buffer.alloc(60_000_000, 'a')]),
      'catalog.catalogue-unreadable',
    ],
    ['a hundred megabytes of brackets', Buffer.alloc(100_000_000, '['), 'catalog.catalogue-too-large'],
    [
      'a hundred megabytes of a text that never ends',
      Buffer.concat([Buffer.from('{"dataset":["'), Buffer.alloc(100_000_000, 'a')]),
      'catalog.catalogue-too-large',
    ],
    ['no catalogue', Buffer.from('[1,2,3]'), 'catalog.catalogue-unreadable'],
    ['no list', Buffer.from('{"dataset":"all"}'), 'catalog.catalogue-unreadable'],
    ['another encoding', Buffer.from('{"dataset":["\xe9"]}', 'latin1'), 'catalog.catalogue-unreadable'],
    ['nothing', Buffer.alloc(0), 'catalog.catalogue-unreadable'],
  ])('of %s ends soon, in words', { timeout: 20_000 }, async (_, bytes, code) => {
    const started = performance.now();
    await expect(harvest(bytes)).rejects.toMatchObject({ code });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(await counted()).toBe(0);
  });

  it('of records that are none is told record by record', () => {
    const read = readCatalogue({
      dataset: [1, null, { title: 3 }, { title: 4, identifier: 'a' }, { title: 'b', identifier: 'a' }],
    });
    expect('fault' in read ? [] : read.problems.map(({ record, problem }) => [record, problem])).toEqual([
      [1, 'It is not an object.'],
      [2, 'It is not an object.'],
      [3, '“3” has no identifier.'],
      [5, 'Record 4 has the same identifier.'],
    ]);
    expect(parseBounded(Buffer.from('{"a":[1,{"b":"]}"}]}'))).toEqual({ value: { a: [1, { b: ']}' }] } });
  });

  it('by an address of this network is for the operator, and refused at the door', async () => {
    const asked = (actor: TestContext, input: { source: string; allow_private?: boolean }) =>
      catalog.handlers.harvest(actor, { check: false, allow_private: false, differences: 1, ...input });
    const open = context.asked({ actor: { id: 'open', kind: 'open' } });
    await expect(
      asked(open, { source: 'https://data.example.gov', allow_private: true }),
    ).rejects.toMatchObject({
      code: 'catalog.path-not-allowed',
    });
    await expect(asked(open, { source: '/etc/passwd' })).rejects.toMatchObject({
      code: 'catalog.path-not-allowed',
    });
    const { job } = await asked(open, { source: 'http://127.0.0.1:1/data.json' });
    await expect(context.run(job, catalog.jobs!)).rejects.toMatchObject({
      code: 'request.address-not-allowed',
    });
  });
});

describe('an address outside', () => {
  let server: Server;
  let port: number;
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, answer) => {
      asked.push(request.url!);
      if (request.url === '/far')
        answer.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
      else if (request.url === '/round') answer.writeHead(302, { location: '/round' }).end();
      else if (request.url === '/large') {
        answer.writeHead(200);
        const send = () => {
          while (answer.write(Buffer.alloc(64_000)));
          answer.once('drain', send);
        };
        send();
      } else if (request.url === '/slow') answer.writeHead(200).write('{');
      else answer.end('{"dataset":[]}');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const ask = (path: string, over: object = {}) =>
    guardedRequest(`http://127.0.0.1:${port}${path}`, { mostBytes: 1_000_000, timeoutMs: 1_500, ...over });

  it('of this machine or its network is never asked, however it is written', async () => {
    asked.length = 0;
    for (const host of [
      '127.0.0.1',
      '0.0.0.0',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '2130706433',
      '0x7f.1',
      '10.0.0.1',
      '[fd00::1]',
      '[64:ff9b::7f00:1]',
    ])
      await expect(
        guardedRequest(`http://${host}:${port}/`, { mostBytes: 10, timeoutMs: 1000 }),
        host,
      ).rejects.toMatchObject({ code: 'request.address-not-allowed' });
    for (const address of [
      'file:///etc/passwd',
      'ftp://example.com/',
      'http://user:pass@example.com/',
      'nonsense',
    ])
      await expect(
        guardedRequest(address, { mostBytes: 10, timeoutMs: 1000 }),
        address,
      ).rejects.toMatchObject({
        code: 'request.address-not-allowed',
      });
    expect(asked).toEqual([]);
  });

  it('is judged when its name is resolved, so that a name that changes its meaning leads nowhere', async () => {
    asked.length = 0;
    let times = 0;
    // Public the first time it is asked for, this machine ever after.
    const resolve = async () => [{ address: times++ === 0 ? '93.184.216.34' : '127.0.0.1', family: 4 }];
    const asking = () =>
      guardedRequest(`http://rebind.example:${port}/`, { mostBytes: 10, timeoutMs: 300, resolve });
    // It goes to the address that was judged, which nobody answers at here, and never to this machine.
    await expect(asking()).rejects.toMatchObject({ code: 'request.outside-failed' });
    expect(times).toBe(1);
    await expect(asking()).rejects.toMatchObject({ code: 'request.address-not-allowed' });
    const both = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    await expect(
      guardedRequest(`http://both.example:${port}/`, { mostBytes: 10, timeoutMs: 300, resolve: both }),
    ).rejects.toMatchObject({ code: 'request.address-not-allowed' });
    expect(asked).toEqual([]);
  });

  it('that redirects is judged at each step', async () => {
    // Allowed for the first step only by the test's own resolver: the redirect names a literal address.
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const allowed = await guardedRequest(`http://home.example:${port}/`, {
      mostBytes: 100,
      timeoutMs: 1000,
      allowPrivate: true,
      resolve,
    });
    expect(allowed).toMatchObject({ status: 200 });
    await expect(ask('/round', { allowPrivate: true })).rejects.toMatchObject({
      code: 'request.outside-failed',
    });
  });

  it('that sends too much or never ends is left', async () => {
    await expect(ask('/large', { allowPrivate: true })).rejects.toMatchObject({
      code: 'request.outside-failed',
    });
    await expect(ask('/slow', { allowPrivate: true })).rejects.toMatchObject({
      code: 'request.outside-failed',
    });
  });

  it.each([
    ['8.8.8.8', true],
    ['93.184.216.34', true],
    ['2606:4700::1111', true],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['fe80::1', false],
    ['fc00::1', false],
    ['2002:7f00:1::', false],
    ['::ffff:8.8.8.8', false],
    ['localhost', false],
  ])('%s is public: %s', (address, isPublic) => expect(isPublicAddress(address)).toBe(isPublic));
});
