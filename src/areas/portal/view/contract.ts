import { z } from 'zod';
import { json, operation } from '../../../core/operation.ts';
import { noSuchDataset, noSuchVersion, noVersionYet, versionWithdrawn } from '../../catalog/errors.ts';
import { datasetRef } from '../../catalog/model.ts';
import { contentProtected, notInThisForm, versionDestroyed } from '../../catalog/protection/errors.ts';
import { queryErrors } from '../errors.ts';
import { rowsPage } from '../model.ts';
import { noSuchView, viewNotNeeded } from './errors.ts';

/** What a view asks of protected rows. It names what someone looked for, so it is kept sealed with the version. */
export const viewAsked = z.object({
  where: z
    .array(z.string().min(1).max(20_000))
    .max(50)
    .default([])
    .describe('conditions in SoQL, all of which hold'),
  order: z.string().max(200).optional().describe('name of a field, with ` desc` for the largest first'),
  q: z.string().max(1000).optional().describe('words that must stand in the text columns'),
  fields: z
    .array(z.string().max(200))
    .max(2000)
    .optional()
    .describe('fields shown; the first eight when left out'),
});

const contentErrors = [
  noSuchDataset,
  noSuchVersion,
  noVersionYet,
  versionWithdrawn,
  contentProtected,
  notInThisForm,
  versionDestroyed,
];

export const saveView = operation({
  name: 'portal.save-view',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/views',
  access: 'everyone',
  effect: 'write',
  summary: 'Keep a filter on protected rows under an id that tells nothing of it',
  description:
    'The filter is checked against the rows and sealed with the version it was made for; whoever opens the view must be allowed to see the rows.',
  input: z.object({ dataset: datasetRef, version: z.number().int().min(1).optional(), ...viewAsked.shape }),
  output: json(z.object({ view: z.string() })),
  errors: [...contentErrors, ...queryErrors, viewNotNeeded],
  positional: ['dataset'],
});

export const showView = operation({
  name: 'portal.show-view',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/views/{view}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show the rows of a kept view, page by page, with what it asks',
  input: z.object({
    dataset: datasetRef,
    view: z.string().max(40),
    page: z.number().int().min(1).max(1_000_000).default(1),
  }),
  output: json(
    rowsPage.omit({ next: true }).extend({
      view: z.string(),
      asked: viewAsked,
      total: z.number().int(),
      page: z.number().int(),
      size: z.number().int().describe('rows on a page'),
      current: z.boolean().describe('whether the version it reads is the current one'),
    }),
  ),
  errors: [...contentErrors, ...queryErrors, noSuchView],
  positional: ['dataset', 'view'],
});

export const listViews = operation({
  name: 'portal.list-views',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/views',
  access: 'signed-in',
  effect: 'read',
  summary: 'List the views of a dataset that you keep, newest first, without what they ask',
  input: z.object({ dataset: datasetRef }),
  output: json(
    z.object({
      views: z.array(
        z.object({
          view: z.string(),
          version: z.number().int(),
          filters: z.number().int(),
          order: z.string().nullable(),
          saved_at: z.string(),
        }),
      ),
    }),
  ),
  errors: [noSuchDataset],
  positional: ['dataset'],
});

export const forgetView = operation({
  name: 'portal.forget-view',
  method: 'DELETE',
  path: '/api/v1/datasets/{dataset}/views/{view}',
  access: 'signed-in',
  effect: 'write',
  summary: 'Forget a view that you keep, with what it asks',
  input: z.object({ dataset: datasetRef, view: z.string().max(40) }),
  output: json(z.object({ forgotten: z.string() })),
  errors: [noSuchDataset, noSuchView],
  positional: ['dataset', 'view'],
});

export const viewOperations = {
  'save-view': saveView,
  'show-view': showView,
  'list-views': listViews,
  'forget-view': forgetView,
};
