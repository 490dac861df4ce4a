import { classifyDataset, classifyFields } from './classify.ts';
import { disposeVersion } from './dispose-version.ts';
import { giveGrant, listGrants, listOwnGrants, withdrawGrant } from './grants.ts';
import { listGrounds } from './list-grounds.ts';
import { listReaders } from './list-readers.ts';
import { releaseComing, releaseVersion, revokeRelease } from './release-version.ts';
import {
  liftHold,
  placeHold,
  setRecordClass,
  showCertificate,
  showRetention,
  showSchedule,
} from './retention.ts';
import { listReleases, showProtection } from './show-protection.ts';

export const protectionHandlers = {
  'classify-dataset': classifyDataset,
  'classify-fields': classifyFields,
  'show-protection': showProtection,
  'release-version': releaseVersion,
  'release-coming-versions': releaseComing,
  'revoke-release': revokeRelease,
  'list-grounds': listGrounds,
  'list-releases': listReleases,
  'give-grant': giveGrant,
  'withdraw-grant': withdrawGrant,
  'list-grants': listGrants,
  'list-own-grants': listOwnGrants,
  'list-readers': listReaders,
  'set-record-class': setRecordClass,
  'show-retention': showRetention,
  'show-schedule': showSchedule,
  'place-hold': placeHold,
  'lift-hold': liftHold,
  'dispose-version': disposeVersion,
  'show-certificate': showCertificate,
};
