import type { LogEntry } from './model.ts';

/** What kind of thing an entry tells, in a word. */
export const outcomeWords: Readonly<Record<LogEntry['outcome'], string>> = {
  looked: 'Looked',
  changed: 'Changed',
  refused: 'Was refused',
  noted: 'Note of the log',
};
