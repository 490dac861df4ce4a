import { formatDelimitedRow, inertText } from '../../core/delimited-text.ts';
import type { Handler } from '../handler.ts';
import type { ReleaseView } from './model.ts';
import type { downloadReleases as operation } from './release/contract.ts';
import { findReleases } from './release/find-releases.ts';
import { viewsOf } from './release/register.ts';

const blockSize = 200;
const columns = [
  'release',
  'title',
  'state',
  'audience',
  'universes',
  'dataset',
  'version',
  'variables',
  'vintage',
  'cells',
  'blanks',
  'narrowest',
  'tested_with',
  'asked_at',
  'decided_at',
  'reviewer',
  'reason',
  'sha256',
] as const;

/** The register as CSV, newest first, a block at a time. */
export const downloadReleases: Handler<typeof operation> = async (context, input) => {
  let before: number | undefined;
  let head = `${columns.join(',')}\r\n`;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const rows = await findReleases(context, {
        ...input,
        ...(before === undefined ? {} : { before }),
        limit: blockSize,
      });
      const views = await viewsOf(context.store.read, rows);
      const text = head + views.map((view) => `${formatDelimitedRow(cellsOf(view))}\r\n`).join('');
      head = '';
      if (text !== '') controller.enqueue(new TextEncoder().encode(text));
      if (rows.length < blockSize) controller.close();
      else before = rows.at(-1)!.sequence;
    },
  });
  return {
    mediaType: 'text/csv; charset=utf-8',
    body,
    headers: { 'content-disposition': 'attachment; filename="releases.csv"' },
  };
};

function cellsOf({ proof, universes, variables, ...view }: ReleaseView) {
  const line = {
    ...view,
    universes: universes.join('; '),
    variables: variables.join('; '),
    narrowest: proof.narrowest,
    tested_with: proof.together.join('; '),
  };
  return columns.map((column) => {
    const value = line[column];
    return typeof value === 'string' ? inertText(value) : value;
  });
}
