import type { Handler } from '../handler.ts';
import type { listStandards as op } from './contract.ts';
import { editionsOn, inForceOf } from './read-standards.ts';

/** The standards in force on a day, and the editions that they replaced. */
export const listStandards: Handler<typeof op> = async ({ store, clock }, input) => {
  const on = input.on ?? clock.today();
  const editions = await editionsOn(store.read, on);
  const standards = inForceOf(editions);
  return {
    on,
    standards,
    earlier: editions
      .filter((one) => !standards.includes(one))
      .map(({ id, version, published }) => ({ id, version, published })),
  };
};
