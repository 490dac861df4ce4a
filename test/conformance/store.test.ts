import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrations/index.ts';
import { readSetting, writeSetting } from '../../src/store/settings.ts';
import { jobCases } from './job-cases.ts';
import { outboxCases } from './outbox-cases.ts';
import { statementCases } from './statement-cases.ts';
import { storeKinds, storesForTests, type TestStore } from './stores.ts';
import { transactionCases } from './transaction-cases.ts';

const stores = storesForTests();
afterAll(() => stores.stop());

describe.each(storeKinds)('%s', (kind) => {
  let opened: TestStore;
  let second: Promise<Store> | undefined;
  const store = () => opened.store;
  const another = () => (second ??= opened.another());

  beforeAll(async () => {
    opened = await stores.open(kind);
    await migrate(opened.store);
  });
  afterAll(() => opened.close());

  describe('statements', () => statementCases(store));
  describe('transactions', () => transactionCases(store, another));
  describe('jobs', () => jobCases(store, another));
  describe('outbox', () => outboxCases(store, another));

  test('a setting is kept under its key, the last value', async () => {
    expect(await readSetting(store(), 'k')).toBeUndefined();
    await writeSetting(store(), 'k', 'one');
    await writeSetting(store(), 'k', 'two');
    expect(await readSetting(store(), 'k')).toBe('two');
  });
});
