import { stringify } from 'yaml';
import { z } from 'zod';
import { OakError } from '../../core/error.ts';
import { parseRecordFile } from '../../core/record-file.ts';
import { modelUnusable } from './errors.ts';
import { type FieldColumn, kinds } from './kinds/kind.ts';
import type { Linkage } from './link-records.ts';
import type { Model } from './score/estimate-model.ts';
import { type GroupSpace, levelIn, type PatternSpace } from './score/pattern-space.ts';
import { cellWeights, knownFields } from './score/weights.ts';

const chance = z.number().gt(0).max(1);

/** A model as a person reads and edits it. Weights are shown for the reader; m, u and neighbours are what counts. */
const modelFile = z.strictObject({
  version: z.literal(1),
  fields: z.array(z.strictObject({ kind: z.enum(kinds), label: z.string().optional(), column: z.string() })),
  given_out: z
    .record(z.string(), z.array(z.string().regex(/^(\d{4}-)?\d\d-\d\d$/)))
    .optional()
    .describe('birth dates that stand for unknown ones, by field: 01-01 in any year, or a whole date'),
  prior: chance.describe('share of all pairs that are the same'),
  neighbours: chance.nullable().describe('share of all pairs that are neighbours; null: not looked for'),
  twins: chance
    .nullable()
    .optional()
    .describe('share of all pairs that are twins; null: none are looked for'),
  threshold: z.number().gt(0).lt(1).optional(),
  rules: z.array(z.string()),
  groups: z.array(
    z.strictObject({
      group: z.string(),
      levels: z.array(
        z.strictObject({
          when: z.record(z.string(), z.string()),
          m: chance,
          u: chance,
          neighbours: chance.optional(),
          weight: z.number().optional(),
        }),
      ),
    }),
  ),
});
export type ModelFile = z.output<typeof modelFile>;

const heading = `# How the records were told apart. Edit the numbers and pass the file back with --model.
# m: chance of the level when two records are the same; u: when they are strangers; neighbours: when they are different
# but belong together, as members of a household. Agreement on a rare value weighs more than u says, on a common one less.
# given_out: birth dates that were put where the day, or all of the date, was not known; they are not compared.
`;

/** The model of a linkage as YAML. */
export function printModel(linkage: Linkage, fields: readonly FieldColumn[]): string {
  const { space, learned, expected } = linkage;
  const { model, chosen } = learned;
  const hasNeighbours = model.nearPrior > 1e-200;
  const round = (value: number) => Number(value.toPrecision(5));
  const file: ModelFile = {
    version: 1,
    fields: fields.map(({ kind, label, column }) => ({
      kind,
      ...(label === undefined ? {} : { label }),
      column,
    })),
    given_out: Object.fromEntries(
      Object.entries(linkage.givenOut).map(([name, dates]) => [name, [...dates]]),
    ),
    prior: round(model.prior),
    neighbours: hasNeighbours ? round(model.nearPrior) : null,
    twins: model.twinPrior > 1e-200 ? round(model.twinPrior) : null,
    threshold: round(expected.threshold),
    rules: chosen.rules.map((rule) => rule.name),
    groups: space.groups.map((group, g) => ({
      group: group.name,
      levels: cellsOf(group).map((cell) => ({
        when: levelsOf(group, cell),
        m: round(model.m[g]![cell]!),
        u: round(model.u[g]![cell]!),
        ...(hasNeighbours ? { neighbours: round(model.near[g]![cell]!) } : {}),
        weight: Number(model.overStrangers[g]![cell]!.toFixed(2)),
      })),
    })),
  };
  return printModelFile(file);
}

/** A model file as YAML, with what its parts mean on top. */
export const printModelFile = (file: ModelFile): string =>
  heading + stringify(file, { lineWidth: 120, flowCollectionPadding: false });

/** Reads a model file. Throws `linkage.model-unusable` with the line and the field at fault. */
export function parseModel(text: string, file: string): ModelFile {
  try {
    return parseRecordFile(text, modelFile, file);
  } catch (error) {
    if (!(error instanceof OakError)) throw error;
    throw modelUnusable.with(
      { file, problem: `${error.details['where']}: ${error.details['problem']}` },
      error,
    );
  }
}

/** The model of a file for the comparisons at hand. Throws `linkage.model-unusable` when a level has no line. */
export function modelOf(given: ModelFile, space: PatternSpace, file: string): Model {
  const m = space.groups.map((group) => new Float64Array(group.cells));
  const u = space.groups.map((group) => new Float64Array(group.cells));
  const near = space.groups.map((group) => new Float64Array(group.cells));
  for (const [g, group] of space.groups.entries()) {
    const lines = given.groups.find((one) => one.group === group.name);
    if (lines === undefined) throw modelUnusable.with({ file, problem: `it has no group ${group.name}` });
    const byLevels = new Map(lines.levels.map((line) => [keyOf(line.when), line]));
    for (const cell of cellsOf(group)) {
      const line = byLevels.get(keyOf(levelsOf(group, cell)));
      if (line === undefined)
        throw modelUnusable.with({
          file,
          problem: `${group.name} has no line for ${keyOf(levelsOf(group, cell))}`,
        });
      m[g]![cell] = line.m;
      u[g]![cell] = line.u;
      near[g]![cell] = line.neighbours ?? line.u;
    }
  }
  return {
    m,
    u,
    near,
    overStrangers: cellWeights(space, m, u),
    overNeighbours: cellWeights(space, m, near),
    prior: given.prior,
    nearPrior: given.neighbours ?? 1e-300,
    twinPrior: given.twins ?? 1e-300,
    iterations: 0,
    logLikelihood: 0,
  };
}

const cellsOf = (group: GroupSpace) =>
  Array.from({ length: group.cells }, (_, cell) => cell).filter((cell) => knownFields(cell, group) !== 0);

const levelsOf = (group: GroupSpace, cell: number): Record<string, string> =>
  Object.fromEntries(group.comparisons.map((part) => [part.name, part.levels[levelIn(cell, part)]!.label]));

const keyOf = (when: Readonly<Record<string, string>>) =>
  Object.entries(when)
    .map(([name, label]) => `${name}: ${label}`)
    .sort()
    .join(', ');
