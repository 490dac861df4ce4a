import { addDays } from '../../core/calendar-date.ts';
import type { Handler } from '../handler.ts';
import type { listDutiesDue as op } from './contract.ts';
import { dutiesDue } from './duties-due.ts';

export const listDutiesDue: Handler<typeof op> = async (context, input) => {
  const from = input.from ?? context.clock.today();
  const to = input.to ?? addDays(from, 365);
  return { from, to, duties: await dutiesDue(context.store.read, context, { from, to }, input.bearer) };
};
