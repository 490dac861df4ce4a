import type { Clock } from '../../../core/clock.ts';
import type { Context, Reader } from '../../handler.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import { readCycle } from '../read-plan.ts';
import { listVersions } from './freeze-version.ts';
import { type CycleView, lastPhase } from './model.ts';
import { readPhases } from './read-phases.ts';
import { adoptionProblems, phaseTwoProblems } from './readiness.ts';

type Asked = Pick<Context, 'clock'>;
type InZone = { readonly clock: Pick<Clock, 'timeZone'> };

/** A cycle with its phases and versions, and the next legal move with what stands in its way. */
export async function viewCycle(
  reader: Reader,
  context: Asked,
  registry: MeasuresRegistry,
  id: string,
): Promise<CycleView> {
  const cycle = await readCycle(reader, id);
  const row = await reader
    .selectFrom('plan_cycle')
    .select(['opened_on', 'based_on'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const inForce = await readCycle(reader);
  const phases = await readPhases(reader, id, context.clock.now());
  const versions = await listVersions(reader, id);
  const delivered = versions.find(({ occasion }) => occasion === 'delivered');
  return {
    cycle: id,
    title: cycle.title,
    state: cycle.adopted === null ? 'drafting' : inForce.cycle === id ? 'in-force' : 'replaced',
    openedOn: row.opened_on,
    basedOn: row.based_on,
    adopted: cycle.adopted,
    phases,
    draftDelivered: delivered === undefined ? null : dateIn(delivered.frozenAt, context),
    versions,
    next: cycle.adopted === null ? await nextMove(reader, context, registry, id, phases, delivered) : null,
  };
}

async function nextMove(
  reader: Reader,
  context: Asked,
  registry: MeasuresRegistry,
  cycle: string,
  phases: CycleView['phases'],
  delivered: object | undefined,
): Promise<CycleView['next']> {
  const open = phases.find(({ state }) => state === 'open');
  if (open !== undefined) {
    if (open.phase === lastPhase && delivered === undefined)
      return { move: 'deliver draft', phase: open.phase, blockers: [] };
    return {
      move: 'close phase',
      phase: open.phase,
      blockers: await closingProblems(reader, context, registry, cycle, open.phase, open.commentsUntil!),
    };
  }
  const planned = phases.find(({ state }) => state === 'planned');
  if (planned !== undefined) return { move: 'open phase', phase: planned.phase, blockers: [] };
  return { move: 'adopt', phase: null, blockers: await adoptionProblems(reader, context, cycle) };
}

/** Why a phase cannot be closed now. A deadline that was promised is kept. */
export async function closingProblems(
  reader: Reader,
  context: Asked,
  registry: MeasuresRegistry,
  cycle: string,
  phase: number,
  commentsUntil: string,
): Promise<string[]> {
  return [
    ...(context.clock.now() <= commentsUntil
      ? [`Comments were promised to be taken until ${dateIn(commentsUntil, context)}.`]
      : []),
    ...(phase === 2 ? await phaseTwoProblems(reader, cycle, registry) : []),
  ];
}

/** The date of an instant in the state's time zone. */
export const dateIn = (instant: string, { clock }: InZone): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: clock.timeZone }).format(new Date(instant));

/** An instant as people of the state say it: `Nov 24, 2026, 10:00 am`. */
export const momentIn = (instant: string, { clock }: InZone): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: clock.timeZone, dateStyle: 'medium', timeStyle: 'short' })
    .format(new Date(instant))
    .replace(/\s([AP])M$/, (_, half: string) => ` ${half.toLowerCase()}m`);
