import type { Handler } from '../../handler.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import type { listCycles, showCycle, showVersion } from './contract.ts';
import { viewCycle } from './cycle-view.ts';
import { readVersion } from './freeze-version.ts';

export const listCyclesHandler =
  (registry: MeasuresRegistry): Handler<typeof listCycles> =>
  async (context) => {
    const read = context.store.read;
    const rows = await read.selectFrom('plan_cycle').select('id').orderBy('loaded_at', 'desc').execute();
    return { cycles: await Promise.all(rows.map(({ id }) => viewCycle(read, context, registry, id))) };
  };

export const showCycleHandler =
  (registry: MeasuresRegistry): Handler<typeof showCycle> =>
  async (context, { cycle }) =>
    viewCycle(context.store.read, context, registry, cycle);

export const showVersionHandler: Handler<typeof showVersion> = async (context, { version }) =>
  readVersion(context.store.read, version);
