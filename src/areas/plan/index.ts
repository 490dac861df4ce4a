/**
 * Is the plan true: its words item by item, its objectives, and their values, each counted by an area's measure and never
 * typed in. Reads the measures of every area through the registry handed in; no area reads it.
 */
import './events.ts';
import { type Area, area as form } from '../area.ts';
import { handlers as accessPlanHandlers } from './access-plan/access-plans.ts';
import { handlers as boardHandlers } from './board/index.ts';
import { handlers as commentHandlers } from './comments/index.ts';
import { handlers as complianceHandlers } from './compliance/index.ts';
import { operations } from './contract.ts';
import { handlersOf as cycleHandlers } from './cycle/index.ts';
import { downloadObjectiveRecords } from './download-objective-records.ts';
import { agencyOfItAction } from './duties/agency-of-it-action.ts';
import { handlers as dutyHandlers } from './duties/index.ts';
import { errors } from './errors.ts';
import { handlers as inventoryHandlers } from './inventory/index.ts';
import { listObjectiveRecords } from './list-objective-records.ts';
import { listObjectives } from './list-objectives.ts';
import { loadPlan } from './load-plan.ts';
import { measures } from './measures.ts';
import { measuresRegistry } from './measures-registry.ts';
import { pages } from './pages.ts';
import { handlersOf as printHandlers } from './print/index.ts';
import { handlersOf as progressHandlers } from './progress/index.ts';
import { remindAgencies, remindJob } from './progress/remind-agencies.ts';
import { recompute, recomputeAll, recomputeJob } from './recompute.ts';
import { recountSubscribers } from './recount-subscribers.ts';
import { planSearch } from './search-source.ts';
import { handlersOf as shareHandlersOf } from './share/index.ts';
import { showItem } from './show-item.ts';
import { showObjective } from './show-objective.ts';
import { showPlan } from './show-plan.ts';
import { tables } from './tables.ts';
import { handlersOf as textHandlersOf } from './text/index.ts';

/** The area, given all areas whose measures its objectives may bind to. */
export function planArea(others: readonly Pick<Area, 'measures'>[]) {
  const registry = measuresRegistry([...others, { measures }]);
  return form({
    name: 'plan',
    operations,
    handlers: {
      'show-plan': showPlan(registry),
      'show-item': showItem(registry),
      'list-objectives': listObjectives(registry),
      'show-objective': showObjective(registry),
      'list-objective-records': listObjectiveRecords(registry),
      'download-objective-records': downloadObjectiveRecords(registry),
      recompute,
      'load-plan': loadPlan,
      ...cycleHandlers(registry),
      ...textHandlersOf(registry),
      ...commentHandlers,
      ...boardHandlers,
      ...progressHandlers(registry),
      ...dutyHandlers,
      ...printHandlers(registry),
      ...complianceHandlers,
      ...accessPlanHandlers,
      ...inventoryHandlers,
      ...shareHandlersOf(registry),
    },
    jobs: { [recomputeJob]: recomputeAll(registry), [remindJob]: remindAgencies },
    // Freshness and due dates move with the calendar, though no record changes.
    daily: [recomputeJob, remindJob],
    subscribers: recountSubscribers,
    pages,
    agencyOf: { 'it-action': agencyOfItAction },
    searched: planSearch,
    tables,
    errors,
  });
}
