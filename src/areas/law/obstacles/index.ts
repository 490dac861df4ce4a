/** What stands in the way of sharing data, and the timeline of its review. */
import type { HandlersOf } from '../../handler.ts';
import type { operations } from './contract.ts';
import {
  exportObstaclesHandler,
  listObstaclesHandler,
  raiseObstacleHandler,
  reviewObstacleHandler,
} from './obstacles.ts';

export const handlers: HandlersOf<typeof operations> = {
  'raise-obstacle': raiseObstacleHandler,
  'review-obstacle': reviewObstacleHandler,
  'list-obstacles': listObstaclesHandler,
  'export-obstacles': exportObstaclesHandler,
};
