import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { formatDelimitedRow } from '../../core/delimited-text.ts';
import { ident, join, sql } from '../../engine/sql.ts';
import type { Handler } from '../handler.ts';
import { latticeTooLarge, nothingHolds } from './errors.ts';
import { type CodedRecords, codeRecords } from './generalise/coded-records.ts';
import { type Generalisation, latticeSize, mostNodes, searchLattice } from './generalise/search-lattice.ts';
import { readHierarchies } from './generalise/value-hierarchy.ts';
import { averageClassSizes } from './microdata/class-risk.ts';
import type { generalise as operation } from './microdata/contract.ts';
import { openRecords, requireColumns } from './microdata/record-file.ts';

/** Finds the generalisation of a file that loses least, and writes the coarser file where asked. */
export const generalise: Handler<typeof operation> = async (context, input) => {
  const file = await openRecords(context.engine, input.file);
  requireColumns(file, [...input.quasi, ...(input.sensitive === undefined ? [] : [input.sensitive])]);
  const hierarchies = await readHierarchies(input.hierarchies);
  const wanted = [...input.quasi, ...(input.sensitive === undefined ? [] : [input.sensitive])];
  const columns = await context.engine.columns(
    sql`select ${join(wanted.map((name) => ident(name)))}, count(*) as n from ${file.relation} group by all`,
    { step: 'record_groups' },
  );
  const numbers = columns.at(-1)!;
  const counts = Float64Array.from(numbers.codes, (code) => Number(numbers.values[code]));
  const sensitive = input.sensitive === undefined ? undefined : columns[input.quasi.length];
  const records = codeRecords(columns.slice(0, input.quasi.length), sensitive, counts, hierarchies);
  const nodes = latticeSize(records);
  if (nodes > mostNodes) throw latticeTooLarge.with({ nodes, limit: mostNodes });
  const privacy = {
    k: input.k,
    ...(input.l === undefined ? {} : { l: input.l }),
    ...(input.entropy_l === undefined ? {} : { entropyL: input.entropy_l }),
    ...(input.t === undefined ? {} : { t: input.t }),
  };
  const most = Math.floor((input.suppress / 100) * records.records + 1e-9);
  const found = searchLattice(records, privacy, most, input.metric);
  if (found === undefined) throw nothingHolds.with({ k: input.k, suppress: input.suppress });
  if (input.to !== undefined)
    await writeRecords(input.to, records, found, sensitive?.values, input.sensitive);
  const sizes = [...found.check.sizes].map(([size, classes]) => ({ size, classes }));
  return {
    file: file.name,
    steps: records.attributes.map(({ name, steps }, at) => ({
      column: name,
      step: found.node[at]!,
      of: steps.length - 1,
    })),
    metric: input.metric,
    loss: found.loss,
    records: records.records,
    suppressed: found.check.suppressed,
    classes: sizes.reduce((sum, { classes }) => sum + classes, 0),
    smallest_class: sizes.reduce((least, { size }) => Math.min(least, size), Number.POSITIVE_INFINITY),
    average_class: averageClassSizes(sizes, found.check.suppressed),
    nodes: found.nodes,
    checked: found.checked,
  };
};

const linesAtOnce = 10_000;

/** The coarser records in no order of the file's own; suppressed ones are left out. */
async function writeRecords(
  path: string,
  { attributes, counts, sensitive }: CodedRecords,
  { node, check }: Generalisation,
  sensitiveValues: readonly string[] | undefined,
  sensitiveName: string | undefined,
): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600 });
  const names = [
    ...attributes.map(({ name }) => name),
    ...(sensitiveName === undefined ? [] : [sensitiveName]),
  ];
  const lines = [formatDelimitedRow(names)];
  for (let group = 0; group < counts.length; group++) {
    if (check.kept[check.classOf[group]!] !== 1) continue;
    const cells = attributes.map(
      ({ codes, steps, names: texts }, at) => texts[node[at]!]![steps[node[at]!]![codes[group]!]!]!,
    );
    if (sensitiveValues !== undefined) cells.push(sensitiveValues[sensitive[group]!]!);
    const line = formatDelimitedRow(cells);
    for (let copy = 0; copy < counts[group]!; copy++) lines.push(line);
    if (lines.length < linesAtOnce) continue;
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
    lines.length = 0;
  }
  out.end(lines.length > 0 ? `${lines.join('\n')}\n` : '');
  await once(out, 'finish');
}
