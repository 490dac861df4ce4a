import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { errorKind, exitCode } from './error.ts';

export const recordFileUnreadable = errorKind<{ file: string; where: string; problem: string }>({
  code: 'core.record-file-unreadable',
  status: 422,
  exit: exitCode.badData,
  says: ({ file, where, problem }) => `${file}, ${where}: ${problem}.`,
  remedy: 'Correct the file at that place and load it again. Nothing of it was taken over.',
});

/**
 * Reads a YAML file of dated records and checks it against its schema. The whole file is taken or none of it.
 * Throws {@link recordFileUnreadable} with the line and the field (`agencies[3].coverage[0].from`) of the first fault.
 */
export function parseRecordFile<Schema extends z.ZodType>(
  source: string,
  schema: Schema,
  file: string,
): z.output<Schema> {
  const lines = new LineCounter();
  // Core schema of YAML 1.2: `2018-06-07` stays text and `no` is not false.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) {
    const line = lines.linePos(broken.pos[0]).line;
    throw recordFileUnreadable.with({ file, where: `line ${line}`, problem: broken.message });
  }
  const checked = schema.safeParse(document.toJS());
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0]!;
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  const line = lineOf(document, path, lines);
  throw recordFileUnreadable.with({
    file,
    where: `line ${line}${path.length ? `, ${fieldName(path)}` : ''}`,
    problem: issue.message,
  });
}

type Path = readonly (string | number)[];

/** The line of the nearest thing that is there: a missing field is reported where its record begins. */
function lineOf(document: ReturnType<typeof parseDocument>, path: Path, lines: LineCounter): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** `terms[2].from`, the way the file's reader would say it. */
function fieldName(path: Path): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`))
    .join('');
}
