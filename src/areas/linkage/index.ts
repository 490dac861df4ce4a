/**
 * Is this the same person, and how sure: records of files compared without labels, deduplicated or linked, with the model
 * that was learned and an honest estimate of its error. Uses core and the engine; what compares, learns and decides is pure code over columns.
 */
import { area as form } from '../area.ts';
import type { JobRun } from '../handler.ts';
import { operations } from './contract.ts';
import { dedupe } from './dedupe.ts';
import { definitionErrors } from './definitions/errors.ts';
import { definitionHandlers } from './definitions/handlers.ts';
import { linkageDefinitionTable } from './definitions/tables.ts';
import { errors } from './errors.ts';
import { explain } from './explain.ts';
import { generate } from './generate.ts';
import { generatePeopleFile } from './generate-people-file.ts';
import { link } from './link.ts';
import { linkFiles } from './link-files.ts';
import { pages } from './pages/pages.ts';
import { gradeRules } from './policy/grade-rules.ts';
import { residentHandlers } from './resident/find-person.ts';
import { dropRecord, findRecord, putRecord } from './resident/find-record.ts';
import { reviewErrors } from './review/errors.ts';
import { reviewHandlers, reviewJobs } from './review/handlers.ts';
import { estimateFileErrors, samplePairs } from './review/review-files.ts';
import { reviewTables } from './review/tables.ts';
import { runErrors } from './runs/errors.ts';
import { runHandlers, runJobs } from './runs/handlers.ts';
import { linkageIndexChangeTable, linkageRunTable } from './runs/tables.ts';

export const area = form({
  name: 'linkage',
  operations,
  handlers: {
    ...runHandlers,
    ...reviewHandlers,
    ...definitionHandlers,
    ...residentHandlers,
    dedupe,
    link,
    generate,
    explain,
    'grade-rules': gradeRules,
    'sample-pairs': samplePairs,
    'estimate-errors': estimateFileErrors,
    find: findRecord,
    'put-record': putRecord,
    'drop-record': dropRecord,
  },
  jobs: {
    ...runJobs,
    ...reviewJobs,
    'linkage.link-files': linkFiles as JobRun,
    'linkage.generate-people': generatePeopleFile as JobRun,
  },
  pages,
  tables: [linkageRunTable, linkageIndexChangeTable, linkageDefinitionTable, ...reviewTables],
  errors: [...errors, ...runErrors, ...reviewErrors, ...definitionErrors],
});
