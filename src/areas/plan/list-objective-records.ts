import type { Handler } from '../handler.ts';
import type { MeasuredRecord } from '../measure.ts';
import type { listObjectiveRecords as op } from './contract.ts';
import { howMany } from './figure-of.ts';
import { inView, measuredRecords } from './measured-records.ts';
import type { MeasuresRegistry } from './measures-registry.ts';
import { noAgency } from './model.ts';

export const listObjectiveRecords =
  (registry: MeasuresRegistry): Handler<typeof op> =>
  async (context, input) => {
    const measured = await measuredRecords(context, registry, input.objective);
    const records = inView(measured.records, input.view, input);
    return {
      numerator: measured.numerator,
      denominator: measured.denominator,
      value: measured.value,
      scale: { kind: measured.measure.kind, unit: measured.measure.unit, record: measured.measure.record },
      countedAt: context.clock.now(),
      total: records.length,
      agencies: byAgency(measured.records),
      records: records.slice(input.offset, input.offset + input.limit),
    };
  };

/**
 * The figure of each agency that has a record in it, those furthest from whole first, and of the records without an agency:
 * together they are the whole. Nothing when no record has an agency.
 */
function byAgency(records: readonly MeasuredRecord[]) {
  if (records.every((record) => record.agency === undefined)) return [];
  const groups = Map.groupBy(records, (record) => record.agency ?? noAgency);
  return [...groups]
    .map(([agency, own]) => ({
      agency,
      numerator: howMany(own.filter((record) => record.counts)),
      denominator: howMany(own),
    }))
    .sort(
      (a, b) =>
        a.numerator / a.denominator - b.numerator / b.denominator ||
        b.denominator - a.denominator ||
        a.agency.localeCompare(b.agency),
    );
}
