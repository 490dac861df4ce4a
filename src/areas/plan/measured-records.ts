import type { Context } from '../handler.ts';
import type { MeasuredRecord } from '../measure.ts';
import { noSuchObjective, nothingCounts } from './errors.ts';
import { figureOf } from './figure-of.ts';
import type { MeasuresRegistry } from './measures-registry.ts';
import { type CountedRecord, noAgency, type View } from './model.ts';
import { readObjectives } from './objective-row.ts';
import { scopesOn } from './objective-scope.ts';

/** The records behind an objective's figure, computed once, and the figure counted from them. */
export async function measuredRecords(context: Context, registry: MeasuresRegistry, id: string) {
  const row = (await readObjectives(context.store.read)).find(({ objective }) => objective === id);
  if (!row) throw noSuchObjective.with({ objective: id });
  const measure = registry.get(row.measure);
  if (!measure) throw nothingCounts.with({ objective: id, measure: row.measure });
  const scope = await scopesOn({ read: context.store.read, clock: context.clock })(row.scope);
  const records = await measure.records(context, scope);
  return { measure, records, ...figureOf(measure.kind, records) };
}

/** Those of one view, of one agency, whose title or reason contains some text. */
export const inView = (
  records: readonly MeasuredRecord[],
  view: View,
  filter: { agency?: string; contains?: string } = {},
): CountedRecord[] => {
  const wanted = filter.contains?.toLocaleLowerCase();
  return records
    .filter((record) => view === 'denominator' || record.counts === (view === 'numerator'))
    .filter((record) => filter.agency === undefined || (record.agency ?? noAgency) === filter.agency)
    .filter(
      (record) =>
        wanted === undefined || `${record.title} ${record.because}`.toLocaleLowerCase().includes(wanted),
    )
    .map((record) => ({
      ...record,
      agency: record.agency ?? null,
      amount: record.amount ?? null,
      times: record.times ?? 1,
    }));
};
