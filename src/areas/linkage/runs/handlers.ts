import type { JobRun } from '../../handler.ts';
import { listClusters, listPairs, showCluster } from './clusters.ts';
import { explainRunPair } from './explain-run-pair.ts';
import { linkDatasets, moveThreshold } from './link-datasets.ts';
import { listChanges } from './list-changes.ts';
import { listLinkable } from './list-linkable.ts';
import { recogniseFields } from './recognise-fields.ts';
import { runLink } from './run-link.ts';
import { explainGap, listRuns, showRun, showRunModel } from './show-run.ts';

export const runHandlers = {
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

export const runJobs = { 'linkage.link-datasets': runLink as JobRun };
