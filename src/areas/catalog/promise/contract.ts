import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { json, operation } from '../../../core/operation.ts';
import { noSuchDataset, noSuchField } from '../errors.ts';
import { datasetRef } from '../model.ts';
import { alreadyAnnounced, noSuchChange, noticeTooShort, notRetiring } from './errors.ts';
import { changeView, retirementView } from './model.ts';

const about = { dataset: 'dataset' };

export const announceChange = operation({
  name: 'catalog.announce-change',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/changes',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Announce that a published column will go, be renamed or change its type, with the day',
  description:
    'Until that day the old column is answered as before, whatever a newer file holds. Who follows the dataset is told.',
  input: z.object({
    dataset: datasetRef,
    field: z.string().min(1).max(200),
    kind: z.enum(['drop', 'rename', 'retype']),
    becomes: z.string().max(200).optional().describe('its new name, or its new type'),
    on: calendarDate.describe('the first day on which the old column is gone'),
    reason: z.string().min(3).max(2000),
  }),
  output: json(changeView),
  errors: [noSuchDataset, noSuchField, noticeTooShort, alreadyAnnounced],
  positional: ['dataset', 'field'],
});

export const callOffChange = operation({
  name: 'catalog.call-off-change',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/changes/{change}/call-off',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Call an announced change off',
  input: z.object({ dataset: datasetRef, change: z.string() }),
  output: json(changeView),
  errors: [noSuchDataset, noSuchChange],
  positional: ['dataset', 'change'],
});

export const listChanges = operation({
  name: 'catalog.list-changes',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/changes',
  access: 'everyone',
  effect: 'read',
  summary: 'List the changes of columns that are announced, in force or called off, the newest first',
  input: z.object({ dataset: datasetRef }),
  output: json(z.object({ changes: z.array(changeView), retirement: retirementView.nullable() })),
  errors: [noSuchDataset],
  positional: ['dataset'],
});

export const announceRetirement = operation({
  name: 'catalog.announce-retirement',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/retirement',
  access: 'officer',
  about,
  effect: 'write',
  summary:
    'Announce that a dataset will be retired, with the day, the reason and what becomes of its versions',
  input: z.object({
    dataset: datasetRef,
    on: calendarDate.describe('the day it is retired'),
    reason: z.string().min(3).max(2000),
    archive: z.enum(['keep', 'archive', 'destroy']),
    archive_ground: z.string().min(3).max(2000).describe('the record schedule or reason for that'),
    replaced_by: datasetRef.optional().describe('the dataset to use in its place'),
  }),
  output: json(retirementView),
  errors: [noSuchDataset, noticeTooShort, alreadyAnnounced],
  positional: ['dataset'],
});

export const callOffRetirement = operation({
  name: 'catalog.call-off-retirement',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/retirement/call-off',
  access: 'officer',
  about,
  effect: 'write',
  summary: 'Call an announced retirement off',
  input: z.object({ dataset: datasetRef }),
  output: json(retirementView),
  errors: [noSuchDataset, notRetiring],
  positional: ['dataset'],
});

export const listRetirements = operation({
  name: 'catalog.list-retirements',
  method: 'GET',
  path: '/api/v1/retirements',
  access: 'everyone',
  effect: 'read',
  summary: 'List the register of retirements, announced and done',
  input: z.object({ limit: z.number().int().min(1).max(1000).default(200) }),
  output: json(z.object({ retirements: z.array(retirementView), total: z.number().int() })),
  errors: [],
});

export const promiseOperations = {
  'announce-change': announceChange,
  'call-off-change': callOffChange,
  'list-changes': listChanges,
  'announce-retirement': announceRetirement,
  'call-off-retirement': callOffRetirement,
  'list-retirements': listRetirements,
} as const;
