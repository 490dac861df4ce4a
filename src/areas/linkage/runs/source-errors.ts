import { noSuchDataset, noSuchVersion, noVersionYet, versionWithdrawn } from '../../catalog/errors.ts';
import { contentProtected, notInThisForm, versionDestroyed } from '../../catalog/protection/errors.ts';
import { noSuchRun, purposeNeeded, rowsMasked, runNotFinished } from './errors.ts';

/** What opening the datasets of a link may come to. */
export const contentErrors = [
  noSuchDataset,
  noSuchVersion,
  noVersionYet,
  versionWithdrawn,
  versionDestroyed,
  contentProtected,
  notInThisForm,
  purposeNeeded,
  rowsMasked,
];

/** The same for the datasets of a finished run. */
export const sourceErrors = [noSuchRun, runNotFinished, ...contentErrors];
