/** The text of the plan while it is drafted, and what is done about it once it stands: suggestions, decisions, consultation, tasks. */
import type { HandlersOf } from '../../handler.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import { listConsultationsHandler, recordConsultationHandler } from './consultations.ts';
import type { operations } from './contract.ts';
import {
  addItemHandler,
  dropItemHandler,
  editItemHandler,
  mergeItemsHandler,
  showDraftHandler,
} from './draft-items.ts';
import { putObjectiveHandler } from './put-objective.ts';
import { decideSuggestionHandler, listSuggestionsHandler, suggestHandler } from './suggestions.ts';
import { listTasksHandler, recordDoneHandler } from './tasks.ts';

export const handlersOf = (registry: MeasuresRegistry): HandlersOf<typeof operations> => ({
  'list-measures': async () => ({
    measures: [...registry.values()]
      .map(({ id, title, unit, method }) => ({ measure: id, title, unit, method }))
      .sort((a, b) => a.title.localeCompare(b.title)),
  }),
  'show-draft': showDraftHandler,
  'edit-item': editItemHandler,
  'add-item': addItemHandler,
  'drop-item': dropItemHandler,
  'merge-items': mergeItemsHandler,
  'put-objective': putObjectiveHandler,
  suggest: suggestHandler,
  'decide-suggestion': decideSuggestionHandler,
  'list-suggestions': listSuggestionsHandler,
  'record-consultation': recordConsultationHandler,
  'list-consultations': listConsultationsHandler,
  'list-tasks': listTasksHandler,
  'record-done': recordDoneHandler,
});
