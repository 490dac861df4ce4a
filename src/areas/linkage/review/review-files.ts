import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../../engine/engine.ts';
import { literal, sql } from '../../../engine/sql.ts';
import type { Handler } from '../../handler.ts';
import type { estimateErrors as estimateOp, samplePairs as sampleOp } from '../contract.ts';
import { decisionsUnusable, noSuchResult, outputUnwritable } from '../errors.ts';
import { type LinkageReport, linkageReport } from '../model.ts';
import { parseModel, printModelFile } from '../model-file.ts';
import { bestChance, calibrate } from './calibrate.ts';
import { type Correction, correctedModel, correctionOf } from './correct-model.ts';
import { drawSample, type Stratum } from './draw-sample.ts';
import { estimateErrors as estimate } from './estimate-errors.ts';

const sampleFile = 'review.csv';
const strataFile = 'review-strata.json';
const correctedFile = 'model-reviewed.yaml';

async function reportOf(folder: string): Promise<LinkageReport> {
  return readFile(join(folder, 'report.json'), 'utf8')
    .then((text) => linkageReport.parse(JSON.parse(text)))
    .catch((cause: unknown) => {
      throw noSuchResult.with({ folder }, cause);
    });
}

const pairsOf = (engine: Engine, folder: string) =>
  engine.rows<{ pair: number; id_l: string; id_r: string; chance: number }>(
    sql`SELECT row_number() OVER (ORDER BY id_l, id_r)::integer AS pair, id_l, id_r, match_probability AS chance
        FROM read_parquet(${literal(join(folder, 'pairs.parquet'))})`,
    { step: 'pairs_to_review' },
  );

/**
 * Draws pairs of a result that lies in files, by band of weight and below the cut-off too, into `review.csv`: `pair`, `id_l`,
 * `id_r` and an empty `decision`. The weight is not in it, for it would speak for whoever decides.
 */
export const samplePairs: Handler<typeof sampleOp> = async (context, input) => {
  const report = await reportOf(input.out);
  const pairs = await pairsOf(context.engine, input.out);
  const drawn = drawSample(
    pairs.map(({ pair, chance }) => ({
      pair,
      chance,
      linked: chance >= report.threshold.value,
      rule: 'all rules',
    })),
    { pairs: input.pairs, double: 0, seed: input.seed },
  );
  const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = drawn.pairs.map(({ pair }) => {
    const { id_l, id_r } = pairs[pair - 1]!;
    return `${pair},${quote(id_l)},${quote(id_r)},,\n`;
  });
  const file = join(input.out, sampleFile);
  try {
    await writeFile(file, `pair,id_l,id_r,decision,note\n${lines.join('')}`, { mode: 0o600 });
    await writeFile(join(input.out, strataFile), JSON.stringify(drawn), { mode: 0o600 });
  } catch (cause) {
    throw outputUnwritable.with({ folder: input.out }, cause);
  }
  return { file, pairs: drawn.pairs.length, strata: drawn.strata.map(({ expected: _, ...one }) => one) };
};

/** The model of a result as its review corrects it, for the next run. Throws `linkage.output-unwritable`. */
async function writeCorrected(out: string, correction: Correction): Promise<string> {
  const text = await readFile(join(out, 'model.yaml'), 'utf8').catch((cause: unknown) => {
    throw noSuchResult.with({ folder: out }, cause);
  });
  const file = join(out, correctedFile);
  const model = correctedModel(parseModel(text, 'model.yaml'), correction);
  await writeFile(file, printModelFile(model), { mode: 0o600 }).catch((cause: unknown) => {
    throw outputUnwritable.with({ folder: out }, cause);
  });
  return file;
}

/** Precision and recall of a result in files, from the decisions in its `review.csv`. */
export const estimateFileErrors: Handler<typeof estimateOp> = async (context, input) => {
  const report = await reportOf(input.out);
  const drawn = await readFile(join(input.out, strataFile), 'utf8')
    .then((text) => JSON.parse(text) as { strata: Stratum[]; pairs: { pair: number; stratum: number }[] })
    .catch((cause: unknown) => {
      throw decisionsUnusable.with({ file: input.out, problem: 'no pairs have been drawn from it' }, cause);
    });
  const file = input.decisions ?? join(input.out, sampleFile);
  const said = await context.engine
    .rows<{ pair: number | null; decision: string | null }>(
      sql`SELECT try_cast(pair AS integer) AS pair, lower(trim(decision)) AS decision
          FROM read_csv(${literal(file)}, header = true, all_varchar = true)`,
      { step: 'decisions' },
    )
    .catch((cause: unknown) => {
      throw decisionsUnusable.with({ file, problem: 'it has no columns pair and decision' }, cause);
    });
  const wrong = said.findIndex(
    ({ decision }) => !['same', 'different', 'unsure', '', null].includes(decision),
  );
  if (wrong >= 0)
    throw decisionsUnusable.with({
      file,
      problem: `line ${wrong + 2}: the decision is none of same, different, unsure`,
    });
  const wordOf = new Map(said.map(({ pair, decision }) => [pair, decision]));
  const chances = new Map(
    (await pairsOf(context.engine, input.out)).map(({ pair, chance }) => [pair, chance]),
  );
  const strata = drawn.strata.map((stratum) => ({ ...stratum, same: 0, different: 0, unsure: 0 }));
  for (const { pair, stratum } of drawn.pairs) {
    const word = wordOf.get(pair);
    if (word === 'same' || word === 'different' || word === 'unsure') strata[stratum]![word]++;
  }
  const reviewed = drawn.pairs.flatMap(({ pair, stratum }) => {
    const word = wordOf.get(pair);
    if (word !== 'same' && word !== 'different') return [];
    const { population, same, different } = strata[stratum]!;
    return [{ chance: chances.get(pair)!, same: word === 'same', weight: population / (same + different) }];
  });
  const { precision, recall } = estimate(strata);
  const correction = correctionOf(reviewed);
  const within = report.blocking.recall;
  return {
    pairs: drawn.pairs.length,
    decided: reviewed.length,
    unsure: strata.reduce((sum, { unsure }) => sum + unsure, 0),
    precision,
    recallCompared: recall,
    recall: recall && { value: recall.value * within, low: recall.low * within, high: recall.high * within },
    calibration: calibrate(reviewed),
    bestThreshold: bestChance(reviewed),
    correctedBits: correction?.bits ?? null,
    model: correction === undefined ? null : await writeCorrected(input.out, correction),
  };
};
