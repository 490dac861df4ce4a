import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../test/context.ts';
import { dedupe } from './contract.ts';
import { area } from './index.ts';
import { linkSources } from './link-sources.ts';
import type { LinkageReport } from './model.ts';
import { hash } from './score/strangers.ts';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

const pick = (row: number, salt: number, of: number) => hash(row, salt) % of;
const two = (value: number) => String(value).padStart(2, '0');
// Made of syllables: names of one letter's difference would be taken for slips of the finger.
const syllables = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ');
const word = (row: number, salt: number) =>
  [1, 2, 3].map((part) => syllables[pick(row, salt * 10 + part, 20)]).join('');
const families = 1_500;

/** Two parents and three children of each family; in every twentieth family two of them are twins. A sixth are there twice. */
function records() {
  const lines: { line: string; person: string; twin: boolean }[] = [];
  for (let family = 0; family < families; family++) {
    const home = `${1 + pick(family, 1, 900)} ${word(pick(family, 2, 300), 3)} st,T${pick(family, 4, 50)}`;
    for (let member = 0; member < 5; member++) {
      const own = family * 5 + member;
      const isTwin = family % 20 === 0 && member === 4;
      const of = isTwin ? own - 1 : own;
      const year = member < 2 ? 1950 + pick(own, 5, 25) : 1980 + 4 * member + pick(family, 6, 3);
      const birth = `${year}-${two(1 + pick(of, 7, 12))}-${two(1 + pick(of, 8, 28))}`;
      const born = isTwin ? lines.find(({ person }) => person === String(of))!.line.split(',')[2]! : birth;
      const line = `${word(own, 9)},${word(family, 10)},${born},${home}`;
      const twin = family % 20 === 0 && member > 2;
      lines.push({ line, person: String(own), twin });
      // The second time a seventh of them have moved, and a tenth have a slip in their given name.
      if (pick(own, 11, 6) > 0 && !twin) continue;
      const [given, ...rest] = line.split(',');
      if (pick(own, 12, 7) === 0)
        rest.splice(2, 2, `${1 + pick(own, 13, 900)} other rd`, `T${pick(own, 14, 50)}`);
      const slipped = pick(own, 15, 10) === 0 ? `${given!.slice(0, 2)}x${given!.slice(3)}` : given;
      lines.push({ line: [slipped, ...rest].join(','), person: String(own), twin });
    }
  }
  return lines;
}

it('twins and siblings of one house are told apart, by what was learned and by the model in its file', async () => {
  const lines = records();
  const file = join(context.home, 'twins.csv');
  await writeFile(
    file,
    ['first_name,last_name,dob,address,town,person', ...lines.map((one) => `${one.line},${one.person}`)].join(
      '\n',
    ),
  );
  const request = {
    kind: 'dedupe',
    files: [file],
    truth: 'person',
    seed: 1,
    out: join(context.home, 'twins'),
  } as const;
  const { linkage } = await linkSources(context.engine, request, { lastYear: 2026 });
  let [wrong, twins, right, all] = [0, 0, 0, 0];
  const seen = new Map<string, number>();
  for (const { person } of lines) seen.set(person, (seen.get(person) ?? 0) + 1);
  for (const count of seen.values()) all += (count * (count - 1)) / 2;
  for (let at = 0; at < linkage.pairs.size; at++) {
    const [left, right_] = [lines[linkage.pairs.left[at]!]!, lines[linkage.pairs.right[at]!]!];
    if (linkage.chances[at]! < linkage.expected.threshold) continue;
    if (left.person === right_.person) right++;
    else if (left.twin && right_.twin) twins++;
    else wrong++;
  }
  // 75 pairs of twins, each of them there twice: 300 pairs that must not be linked.
  expect(twins).toBe(0);
  expect(wrong / all).toBeLessThan(0.01);
  expect(right / all).toBeGreaterThan(0.97);
  expect(linkage.learned.model.twinPrior).toBeGreaterThan(0);

  const run = async (input: object) =>
    (await context.run(
      (
        await area.handlers.dedupe(context, dedupe.input.parse({ files: [file], truth: 'person', ...input }))
      ).job,
      area.jobs!,
    )) as LinkageReport;
  const report = await run({ out: join(context.home, 'twins') });
  const again = await run({ model: join(context.home, 'twins', 'model.yaml') });
  expect(again.truth!.pairwise.precision).toBeGreaterThan(0.99);
  expect(again.truth!.pairwise.recall).toBeCloseTo(report.truth!.pairwise.recall, 2);
});
