import type { Handler } from '../handler.ts';
import type { risk as operation } from './microdata/contract.ts';
import { openRecords, requireColumns } from './microdata/record-file.ts';
import { riskReport } from './microdata/risk-report.ts';

/** Measures the risk of a file of records. */
export const risk: Handler<typeof operation> = async (context, input) => {
  const { engine } = context;
  const file = await openRecords(engine, input.file);
  const sensitive = input.sensitive ?? [];
  const ordered = input.ordered ?? [];
  requireColumns(file, [...input.quasi, ...sensitive, ...ordered, ...(input.weight ? [input.weight] : [])]);
  const population = input.population === undefined ? undefined : await openRecords(engine, input.population);
  if (population !== undefined) requireColumns(population, input.quasi);
  return riskReport(engine, {
    file: file.name,
    records: file.relation,
    quasi: input.quasi,
    sensitive: [...new Set([...sensitive, ...ordered])],
    ordered,
    ...(input.weight === undefined ? {} : { weight: input.weight }),
    ...(population === undefined ? {} : { population: population.relation }),
    ...(input.fraction === undefined ? {} : { fraction: input.fraction }),
    wildcard: input.missing === 'any',
    suda: input.suda ?? false,
    l: input.l,
    threshold: input.threshold,
  });
};
