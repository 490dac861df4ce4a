import type { Handler } from '../handler.ts';
import type { readAsOf as operation } from './contract.ts';
import { viewOfVersion } from './model.ts';
import { versionAt } from './read-version.ts';

export const readAsOf: Handler<typeof operation> = async (context, input) =>
  viewOfVersion(await versionAt(context.store.read, input.dataset, { asOf: input.date }));
