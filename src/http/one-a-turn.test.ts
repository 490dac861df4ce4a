import { expect, test } from 'vitest';
import { oneATurn } from './one-a-turn.ts';

test('a transaction of many steps goes on between pages that arrived together', async () => {
  const turn = oneATurn();
  const order: string[] = [];
  const pages = Array.from({ length: 6 }, async (_, at) => {
    await turn();
    order.push(`page ${at}`);
  });
  // Each step waits once for the loop, as an answer of the writer's thread does.
  const change = (async () => {
    for (let step = 0; step < 3; step += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`step ${step}`);
    }
  })();
  await Promise.all([...pages, change]);
  expect(order.filter((said) => said.startsWith('page'))).toEqual(pages.map((_, at) => `page ${at}`));
  expect(order.indexOf('step 2')).toBeLessThan(order.indexOf('page 4'));
});

test('whoever comes after a rest is served too', async () => {
  const turn = oneATurn();
  await turn();
  await turn();
  await Promise.all([turn(), turn()]);
});
