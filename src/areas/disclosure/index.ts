/**
 * May this table leave? Withholds what a rule says must not be told, finds the cheapest companions that keep it from being
 * worked out, and attacks the result over everything released together. The methods are pure; uses core and the solver.
 */
import { area as form } from '../area.ts';
import { attack } from './attack.ts';
import { operations } from './contract.ts';
import { errors } from './errors.ts';
import { protect } from './protect.ts';

export const area = form({
  name: 'disclosure',
  operations,
  handlers: { protect, attack },
  tables: [],
  errors,
});
