import { proveGrowth as growthOf, proveEntry } from '../../store/audit-log/prove-entry.ts';
import type { Handler } from '../handler.ts';
import type { proveGrowth as growthOp, prove as op } from './contract.ts';
import { logEmpty, noSuchEntry, notGrown } from './errors.ts';

export const prove: Handler<typeof op> = async ({ store, audit }, { leaf }) => {
  await audit.settle();
  const proof = await proveEntry(store, leaf);
  if (proof === undefined) throw noSuchEntry.with({ leaf });
  return { ...proof, path: [...proof.path] };
};

export const proveGrowth: Handler<typeof growthOp> = async ({ store, audit }, { older }) => {
  const head = await audit.settle();
  if (head === undefined) throw logEmpty.with({});
  const proof = await growthOf(store, older);
  if (proof === undefined) throw notGrown.with({ older, size: head.size });
  return { ...proof, path: [...proof.path] };
};
