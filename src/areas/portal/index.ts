/**
 * Let me use it: rows by query in SoQL and in SODA's wire form, whole versions as files, the dictionary, snippets, counts
 * for charts and maps. Serves what the catalogue keeps and changes none of it; its own are sorted copies and use counts.
 */
import { area as form } from '../area.ts';
import { chartDataset } from './chart-dataset.ts';
import { operations } from './contract.ts';
import { checkCatalogue } from './dcat/check-catalogue.ts';
import { showCatalogue } from './dcat/show-catalogue.ts';
import { describeQuery } from './describe-query.ts';
import { downloadCsv, downloadJson, downloadParquet } from './download-version.ts';
import { errors } from './errors.ts';
import { followSubscribers } from './follow/follow-catalogue.ts';
import { followPage, subscriptionsPage } from './follow/follow-page.tsx';
import { followHandlers } from './follow/handlers.ts';
import { sendWebhooks } from './follow/send-webhooks.ts';
import { subscriptionPage } from './follow/subscription-page.tsx';
import { sendWebhooksJob } from './follow/tell.ts';
import { mapDataset } from './map-dataset.ts';
import { measures } from './measures.ts';
import { projectVersion } from './project-version.ts';
import { queryResource } from './query-resource.ts';
import { queryRows, searchRows } from './query-rows.ts';
import { downloadDictionary, showDictionary } from './show-dictionary.ts';
import { showSnippets } from './show-snippets.ts';
import { showUse } from './show-use.ts';
import { subscribers } from './subscribers.ts';
import { tables } from './tables.ts';
import { usePage } from './use-page.tsx';
import { forgetView, listViews } from './view/list-views.ts';
import { saveView } from './view/save-view.ts';
import { showView } from './view/show-view.ts';

export { catalogueRoutes } from './dcat/catalogue-routes.ts';
export { tell } from './follow/tell.ts';
export { sodaRoutes } from './soda-routes.ts';
export { noteVisit, writeUse } from './usage.ts';

export const area = form({
  name: 'portal',
  operations,
  handlers: {
    'query-rows': queryRows,
    'search-rows': searchRows,
    'query-resource': queryResource,
    'describe-query': describeQuery,
    'download-csv': downloadCsv,
    'download-json': downloadJson,
    'download-parquet': downloadParquet,
    'show-dictionary': showDictionary,
    'download-dictionary': downloadDictionary,
    'show-snippets': showSnippets,
    'chart-dataset': chartDataset,
    'map-dataset': mapDataset,
    'show-use': showUse,
    'show-catalogue': showCatalogue,
    'check-catalogue': checkCatalogue,
    ...followHandlers,
    'save-view': saveView,
    'show-view': showView,
    'list-views': listViews,
    'forget-view': forgetView,
  },
  jobs: { 'portal.project-version': projectVersion, [sendWebhooksJob]: sendWebhooks() },
  subscribers: [...subscribers, ...followSubscribers],
  pages: [usePage, followPage, subscriptionsPage, subscriptionPage],
  measures,
  tables,
  errors,
});
