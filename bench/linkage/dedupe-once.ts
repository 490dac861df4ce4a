/**
 * One deduplication from Parquet to clusters.parquet and pairs.parquet, as the command does it, in a process of its own.
 * Prints the stages, and with `--truth` the quality, as JSON: `node dedupe-once.ts FILE OUT [TRUTH]`.
 */
import { writeResults } from '../../src/areas/linkage/files/write-results.ts';
import { linkSources } from '../../src/areas/linkage/link-sources.ts';
import { judge } from '../../src/areas/linkage/report/truth-quality.ts';
import { openDuckdb } from '../../src/engine/duckdb/open.ts';

const [file, out, truth] = process.argv.slice(2);
const engine = await openDuckdb({ memoryLimitMb: 400, threads: 2, tempFolder: `${out}/spill` });
const linked = await linkSources(
  engine,
  {
    kind: 'dedupe',
    files: [file!],
    id: 'id',
    truth: truth ?? undefined,
    fields: process.env['FIELDS'],
    seed: 1,
    threads: 2,
  },
  { lastYear: 2026 },
);
const { linkage, table } = linked;
const started = performance.now();
await writeResults(engine, out!, {
  linkage,
  sources: linked.sources,
  id: 'id',
  leftRows: table.leftRows,
  rows: table.rows,
  texts: {},
});
const seconds = Object.fromEntries(linked.seconds.map((one) => [one.stage, one.seconds]));
console.log(
  JSON.stringify({
    seconds: { ...seconds, write: (performance.now() - started) / 1000 },
    fields: linked.chosen.map(({ kind, column }) => `${kind}=${column}`),
    pairs: linkage.pairs.compared,
    threshold: linkage.expected.threshold,
    quality: linked.truth && judge(linkage, linked.truth, table.leftRows),
    peakMB: Math.round(process.resourceUsage().maxRSS / 1000),
    cpu: process.cpuUsage(),
  }),
);
await engine.close();
process.exit(0);
