import { z } from 'zod';
import { job, json, operation } from '../../../core/operation.ts';
import { noSuchDataset } from '../../catalog/errors.ts';
import { datasetRef } from '../../catalog/model.ts';
import { noSuchDefinition } from '../definitions/errors.ts';
import * as linkageFailure from '../errors.ts';
import * as failure from './errors.ts';
import {
  clusterChange,
  clusterListed,
  clusterShown,
  linkable,
  pairExplained,
  pairListed,
  recognisedFields,
  runView,
  shownRun,
} from './model.ts';
import { contentErrors, sourceErrors } from './source-errors.ts';

const run = z.string().max(40).describe('id of the link');
const sources = {
  left: datasetRef,
  right: datasetRef.optional().describe('left out: records of the same are looked for within the first'),
};

export const listLinkable = operation({
  name: 'linkage.list-linkable',
  method: 'GET',
  path: '/api/v1/linkage/datasets',
  access: 'staff',
  effect: 'read',
  summary: 'List the datasets that you may link, for the purpose you have stated',
  input: z.object({}),
  output: json(linkable),
  errors: [],
});

export const recogniseFields = operation({
  name: 'linkage.recognise-fields',
  method: 'POST',
  path: '/api/v1/linkage/fields',
  access: 'staff',
  effect: 'read',
  summary: 'Say what the columns of one or two datasets hold, as far as names and values tell',
  description: 'It reads the rows: the look is logged.',
  input: z.object(sources),
  output: json(recognisedFields),
  errors: [...contentErrors, failure.sameDatasetTwice],
  positional: ['left', 'right'],
});

export const linkDatasets = operation({
  name: 'linkage.link-datasets',
  method: 'POST',
  path: '/api/v1/linkage/runs',
  access: 'staff',
  effect: 'long',
  summary: 'Link two datasets of the catalogue, or find records of the same within one',
  description:
    'Asks for leave to whole rows of each, for the purpose that is stated. The result is a protected version of its own in the catalogue: whoever may see the rows of every source may see it, and nobody else.',
  input: z.object({
    ...sources,
    fields: z
      .string()
      .max(5000)
      .optional()
      .describe('kind=COLUMN,kind:label=COLUMN,…; recognised from names and values when left out'),
    groups: z
      .array(z.string().max(200))
      .max(8)
      .optional()
      .describe('columns by whose values errors are told apart'),
    threshold: z.number().gt(0).lt(1).optional().describe('chance from which a pair is linked'),
    one_to_one: z.enum(['auto', 'both', 'left', 'right', 'none']).default('auto'),
    model: z
      .string()
      .max(80)
      .optional()
      .describe(
        'what to use instead of learning: a finished link by its id, or a saved model by NAME or NAME@2',
      ),
    rules: z
      .string()
      .max(80)
      .optional()
      .describe(
        'a saved rule set over the model, by NAME or NAME@2: what is accepted, refused or for a person',
      ),
    previous: run
      .optional()
      .describe(
        'an earlier link of the same datasets to go on from: its model and its names of clusters; merges and splits are listed',
      ),
    compare_all: z
      .boolean()
      .default(false)
      .describe('with `previous`: compare all records again, and not the new and changed ones only'),
    title: z.string().trim().max(200).optional(),
  }),
  output: job(z.object({ run })),
  errors: [
    ...sourceErrors,
    failure.sameDatasetTwice,
    failure.groupNotForReport,
    linkageFailure.badFields,
    linkageFailure.noSuchColumn,
    linkageFailure.nothingToCompare,
    linkageFailure.tooManyFields,
    linkageFailure.tooFewRecords,
    linkageFailure.modelUnusable,
    linkageFailure.ruleSetUnusable,
    noSuchDefinition,
    failure.notContinuable,
  ],
  positional: ['left', 'right'],
});

export const moveThreshold = operation({
  name: 'linkage.move-threshold',
  method: 'POST',
  path: '/api/v1/linkage/runs/{run}/threshold',
  access: 'staff',
  effect: 'long',
  summary:
    'Link the same datasets again with the same model and another threshold: a new version of the result',
  input: z.object({
    run,
    weight: z.coerce.number().min(-20).max(40).describe('bits of evidence from which a pair is linked'),
  }),
  output: job(z.object({ run })),
  errors: sourceErrors,
  positional: ['run', 'weight'],
});

export const listRuns = operation({
  name: 'linkage.list-runs',
  method: 'GET',
  path: '/api/v1/linkage/runs',
  access: 'staff',
  effect: 'read',
  summary: 'List the links of datasets, newest first: who asked, for what purpose, how far it is',
  input: z.object({
    dataset: datasetRef.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: json(z.object({ runs: z.array(runView) })),
  errors: [noSuchDataset],
});

export const showRun = operation({
  name: 'linkage.show-run',
  method: 'GET',
  path: '/api/v1/linkage/runs/{run}',
  access: 'staff',
  effect: 'read',
  summary: 'Show a link; its report for whoever may see the rows of every source',
  description: 'The report holds counts, and no value of a record. For others it is left out.',
  input: z.object({ run }),
  output: json(shownRun),
  errors: [failure.noSuchRun],
  positional: ['run'],
});

export const showRunModel = operation({
  name: 'linkage.show-run-model',
  method: 'GET',
  path: '/api/v1/linkage/runs/{run}/model',
  access: 'staff',
  effect: 'read',
  summary: 'Show the model of a link as a file that a person can read and edit',
  input: z.object({ run }),
  output: json(z.object({ model: z.string() })),
  errors: sourceErrors,
  positional: ['run'],
});

export const explainGap = operation({
  name: 'linkage.explain-gap',
  method: 'POST',
  path: '/api/v1/linkage/runs/{run}/reason',
  access: 'staff',
  effect: 'write',
  summary: 'Write down why a group may be found more than 3 points less often than the whole',
  input: z.object({ run, reason: z.string().trim().min(10, 'say why, in a sentence').max(2000) }),
  output: json(runView),
  errors: sourceErrors,
  positional: ['run', 'reason'],
});

export const listPairs = operation({
  name: 'linkage.list-pairs',
  method: 'POST',
  path: '/api/v1/linkage/runs/{run}/pairs',
  access: 'staff',
  effect: 'read',
  summary: 'List pairs of a link by their chance; no value of a record is shown',
  input: z.object({
    run,
    from: z.coerce.number().min(0).max(1).default(0.1),
    to: z.coerce.number().min(0).max(1).default(0.9),
    verdict: z
      .enum(['accept', 'review', 'refuse'])
      .optional()
      .describe('those alone that rules or people have decided so'),
    limit: z.coerce.number().int().min(1).max(200).default(25),
  }),
  output: json(z.object({ pairs: z.array(pairListed), all: z.int() })),
  errors: sourceErrors,
  positional: ['run'],
});

export const listChanges = operation({
  name: 'linkage.list-changes',
  method: 'GET',
  path: '/api/v1/linkage/runs/{run}/changes',
  access: 'staff',
  effect: 'read',
  summary: 'List which clusters merged or split since the link that this one goes on from, and why',
  input: z.object({
    run,
    kind: z.enum(['merged', 'split']).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  }),
  output: json(z.object({ changes: z.array(clusterChange), all: z.int() })),
  errors: sourceErrors,
  positional: ['run'],
});

export const listClusters = operation({
  name: 'linkage.list-clusters',
  method: 'POST',
  path: '/api/v1/linkage/runs/{run}/clusters',
  access: 'staff',
  effect: 'read',
  summary: 'List clusters of a link, the largest or those that hang by the weakest bridge; no value is shown',
  input: z.object({
    run,
    by: z.enum(['size', 'bridge']).default('bridge'),
    limit: z.coerce.number().int().min(1).max(200).default(25),
  }),
  output: json(z.object({ clusters: z.array(clusterListed), all: z.int() })),
  errors: sourceErrors,
  positional: ['run'],
});

export const showCluster = operation({
  name: 'linkage.show-cluster',
  method: 'POST',
  path: '/api/v1/linkage/runs/{run}/clusters/{cluster}',
  access: 'staff',
  effect: 'read',
  summary: 'Show the records of one cluster, what holds them together, and its weakest bridge',
  input: z.object({ run, cluster: z.string().max(60) }),
  output: json(clusterShown),
  errors: [...sourceErrors, failure.noSuchCluster],
  positional: ['run', 'cluster'],
});

export const explainRunPair = operation({
  name: 'linkage.explain-pair',
  method: 'POST',
  path: '/api/v1/linkage/runs/{run}/pairs/{pair}',
  access: 'staff',
  effect: 'read',
  summary:
    'Explain a pair of a link: both records, what each field adds, why they were compared, what would change it',
  input: z.object({ run, pair: z.coerce.number().int().min(0) }),
  output: json(pairExplained),
  errors: [...sourceErrors, failure.noSuchPair],
  positional: ['run', 'pair'],
});

export const runOperations = {
  'list-linkable': listLinkable,
  'recognise-fields': recogniseFields,
  'link-datasets': linkDatasets,
  'move-threshold': moveThreshold,
  'list-runs': listRuns,
  'show-run': showRun,
  'show-run-model': showRunModel,
  'explain-gap': explainGap,
  'list-pairs': listPairs,
  'list-changes': listChanges,
  'list-clusters': listClusters,
  'show-cluster': showCluster,
  'explain-pair': explainRunPair,
};
