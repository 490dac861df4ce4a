/** Proof of compliance: for each clause of law what fulfils it here and what, counted from the records, shows it. */
import type { HandlersOf } from '../../handler.ts';
import { exportComplianceHandler, loadComplianceHandler, showComplianceHandler } from './compliance.ts';
import type { operations } from './contract.ts';

export const handlers: HandlersOf<typeof operations> = {
  'show-compliance': showComplianceHandler,
  'export-compliance': exportComplianceHandler,
  'load-compliance': loadComplianceHandler,
};
