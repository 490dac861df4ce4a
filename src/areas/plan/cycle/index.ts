/** The cycle of the plan and its clock: phases with legal moves, versions frozen for ever, the calendar, and the way from an action to the law. */
import type { HandlersOf } from '../../handler.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import { calendarFeedHandler, showCalendarHandler } from './calendar.ts';
import { compareVersionsHandler } from './compare-versions.ts';
import type { operations } from './contract.ts';
import {
  adoptHandler,
  closePhaseHandler,
  deliverDraftHandler,
  openCycleHandler,
  openPhaseHandler,
} from './move-cycle.ts';
import { listCyclesHandler, showCycleHandler, showVersionHandler } from './show-cycles.ts';
import { listOrphansHandler, traceHandler } from './trace.ts';

export const handlersOf = (registry: MeasuresRegistry): HandlersOf<typeof operations> => ({
  'open-cycle': openCycleHandler(registry),
  'list-cycles': listCyclesHandler(registry),
  'show-cycle': showCycleHandler(registry),
  'open-phase': openPhaseHandler(registry),
  'close-phase': closePhaseHandler(registry),
  'deliver-draft': deliverDraftHandler(registry),
  adopt: adoptHandler(registry),
  'show-version': showVersionHandler,
  'compare-versions': compareVersionsHandler,
  'show-calendar': showCalendarHandler,
  'calendar-feed': calendarFeedHandler,
  trace: traceHandler(registry),
  'list-orphans': listOrphansHandler(registry),
});
