/** The nouns of data quality. Pages import them from here. */
export * from './anomaly.ts';
export * from './check.ts';
export * from './dimension.ts';
export * from './issue.ts';
export * from './profile.ts';
export * from './rule.ts';
export * from './score.ts';
export * from './suggestion.ts';
