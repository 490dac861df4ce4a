import type { FieldColumn } from '../kinds/kind.ts';
import { fieldName } from '../kinds/kind.ts';
import type { Linkage } from '../link-records.ts';
import type { LinkageReport } from '../model.ts';
import type { TextTable } from '../prepare/columns.ts';
import { precisionInterval, recallInterval } from './estimate-interval.ts';
import type { Subgroup } from './subgroups.ts';
import type { TruthQuality } from './truth-quality.ts';

export interface ReportFacts {
  readonly files: readonly LinkageReport['files'][number][];
  readonly table: TextTable;
  readonly mapping: readonly FieldColumn[];
  readonly fieldsGiven: boolean;
  readonly ignored: readonly LinkageReport['ignored'][number][];
  readonly linkage: Linkage;
  readonly thresholdGiven: boolean;
  readonly oneToOneGiven: boolean;
  readonly truth?: TruthQuality;
  readonly subgroups: readonly Subgroup[];
  readonly reason?: string;
  readonly modelFile?: string;
  readonly corrected?: { readonly bits: number; readonly pairs: number };
  readonly id?: string;
  readonly delimiter?: string;
  readonly seconds: readonly LinkageReport['seconds'][number][];
  readonly seed: number;
  readonly policy?: LinkageReport['policy'];
  readonly decisions?: LinkageReport['decisions'];
  readonly continued?: LinkageReport['continued'];
}

/** What was done and found, as numbers. No value of a record is in it. */
export function buildReport(facts: ReportFacts): Omit<LinkageReport, 'outputs'> {
  const { table, linkage } = facts;
  const { learned, pairs, expected, clusters, oneToOne } = linkage;
  const { chosen, model } = learned;
  // Where no pair may be the same, blocking alone can have missed one.
  const anyChance = linkage.chances.some((chance) => chance > 0);
  const recall = anyChance ? expected.recall * chosen.recall : chosen.recall;
  const basis = { chances: linkage.chances, threshold: expected.threshold };
  return {
    kind: table.leftRows === undefined ? 'dedupe' : 'link',
    files: [...facts.files],
    records: table.rows,
    id: facts.id ?? null,
    delimiter: facts.delimiter ?? null,
    fields: facts.mapping.map((field) => ({
      field: fieldName(field),
      kind: field.kind,
      column: field.column,
      filled: filledShare(table, field.column),
      given: facts.fieldsGiven,
      givenOut: [...(linkage.givenOut[fieldName(field)] ?? [])],
    })),
    ignored: [...facts.ignored],
    blocking: {
      allPairs: chosen.everyPair,
      rules: pairs.guarded.map(({ pairs: own, refined, refused }, at) => ({
        name: chosen.rules[at]!.name,
        pairs: own,
        refined: [...refined],
        refused,
      })),
      recall: chosen.recall,
    },
    pairs: {
      possible:
        table.leftRows === undefined
          ? (table.rows * (table.rows - 1)) / 2
          : table.leftRows * (table.rows - table.leftRows),
      compared: pairs.compared,
      pruned: pairs.pruned,
      kept: pairs.size,
      linked: linkage.chances.reduce((sum, chance) => sum + (chance >= expected.threshold ? 1 : 0), 0),
    },
    clusters: clusterSizes(clusters),
    oneToOne: oneToOne
      ? {
          left: oneToOne.leftOnce,
          right: oneToOne.rightOnce,
          decided: facts.oneToOneGiven ? 'given' : 'data',
        }
      : null,
    threshold: { value: expected.threshold, decided: facts.thresholdGiven ? 'given' : 'data' },
    estimated: {
      precision: precisionInterval(basis, expected.precision),
      recall: recallInterval(basis, recall),
      f1: (2 * expected.precision * recall) / (expected.precision + recall || 1),
    },
    truth: facts.truth ?? null,
    subgroups: [...facts.subgroups],
    unequal: { failing: facts.subgroups.filter(({ below }) => below).length, reason: facts.reason ?? null },
    model: {
      prior: model.prior,
      neighbours: model.nearPrior < 1e-200 ? null : model.nearPrior,
      iterations: model.iterations,
      trainedOn: learned.trainedOn,
      from: facts.modelFile ?? null,
      corrected: facts.corrected ?? null,
    },
    policy: facts.policy ?? null,
    decisions: facts.decisions ?? null,
    continued: facts.continued ?? null,
    histogram: histogram(linkage),
    seconds: facts.seconds.map((one) => ({ ...one, seconds: Math.round(one.seconds * 1000) / 1000 })),
    peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1000),
    seed: facts.seed,
  };
}

function filledShare(table: TextTable, name: string): number {
  const column = table.columns.find((one) => one.name === name);
  if (column === undefined || table.rows === 0) return 0;
  let filled = 0;
  for (const code of column.codes) if (code !== 0 && column.values[code] !== '') filled++;
  return filled / table.rows;
}

function clusterSizes(clusters: Int32Array): LinkageReport['clusters'] {
  const sizes = new Int32Array(clusters.length);
  for (const cluster of clusters) sizes[cluster]!++;
  let [count, ofSeveral, largest, records] = [0, 0, 0, 0];
  for (const size of sizes) {
    if (size === 0) continue;
    count++;
    if (size > 1) {
      ofSeveral++;
      records += size;
    }
    if (size > largest) largest = size;
  }
  return { count, ofSeveral, largest, records };
}

function histogram({ pairs, chances, expected }: Linkage): LinkageReport['histogram'] {
  const steps = new Map<number, { from: number; pairs: number; linked: number }>();
  for (let at = 0; at < pairs.size; at++) {
    const from = Math.max(-20, Math.min(60, Math.floor(pairs.weight[at]!)));
    const step = steps.get(from) ?? { from, pairs: 0, linked: 0 };
    step.pairs++;
    if (chances[at]! >= expected.threshold) step.linked++;
    steps.set(from, step);
  }
  return [...steps.values()].sort((a, b) => a.from - b.from);
}
