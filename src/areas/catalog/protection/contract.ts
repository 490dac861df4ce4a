import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { job, json, operation } from '../../../core/operation.ts';
import { noSuchDataset, noSuchField, noSuchVersion, noVersionYet, versionWithdrawn } from '../errors.ts';
import { datasetRef } from '../model.ts';
import {
  alreadyReleased,
  madeFromProtected,
  noSuchClass,
  noSuchGrant,
  noSuchHold,
  notAnOpenClass,
  notDueYet,
  notReleased,
  underHold,
  versionDestroyed,
} from './errors.ts';
import {
  certificateView,
  classView,
  elementView,
  grantView,
  groundView,
  holdView,
  ownGrant,
  protectionView,
  readerView,
  releaseDecision,
  retentionView,
  scheduleView,
} from './model.ts';

const dataset = datasetRef;
const about = { dataset: 'dataset' } as const;
const version = z.number().int().min(1);
const ground = z.string().min(1).max(2000).describe('why, in words or by the id of a ground of the state');
const citation = z.string().max(500).optional().describe('the law or decision it rests on');

export const classifyDataset = operation({
  name: 'catalog.classify-dataset',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/classification',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Say of which class a dataset is, on what ground',
  description:
    'A class that is not open takes back every release of the dataset at once. What was said before stays on record.',
  input: z.object({
    dataset,
    class: z.string().max(60).describe('id of a class of the state'),
    ground,
    citation,
    from: calendarDate.optional().describe('first day on which it holds; today when left out'),
    describes: z.string().max(60).optional().describe('what a row is about, such as people'),
  }),
  output: json(protectionView),
  errors: [noSuchDataset, noSuchClass],
  positional: ['dataset', 'class', 'ground'],
});

export const classifyFields = operation({
  name: 'catalog.classify-fields',
  method: 'PUT',
  path: '/api/v1/datasets/{dataset}/classification/fields',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Say what fields tell about a person; masks follow it',
  input: z.object({
    dataset,
    fields: z
      .record(z.string(), z.string().max(60))
      .describe('id of an element class of the state, by field'),
    ground,
    citation,
  }),
  output: json(protectionView),
  errors: [noSuchDataset, noSuchField, noSuchClass],
});

export const showProtection = operation({
  name: 'catalog.show-protection',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/protection',
  access: 'everyone',
  effect: 'read',
  summary: 'Show why a dataset is protected, what whoever asks may see of it, and what more would take',
  input: z.object({ dataset }),
  output: json(protectionView),
  errors: [noSuchDataset],
  positional: ['dataset'],
});

export const releaseVersion = operation({
  name: 'catalog.release-version',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/versions/{version}/release',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Release a version: from then on anyone may have its rows, and any figure made from them',
  description:
    'The dataset must be classified open. With `coming`, every version loaded later is open at once, until that is revoked.',
  input: z.object({
    dataset,
    version,
    ground: z.string().min(1).max(60).describe('id of a ground of the state'),
    reviewer: z.string().min(1).max(200).describe('who looked at it and answers for it, by name'),
    citation,
    source: z.url().optional().describe('address at which its holder publishes it already'),
    coming: z.boolean().default(false).describe('also every version that is loaded later'),
  }),
  output: json(releaseDecision),
  errors: [
    noSuchDataset,
    noSuchVersion,
    versionWithdrawn,
    versionDestroyed,
    notAnOpenClass,
    noSuchClass,
    alreadyReleased,
    madeFromProtected,
  ],
  positional: ['dataset', 'version'],
});

export const releaseComing = operation({
  name: 'catalog.release-coming-versions',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/releases',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Decide that every version loaded from now on is open at once',
  input: z.object({
    dataset,
    ground: z.string().min(1).max(60).describe('id of a ground of the state'),
    reviewer: z.string().min(1).max(200).describe('who answers for it, by name'),
    citation,
    source: z.url().optional().describe('address at which its holder publishes it already'),
  }),
  output: json(releaseDecision),
  errors: [noSuchDataset, notAnOpenClass, noSuchClass, madeFromProtected],
  positional: ['dataset'],
});

export const revokeRelease = operation({
  name: 'catalog.revoke-release',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/releases/{decision}/revoke',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Take a release back: the version is protected again at once, and its files are sealed',
  input: z.object({ dataset, decision: z.string().max(40), reason: z.string().min(1).max(2000) }),
  output: json(releaseDecision),
  errors: [noSuchDataset, notReleased],
  positional: ['dataset', 'decision', 'reason'],
});

export const listGrounds = operation({
  name: 'catalog.list-grounds',
  method: 'GET',
  path: '/api/v1/classification',
  access: 'everyone',
  effect: 'read',
  summary: 'List the classes of data, the element classes and the grounds for a release that are in force',
  input: z.object({}),
  output: json(
    z.object({
      classes: z.array(classView),
      elements: z.array(elementView),
      grounds: z.array(groundView),
    }),
  ),
  errors: [],
});

export const listReleases = operation({
  name: 'catalog.list-releases',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/releases',
  access: 'everyone',
  effect: 'read',
  summary: 'List the release decisions of a dataset, newest first',
  input: z.object({ dataset, limit: z.number().int().min(1).max(500).default(100) }),
  output: json(z.object({ releases: z.array(releaseDecision) })),
  errors: [noSuchDataset],
  positional: ['dataset'],
});

export const giveGrant = operation({
  name: 'catalog.give-grant',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/grants',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Give one person leave to see a protected dataset, for a purpose and a time',
  input: z.object({
    dataset,
    grantee: z.string().min(1).max(200).describe('id of the person'),
    purpose: z.string().min(1).max(300),
    view: z.enum(['rows', 'masked', 'figures']).describe('the most it lets be seen'),
    ground: z.string().min(1).max(2000).describe('the agreement or decision it rests on'),
    from: calendarDate.optional().describe('today when left out'),
    until: calendarDate.describe('its last day'),
  }),
  output: json(grantView),
  errors: [noSuchDataset],
  positional: ['dataset', 'grantee'],
});

export const withdrawGrant = operation({
  name: 'catalog.withdraw-grant',
  method: 'DELETE',
  path: '/api/v1/datasets/{dataset}/grants/{grant}',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Take a grant back, at once',
  input: z.object({ dataset, grant: z.string().max(40) }),
  output: json(grantView),
  errors: [noSuchDataset, noSuchGrant],
  positional: ['dataset', 'grant'],
});

export const listGrants = operation({
  name: 'catalog.list-grants',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/grants',
  access: 'officer',
  about,
  effect: 'read',
  summary: 'List who may see a protected dataset, for what purpose and until when',
  input: z.object({ dataset }),
  output: json(z.object({ grants: z.array(grantView) })),
  errors: [noSuchDataset],
  positional: ['dataset'],
});

export const listOwnGrants = operation({
  name: 'catalog.list-own-grants',
  method: 'GET',
  path: '/api/v1/me/grants',
  access: 'signed-in',
  effect: 'read',
  summary: 'List the grants that you hold now, with the purpose each asks you to state',
  input: z.object({}),
  output: json(z.object({ grants: z.array(ownGrant) })),
  errors: [],
});

export const listReaders = operation({
  name: 'catalog.list-readers',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/versions/{version}/readers',
  access: 'officer',
  about,
  effect: 'read',
  summary: 'List the people known to have looked at a version while it was protected, and when',
  description: 'Downloads of open versions are counted without addresses: who made them is not known.',
  input: z.object({ dataset, version }),
  output: json(z.object({ readers: z.array(readerView) })),
  errors: [noSuchDataset, noSuchVersion],
  positional: ['dataset', 'version'],
});

export const setRecordClass = operation({
  name: 'catalog.set-record-class',
  method: 'PUT',
  path: '/api/v1/datasets/{dataset}/record-class',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Say which record class of the retention schedule a dataset belongs to',
  input: z.object({ dataset, record_class: z.string().max(60) }),
  output: json(retentionView),
  errors: [noSuchDataset, noSuchClass],
  positional: ['dataset', 'record_class'],
});

export const showRetention = operation({
  name: 'catalog.show-retention',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/retention',
  access: 'everyone',
  effect: 'read',
  summary: 'Show how long the versions of a dataset are kept, what holds them, and what was destroyed',
  input: z.object({ dataset }),
  output: json(retentionView),
  errors: [noSuchDataset],
  positional: ['dataset'],
});

export const showSchedule = operation({
  name: 'catalog.show-schedule',
  method: 'GET',
  path: '/api/v1/retention',
  access: 'everyone',
  effect: 'read',
  summary: 'Show the retention schedule, the holds in force and what is due for disposal',
  input: z.object({}),
  output: json(scheduleView),
  errors: [],
});

export const placeHold = operation({
  name: 'catalog.place-hold',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/holds',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Place a legal hold: nothing of the dataset is destroyed while it stands',
  input: z.object({ dataset, reason: z.string().min(1).max(2000), citation }),
  output: json(holdView),
  errors: [noSuchDataset],
  positional: ['dataset', 'reason'],
});

export const liftHold = operation({
  name: 'catalog.lift-hold',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/holds/{hold}/lift',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Lift a legal hold, with the reason',
  input: z.object({ dataset, hold: z.string().max(40), reason: z.string().min(1).max(2000) }),
  output: json(holdView),
  errors: [noSuchDataset, noSuchHold],
  positional: ['dataset', 'hold', 'reason'],
});

export const disposeVersion = operation({
  name: 'catalog.dispose-version',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/versions/{version}/dispose',
  access: 'officer',
  about,
  effect: 'long',
  summary: 'Destroy the rows of a version that is due for disposal, for good, and certify it',
  description:
    'Destroys the key that its files are sealed with, then the files, and proves that nothing opens any more. The record, the counts and the certificate stay.',
  input: z.object({ dataset, version, ground }),
  output: job(certificateView),
  errors: [noSuchDataset, noSuchVersion, noVersionYet, versionDestroyed, underHold, notDueYet],
  positional: ['dataset', 'version', 'ground'],
});

export const showCertificate = operation({
  name: 'catalog.show-certificate',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/versions/{version}/certificate',
  access: 'everyone',
  effect: 'read',
  summary: 'Show the certificate of the destruction of a version',
  input: z.object({ dataset, version }),
  output: json(certificateView),
  errors: [noSuchDataset, noSuchVersion],
  positional: ['dataset', 'version'],
});

export const protectionOperations = {
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
