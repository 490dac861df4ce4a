/** The plan on paper: one composition, printed as PDF/UA, as a word processor's file and as a page that say the same. */
import type { HandlersOf } from '../../handler.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import { composeDocument } from './compose-document.ts';
import type { operations } from './contract.ts';
import { printDocx } from './print-docx.ts';
import { printPdf } from './print-pdf.ts';

export const handlersOf = (registry: MeasuresRegistry): HandlersOf<typeof operations> => ({
  'show-printed': (context, { document, version }) => composeDocument(context, registry, document, version),
  'print-pdf': async (context, { document, version }) => ({
    mediaType: 'application/pdf',
    body: await printPdf(await composeDocument(context, registry, document, version)),
    headers: { 'content-disposition': `inline; filename="${document}-${context.clock.today()}.pdf"` },
  }),
  'print-docx': async (context, { document, version }) => ({
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    body: await printDocx(await composeDocument(context, registry, document, version)),
    headers: { 'content-disposition': `attachment; filename="${document}-${context.clock.today()}.docx"` },
  }),
});
