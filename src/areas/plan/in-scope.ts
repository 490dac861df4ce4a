import type { MeasureScope } from '../measure.ts';

/** Whether what belongs to an agency is counted: a scope without agencies counts everything, one with them nothing that has none. */
export const inScope = (scope: MeasureScope, agency: string | null | undefined): boolean =>
  scope.agencies === undefined || (agency != null && scope.agencies.includes(agency));
