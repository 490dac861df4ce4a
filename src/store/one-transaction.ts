import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<{ open: boolean }>();

/**
 * Refuses a `write` inside a `write`: on SQLite it would wait for itself for ever, on PostgreSQL it would commit apart
 * from the one around it. Pass the transaction on instead.
 */
export async function oneTransaction<T>(run: () => Promise<T>): Promise<T> {
  if (current.getStore()?.open) {
    throw new Error('store.write was called inside store.write: pass the transaction on instead');
  }
  const mark = { open: true };
  try {
    return await current.run(mark, run);
  } finally {
    mark.open = false;
  }
}
