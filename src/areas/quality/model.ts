/** The nouns of data quality, and those of the catalog it speaks of. Pages import them from here. */
export { type Dataset, type DatasetVersion, freshnessOf } from '../catalog/model.ts';
export * from './actor-words.ts';
export * from './anomaly.ts';
export * from './check.ts';
export * from './dimension.ts';
export * from './issue.ts';
export * from './profile.ts';
export * from './rule.ts';
export * from './score.ts';
export * from './suggestion.ts';
