import type { z } from 'zod';
import type { Context } from '../../handler.ts';
import type { OpenVersion } from '../open-version.ts';
import { type PlannedQuery, planQuery } from '../plan-query.ts';
import { parseParts } from '../soql/parse-parameters.ts';
import type { viewAsked } from './contract.ts';

const fieldsAtFirst = 8;
/** Few fields leave room for many rows. */
const rowsFor = (fields: number): number => (fields <= 8 ? 100 : fields <= 16 ? 50 : fields <= 32 ? 25 : 15);

/** What a view asks, checked against the version it reads, and how many rows a page of it has. */
export async function planView(
  context: Context,
  open: OpenVersion,
  asked: z.output<typeof viewAsked>,
): Promise<{ readonly planned: PlannedQuery; readonly size: number }> {
  const names = open.version.columns.map(({ name }) => name);
  const wanted = asked.fields?.filter((name) => names.includes(name)) ?? [];
  const shown = wanted.length > 0 ? wanted : names.slice(0, fieldsAtFirst);
  const [by, way] = asked.order?.split(' ') ?? [];
  const planned = await planQuery(
    context,
    open,
    parseParts({
      select: shown.map(quoted).join(','),
      ...(asked.where.length > 0 && { where: asked.where.map((one) => `(${one})`).join(' and ') }),
      ...(by && { order: `${quoted(by)} ${way === 'desc' ? 'desc' : 'asc'}` }),
      ...(asked.q && { search: asked.q }),
      equals: [],
    }),
  );
  return { planned, size: rowsFor(shown.length) };
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '')}\``;
