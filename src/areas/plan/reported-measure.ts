/** Objectives may bind to a figure that nobody can compute, such as hours saved: agencies report it, and it says so. */
const prefix = 'reported.';
export const isReportedMeasure = (measure: string): boolean => measure.startsWith(prefix);
