/** How numbers, dates, sizes and words are written. Pages use these and never a formatter of their own. */
export * from './date.ts';
export * from './duration.ts';
export * from './number.ts';
export * from './share.ts';
export * from './size.ts';
export * from './value.ts';
export * from './words.ts';
