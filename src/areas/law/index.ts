/**
 * What the law asks, of whom and by when: acts and clauses as dated records that say how they are known, the duties they
 * lay down, and the calendar computed from them in the state's time zone. Uses agencies; never decides by itself.
 */
import './events.ts';
import { area as form } from '../area.ts';
import { operations } from './contract.ts';
import { errors } from './errors.ts';
import { listActs } from './list-acts.ts';
import { listDutiesDue } from './list-duties-due.ts';
import { loadLaw } from './load-law.ts';
import { handlers as obstacleHandlers } from './obstacles/index.ts';
import { alertObstacles, alertObstaclesJob } from './obstacles/obstacles.ts';
import { pages } from './pages.ts';
import { recordEvent } from './record-event.ts';
import { showClause } from './show-clause.ts';
import { tables } from './tables.ts';

export { dutiesDue } from './duties-due.ts';
export { startClock } from './start-clock.ts';

export const area = form({
  name: 'law',
  operations,
  handlers: {
    'list-acts': listActs,
    'show-clause': showClause,
    'list-duties-due': listDutiesDue,
    'record-event': recordEvent,
    'load-law': loadLaw,
    ...obstacleHandlers,
  },
  jobs: { [alertObstaclesJob]: alertObstacles },
  daily: [alertObstaclesJob],
  pages,
  tables,
  errors,
});
