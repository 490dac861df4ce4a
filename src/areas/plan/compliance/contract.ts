import { z } from 'zod';
import { bytes, json, operation } from '../../../core/operation.ts';
import { recordFileUnreadable } from '../../../core/record-file.ts';
import { recordUploadInput } from '../../record-upload.ts';
import { complianceRow } from './model.ts';

export const showCompliance = operation({
  name: 'plan.show-compliance',
  method: 'GET',
  path: '/api/v1/plan/compliance',
  access: 'everyone',
  effect: 'read',
  summary:
    'Show clause by clause what fulfils it, what shows it, and whether its words were read at the source',
  input: z.object({ act: z.string().optional() }),
  output: json(
    z.object({
      rows: z.array(complianceRow),
      counts: z.object({ met: z.int(), partly: z.int(), open: z.int(), noEvidence: z.int() }),
    }),
  ),
  errors: [],
});

export const exportCompliance = operation({
  name: 'plan.export-compliance',
  method: 'GET',
  path: '/api/v1/plan/compliance.csv',
  access: 'everyone',
  effect: 'read',
  summary: 'The same as CSV, one line a clause and feature',
  input: z.object({}),
  output: bytes('text/csv'),
  errors: [],
});

export const loadCompliance = operation({
  name: 'plan.load-compliance',
  method: 'POST',
  path: '/api/v1/plan/compliance/load',
  access: 'operator',
  effect: 'write',
  summary: "Take over a state's file that says which features answer which clause",
  input: recordUploadInput,
  output: json(z.object({ clauses: z.int(), features: z.int() })),
  errors: [recordFileUnreadable],
  upload: true,
  positional: ['file'],
});

export const operations = {
  'show-compliance': showCompliance,
  'export-compliance': exportCompliance,
  'load-compliance': loadCompliance,
};
