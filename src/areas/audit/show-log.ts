import { readHead } from '../../store/audit-log/integrate-entries.ts';
import { keptCheckpoints } from '../../store/audit-log/keep-checkpoint.ts';
import type { Handler } from '../handler.ts';
import type { showLog as op } from './contract.ts';

export const showLog: Handler<typeof op> = async ({ store, audit }) => {
  const newest = (await readHead(store.read)) ?? null;
  return {
    verifier: audit.verifier,
    size: newest?.size ?? 0,
    newest,
    kept: await keptCheckpoints(store.read),
  };
};
