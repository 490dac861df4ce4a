import { sql } from '../../../../engine/sql.ts';
import { fn } from '../function.ts';

const whole = { storage: 'integer' } as const;
const real = { storage: 'double' } as const;

export const numberFunctions = [
  fn('abs', ['number'], 'number', (a) => sql`abs(${a})`),
  fn('ceil', ['number'], 'number', (a) => sql`ceil(${a})`),
  fn('floor', ['number'], 'number', (a) => sql`floor(${a})`),
  // A whole number rounds to a decimal that the engine holds as a double; enough for what a reader rounds to.
  fn(
    'round',
    ['number', 'number'],
    'number',
    (a, b) => sql`round(cast(${a} as double), cast(${b} as integer))`,
    real,
  ),
  fn('round', ['number'], 'number', (a) => sql`round(${a})`),
  fn('ln', ['number'], 'number', (a) => sql`case when ${a} > 0 then ln(${a}) end`, real),
  fn(
    'width_bucket',
    ['number', 'number', 'number', 'number'],
    'number',
    (a, low, high, count) =>
      sql`cast(case when ${a} < ${low} then 0 when ${a} >= ${high} then ${count} + 1 else floor((${a} - ${low}) * cast(${count} as double) / nullif(${high} - ${low}, 0)) + 1 end as bigint)`,
    whole,
  ),
  fn(
    'signed_magnitude_10',
    ['number'],
    'number',
    (a) => sql`(sign(${a}) * length(cast(cast(floor(abs(${a})) as hugeint) as varchar)))`,
    whole,
  ),
  fn(
    'signed_magnitude_linear',
    ['number', 'number'],
    'number',
    (a, width) => sql`(sign(${a}) * floor(abs(${a}) / nullif(cast(${width} as double), 0) + 1))`,
    real,
  ),
];
