import type { Handler } from '../handler.ts';
import type { downloadObjectiveRecords as op } from './contract.ts';
import { csvAnswer } from './csv-answer.ts';
import { inView, measuredRecords } from './measured-records.ts';
import type { MeasuresRegistry } from './measures-registry.ts';

export const downloadObjectiveRecords =
  (registry: MeasuresRegistry): Handler<typeof op> =>
  async (context, input) => {
    const { measure, records } = await measuredRecords(context, registry, input.objective);
    const ofMedian = measure.kind === 'median';
    const grouped = records.some(({ times }) => times !== undefined);
    const last = ofMedian ? ['amount'] : grouped ? ['times'] : [];
    return csvAnswer(
      `${input.objective}-${input.view}-${context.clock.today()}`,
      [...'id,title,agency,counts,because,address'.split(','), ...last],
      inView(records, input.view, input).map((record) => [
        record.id,
        record.title,
        record.agency,
        record.counts ? record.times : 0,
        record.because,
        record.href,
        ...(ofMedian ? [record.amount] : grouped ? [record.times] : []),
      ]),
    );
  };
