import { activeDatasets } from '../catalog/index.ts';
import type { Handler } from '../handler.ts';
import type { Measure } from '../measure.ts';
import type { showConformance as op } from './contract.ts';
import { judgeRecord } from './judge-record.ts';
import { judgedOf } from './read-judged.ts';
import { standardsOn } from './read-standards.ts';

/** Datasets that meet every rule of the standards in force, counted from their records and the columns of their versions. */
export const conformingDatasets: Measure = {
  id: 'standards.datasets-conforming',
  title: 'Datasets that meet the published standards',
  record: { one: 'dataset', many: 'datasets' },
  kind: 'share',
  unit: '%',
  method:
    'Of the active datasets, with or without a file, those that meet every rule of the standards in force: what the record says, a dictionary of its fields, and cells of dates that are dates. A rule with nothing to look at is met.',
  records: async (context, scope) => {
    const { store, clock } = context;
    const standards = await standardsOn(store.read, clock.today());
    if (standards.length === 0) return [];
    const datasets = await activeDatasets(context, scope);
    return (await judgedOf(store.read, datasets)).map((judged) => {
      const { rules, conforms } = judgeRecord(standards, judged);
      const missed = rules.filter(({ outcome }) => outcome === 'does-not');
      return {
        id: judged.dataset.publicId,
        title: judged.dataset.title,
        href: `/data/${judged.dataset.publicId}/standards`,
        ...(judged.dataset.agency === null ? {} : { agency: judged.dataset.agency }),
        counts: conforms,
        because: conforms ? 'Meets every rule' : `Does not meet: ${missed.map(({ says }) => says).join(' ')}`,
      };
    });
  },
};

/** The same, agency by agency, the one with most to mend first. */
export const showConformance: Handler<typeof op> = async (context) => {
  const records = await conformingDatasets.records(context, {});
  const names = new Map(
    (await context.store.read.selectFrom('agency').select(['code', 'name']).execute()).map((row) => [
      row.code,
      row.name,
    ]),
  );
  const sum = (of: readonly { counts: boolean }[]) => of.filter(({ counts }) => counts).length;
  const agencies = [...Map.groupBy(records, ({ agency }) => agency ?? '')]
    .map(([agency, of]) => ({
      agency,
      name: names.get(agency) ?? (agency === '' ? 'No agency named' : agency),
      conforming: sum(of),
      datasets: of.length,
    }))
    .sort((a, b) => b.datasets - b.conforming - (a.datasets - a.conforming) || a.name.localeCompare(b.name));
  return { conforming: sum(records), datasets: records.length, agencies };
};
