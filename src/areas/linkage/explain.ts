import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handler } from '../handler.ts';
import { keyParts } from './block/key-parts.ts';
import { sharesRule } from './block/rule-keys.ts';
import type { explain as op } from './contract.ts';
import { noSuchRecord, noSuchResult } from './errors.ts';
import { readRecordIds, rowOfId } from './files/record-ids.ts';
import { namedRules } from './learn-model.ts';
import { prepareRecords, strangersMet } from './link-records.ts';
import { type LinkRequest, readSources } from './link-sources.ts';
import { type LinkageReport, linkageReport } from './model.ts';
import { modelOf, parseModel } from './model-file.ts';
import { explainPair } from './score/explain-pair.ts';
import { meetStrangers } from './score/strangers.ts';

/** Explains a pair by the report and the model of a finished run. Throws `linkage.no-such-result`, `linkage.no-such-record`. */
export const explain: Handler<typeof op> = async (context, { a, b, out }) => {
  const report = await readReport(out);
  const modelFile = join(out, 'model.yaml');
  const model = parseModel(await readFile(modelFile, 'utf8'), modelFile);
  const request: LinkRequest = {
    kind: report.kind,
    files: report.files.map(({ file }) => file),
    id: report.id ?? undefined,
    delimiter: report.delimiter ?? undefined,
    seed: report.seed,
  };
  const read = await readSources(context.engine, request, model.fields);
  const { rows, leftRows } = read.table;
  const ids = await readRecordIds(context.engine, read.sources, request.id, leftRows);
  const left = rowOfId(ids, a, 0, leftRows ?? rows);
  const right = rowOfId(ids, b, leftRows ?? 0, rows);
  if (left < 0 || right < 0 || left === right) throw noSuchRecord.with({});
  const { fields, groups, space } = prepareRecords(read.table, read.mapping, {
    lastYear: Number(context.clock.now().slice(0, 4)),
    givenOut: model.given_out,
  });
  const { seed } = report;
  const strangers = meetStrangers(rows, leftRows, groups, space, { most: strangersMet(rows), seed });
  const why = explainPair(groups, space, strangers.baseline, modelOf(model, space, modelFile), left, right);
  const needed = Math.log2(report.threshold.value / (1 - report.threshold.value));
  const isLinked = why.weight >= needed;
  const rules = report.blocking.allPairs ? [] : namedRules(model.rules, keyParts(fields));
  const comparedBy = rules.filter((rule) => sharesRule(rule, left, right)).map(({ name }) => name);
  return {
    a,
    b,
    decision: isLinked ? 'linked' : 'not linked',
    inWords: inWords(why.weight, needed),
    chance: 1 / (1 + 2 ** -why.weight),
    weight: rounded(why.weight),
    needed: rounded(needed),
    prior: rounded(why.prior),
    fields: why.bars.map(({ says, weight, without }) => ({
      field: says.map(({ field }) => field).join(', '),
      agrees: says
        .map(({ level, rarity }) => `${level}${rarity === null ? '' : rarityWords(rarity)}`)
        .join('; '),
      bits: rounded(weight),
      without: rounded(without),
      decides: without >= needed !== isLinked,
    })),
    neighbours: why.neighbours === null ? null : rounded(why.neighbours),
    comparedBy: report.blocking.allPairs ? ['all pairs were compared'] : comparedBy,
  };
};

const rounded = (bits: number) => Math.round(bits * 100) / 100;

const rarityWords = (bits: number) => (bits > 3 ? ' (a rare value)' : bits > -1 ? '' : ' (a common value)');

function inWords(weight: number, needed: number): string {
  const odds = 2 ** Math.abs(weight);
  const many = odds > 1e6 ? 'more than a million' : Math.round(odds).toLocaleString('en-US');
  const same =
    weight >= 0 ? `${many} to 1 that they are the same` : `${many} to 1 that they are not the same`;
  return Math.abs(weight - needed) < 2 ? `${same}: close to the line, worth a look` : same;
}

async function readReport(out: string): Promise<LinkageReport> {
  try {
    return linkageReport.parse(JSON.parse(await readFile(join(out, 'report.json'), 'utf8')));
  } catch (cause) {
    throw noSuchResult.with({ folder: out }, cause);
  }
}
