import { z } from 'zod';
import { bytes, json, operation } from '../../../core/operation.ts';
import { noPlan, noSuchVersion, notPrinted } from '../errors.ts';
import { printable, printedDocument } from './model.ts';

const input = z.object({
  document: printable,
  version: z.string().optional().describe('a frozen version of the plan; the one in force when left out'),
});

export const showPrinted = operation({
  name: 'plan.show-printed',
  method: 'GET',
  path: '/api/v1/plan/print/{document}',
  access: 'everyone',
  effect: 'read',
  summary:
    'Show what is printed of the plan, the progress report or the board packet, as headings, words and tables',
  input,
  output: json(printedDocument),
  errors: [noPlan, noSuchVersion],
  positional: ['document'],
});

export const printPdf = operation({
  name: 'plan.print-pdf',
  method: 'GET',
  path: '/api/v1/plan/print/{document}.pdf',
  access: 'everyone',
  effect: 'read',
  summary: 'Print it as a tagged, accessible PDF (PDF/UA-1)',
  input,
  output: bytes('application/pdf'),
  errors: [noPlan, noSuchVersion, notPrinted],
  positional: ['document'],
});

export const printDocx = operation({
  name: 'plan.print-docx',
  method: 'GET',
  path: '/api/v1/plan/print/{document}.docx',
  access: 'everyone',
  effect: 'read',
  summary: "Print it as a word processor's file (DOCX)",
  input,
  output: bytes('application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
  errors: [noPlan, noSuchVersion],
  positional: ['document'],
});

export const operations = {
  'show-printed': showPrinted,
  'print-pdf': printPdf,
  'print-docx': printDocx,
};
