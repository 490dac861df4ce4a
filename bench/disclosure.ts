/**
 * Protecting tables and attacking what is published: time, loss, and whether every blank is as wide as asked. The tables
 * are files of the format of `oak disclosure protect`; the third one of issue size is given with --tables. Peers' figures
 * are those of tau-Argus on the same kind of machine, to ±20 %.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { attackReleases } from '../src/areas/disclosure/attack/attack-releases.ts';
import { protectTables } from '../src/areas/disclosure/protect/protect-tables.ts';
import type { Rule } from '../src/areas/disclosure/rules/rule.ts';
import { parseTableFile } from '../src/areas/disclosure/tables/table-file.ts';
import { judge, printTable } from './table.ts';

const { values } = parseArgs({ options: { tables: { type: 'string', multiple: true, default: [] } } });
const golden = join(import.meta.dirname, '../test/golden/disclosure');
const given = [
  join(golden, 'area_class_20x10.json'),
  join(golden, 'area_class_50x20.json'),
  ...values.tables,
];

/** By number of cells: what tau-Argus lost at ±20 % and what ours may lose and take. */
const targets: Record<number, { peerLost: number; lost: number; seconds: number; attackSeconds: number }> = {
  325: { peerLost: 474, lost: 474, seconds: 2, attackSeconds: 2 },
  1475: { peerLost: 2738, lost: 2735, seconds: 6, attackSeconds: 6 },
  31504: { peerLost: 44931, lost: 47200, seconds: 60, attackSeconds: 120 },
};

const timed = async <Result>(work: () => Promise<Result>) => {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const used = process.cpuUsage(cpu);
  return { result, seconds: (performance.now() - began) / 1000, cpuSeconds: (used.user + used.system) / 1e6 };
};

for (const path of given) {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const file = parseTableFile(text, basename(path));
  for (const [width, choice] of [
    ['20%', 'cheapest'],
    [10, 'hidden'],
    [10, 'cheapest'],
  ] as const) {
    const rule: Rule = { ...file.rule, width, choice };
    const made = await timed(() =>
      protectTables(file, { rule, whose: {} }, { secret: 'a secret of benches' }),
    );
    const { published, explanation } = made.result;
    const attacked = await timed(() => attackReleases([published]));
    const unsafe = attacked.result.lines.filter(({ verdict }) => verdict === 'unsafe').length;
    const target = targets[explanation.cells];
    printTable(`${file.name}, width ${width}, choice ${choice}`, [
      {
        what: 'protect',
        seconds: made.seconds,
        'CPU s': made.cpuSeconds,
        lost: explanation.lost,
        'no less than': explanation.leastPossible ?? 'unknown',
        companions: explanation.companions,
      },
      {
        what: 'attack',
        seconds: attacked.seconds,
        'CPU s': attacked.cpuSeconds,
        solves: attacked.result.solves,
        blanks: attacked.result.lines.length,
        'too narrow': unsafe,
      },
      ...(target === undefined || width === 10
        ? []
        : [{ what: 'tau-Argus, as measured', lost: target.peerLost }]),
    ]);
    judge('blanks too narrow', unsafe, 0, 'at most', '');
    if (target === undefined) continue;
    // One thread does it all, so that its processor time is what it takes on a machine with nothing else to do.
    judge('protect', made.cpuSeconds, target.seconds, 'at most', 's CPU');
    judge('attack', attacked.cpuSeconds, target.attackSeconds, 'at most', 's CPU');
    if (width === '20%') judge('value lost', explanation.lost, target.lost, 'at most', '');
  }
}
