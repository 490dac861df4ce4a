import { harvest } from '../dcat/harvest.ts';
import { runHarvest } from '../dcat/harvest-job.ts';
import { listHarvests, showHarvest } from '../dcat/harvests.ts';
import { announceChange, callOffChange } from '../promise/changes.ts';
import { listChanges } from '../promise/list-changes.ts';
import {
  announceRetirement,
  callOffRetirement,
  listRetirements,
  runRetirements,
} from '../promise/retirements.ts';
import { tellLate, tellLateJob } from '../promise/tell-late.ts';
import { answerQuestion, askQuestion, listOpenQuestions, listQuestions } from '../questions/questions.ts';
import { describeCustody } from './describe-custody.ts';
import { editInventory } from './edit-inventory.ts';
import { exportInventory } from './export-inventory.ts';
import { findCopiesJob, runFindCopies } from './find-copies.ts';
import { importDictionary } from './import-dictionary.ts';
import { importInventory } from './import-inventory.ts';
import { keepCopy } from './keep-copy.ts';
import { linkSource } from './link-source.ts';
import { showCustody } from './show-custody.ts';
import { showLineage } from './show-lineage.ts';

/** What the record says of assets, with or without a file: custody, dictionaries, the inventory, lineage and copies. */
export const custodyHandlers = {
  'describe-custody': describeCustody,
  'show-custody': showCustody,
  'import-dictionary': importDictionary,
  'export-inventory': exportInventory,
  'import-inventory': importInventory,
  'edit-inventory': editInventory,
  'link-source': linkSource,
  'show-lineage': showLineage,
  'keep-copy': keepCopy,
  harvest,
  'list-harvests': listHarvests,
  'show-harvest': showHarvest,
  'announce-change': announceChange,
  'call-off-change': callOffChange,
  'list-changes': listChanges,
  'announce-retirement': announceRetirement,
  'call-off-retirement': callOffRetirement,
  'list-retirements': listRetirements,
  'ask-question': askQuestion,
  'answer-question': answerQuestion,
  'list-questions': listQuestions,
  'list-open-questions': listOpenQuestions,
} as const;

/** Long work on the record. */
export const custodyJobs = {
  [findCopiesJob]: runFindCopies,
  'catalog.harvest': runHarvest,
  'catalog.retire-due': runRetirements,
  [tellLateJob]: tellLate,
} as const;
