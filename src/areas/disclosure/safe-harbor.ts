import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { parseRecordFile } from '../../core/record-file.ts';
import type { Handler } from '../handler.ts';
import type { safeHarbor as operation } from './microdata/contract.ts';
import { openRecords } from './microdata/record-file.ts';
import { bundledFile } from './rules/find-rule-set.ts';
import { columnFacts } from './safe-harbor/column-facts.sql.ts';
import { type ColumnFacts, judgeColumn } from './safe-harbor/judge-column.ts';

const areasFile = z.strictObject({
  versions: z
    .array(
      z.strictObject({
        from: z.iso.date(),
        to: z.iso.date().optional(),
        citation: z.strictObject({
          text: z.string(),
          url: z.url().optional(),
          read: z.enum(['text', 'excerpt', 'account']),
        }),
        areas: z.array(z.string().regex(/^\d{3}$/)),
      }),
    )
    .min(1),
});

/** Looks at each column of a file as 45 CFR 164.514(b)(2) would. That nobody knows better is for a person to say. */
export const safeHarbor: Handler<typeof operation> = async (context, input) => {
  const path = input.areas ?? bundledFile('small-zip3.yaml');
  const source = await readFile(path, 'utf8');
  const { versions } = parseRecordFile(source, areasFile, basename(path));
  const today = context.clock.today();
  const areas =
    versions.findLast(({ from, to }) => from <= today && (to === undefined || today <= to)) ??
    versions.at(-1)!;
  const file = await openRecords(context.engine, input.file);
  const columns = [];
  for (const column of file.columns) {
    const [facts] = await context.engine.rows<Omit<ColumnFacts, 'column'>>(
      columnFacts(file.relation, column, areas.areas),
      { step: 'column_facts' },
    );
    columns.push(judgeColumn({ column, ...facts! }));
  }
  return {
    file: file.name,
    passes: columns.every(({ verdict }) => verdict === 'passes'),
    columns,
    citation: '45 CFR 164.514(b)(2)(i)',
    areas_by: areas.citation.text,
    remains:
      'Whoever releases the file must have no actual knowledge that what is left could identify somebody (164.514(b)(2)(ii)).',
  };
};
