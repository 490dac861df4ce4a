import { z } from 'zod';

/** The dimensions of data quality, under the names the Open Data Contract Standard 3.1 gives them. */
export const dimensions = [
  'accuracy',
  'completeness',
  'conformity',
  'consistency',
  'coverage',
  'timeliness',
  'uniqueness',
] as const;
export type Dimension = (typeof dimensions)[number];
export const dimension = z.enum(dimensions);

/** How a person asks about each; `conformity` is what the UK framework calls validity. */
export const dimensionTitles: Readonly<Record<Dimension, { title: string; asks: string }>> = {
  accuracy: { title: 'Accuracy', asks: 'Does it name things that exist?' },
  completeness: { title: 'Completeness', asks: 'Is what should be filled in filled in?' },
  conformity: { title: 'Validity', asks: 'Is each value of the agreed kind, form and range?' },
  consistency: { title: 'Consistency', asks: 'Do values that belong together agree?' },
  coverage: { title: 'Coverage', asks: 'Are all the rows there?' },
  timeliness: { title: 'Timeliness', asks: 'Is it recent enough to use?' },
  uniqueness: { title: 'Uniqueness', asks: 'Does each thing stand here once?' },
};
