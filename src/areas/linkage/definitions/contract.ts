import { z } from 'zod';
import { json, operation } from '../../../core/operation.ts';
import { modelUnusable, ruleSetUnusable } from '../errors.ts';
import { sourceErrors } from '../runs/source-errors.ts';
import { contentOrRun, noSuchDefinition } from './errors.ts';
import {
  definitionKind,
  definitionName,
  definitionShown,
  definitionsCompared,
  definitionVersion,
} from './model.ts';

const kind = definitionKind.describe('a model, or a rule set over one');
const version = z.coerce.number().int().min(1);

export const saveDefinition = operation({
  name: 'linkage.save-definition',
  method: 'POST',
  path: '/api/v1/linkage/definitions/{kind}/{name}',
  access: 'staff',
  effect: 'write',
  summary: 'Save a model or a rule set under a name, as its next version, for links to be made with',
  description:
    'It is read and tried first: a model with a wrong line, or rules that fail an example of their own, are refused with the place of the fault. A text that is the newest version already makes no other.',
  input: z.object({
    kind,
    name: definitionName,
    content: z.string().max(1_000_000).optional().describe('the YAML'),
    run: z.string().max(40).optional().describe('a finished link whose model is saved'),
    note: z.string().trim().max(500).optional().describe('what was changed, and why'),
  }),
  output: json(definitionVersion),
  errors: [contentOrRun, modelUnusable, ruleSetUnusable, ...sourceErrors],
  positional: ['kind', 'name'],
});

export const listDefinitions = operation({
  name: 'linkage.list-definitions',
  method: 'GET',
  path: '/api/v1/linkage/definitions',
  access: 'staff',
  effect: 'read',
  summary: 'List the saved models and rule sets, each at its newest version',
  input: z.object({ kind: definitionKind.optional() }),
  output: json(z.object({ definitions: z.array(definitionVersion) })),
  errors: [],
});

export const showDefinition = operation({
  name: 'linkage.show-definition',
  method: 'GET',
  path: '/api/v1/linkage/definitions/{kind}/{name}',
  access: 'staff',
  effect: 'read',
  summary:
    'Show a saved model or rule set as the file that it is, with its versions and the links made with it',
  input: z.object({
    kind,
    name: z.string(),
    version: version.optional().describe('the newest when left out'),
  }),
  output: json(definitionShown),
  errors: [noSuchDefinition],
  positional: ['kind', 'name'],
});

export const compareDefinitions = operation({
  name: 'linkage.compare-definitions',
  method: 'GET',
  path: '/api/v1/linkage/definitions/{kind}/{name}/changes',
  access: 'staff',
  effect: 'read',
  summary: 'Say what differs between two versions of a saved model or rule set, line by line',
  input: z.object({ kind, name: z.string(), from: version, to: version }),
  output: json(definitionsCompared),
  errors: [noSuchDefinition],
  positional: ['kind', 'name'],
});

export const definitionOperations = {
  'save-definition': saveDefinition,
  'list-definitions': listDefinitions,
  'show-definition': showDefinition,
  'compare-definitions': compareDefinitions,
};
