import { formatDelimitedRow } from '../../core/delimited-text.ts';
import type { Handler } from '../handler.ts';
import type { downloadObjectiveRecords as op } from './contract.ts';
import { inView, measuredRecords } from './measured-records.ts';
import type { MeasuresRegistry } from './measures-registry.ts';

export const downloadObjectiveRecords =
  (registry: MeasuresRegistry): Handler<typeof op> =>
  async (context, input) => {
    const { measure, records } = await measuredRecords(context, registry, input.objective);
    const lines = inView(records, input.view, input).map((record) =>
      formatDelimitedRow([
        record.id,
        record.title,
        record.agency,
        record.counts ? 1 : 0,
        record.because,
        record.href,
        ...(measure.kind === 'median' ? [record.amount] : []),
      ]),
    );
    const head = `id,title,agency,counts,because,address${measure.kind === 'median' ? ',amount' : ''}`;
    return {
      mediaType: 'text/csv; charset=utf-8',
      body: `${[head, ...lines].join('\r\n')}\r\n`,
      headers: {
        'content-disposition': `attachment; filename="${input.objective}-${input.view}-${context.clock.today()}.csv"`,
      },
    };
  };
