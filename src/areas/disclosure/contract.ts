import { builderOperations } from './builder/contract.ts';
import { determinationOperations } from './determination/contract.ts';
import { identifierOperations } from './identifiers/contract.ts';
import { microdataOperations } from './microdata/contract.ts';
import { outputOperations } from './outputs/contract.ts';
import { privacyOperations } from './privacy/contract.ts';
import { releaseOperations } from './release/contract.ts';
import { tableOperations } from './tables/contract.ts';

/** What this area offers, by what it is about. */
export const operations = {
  ...tableOperations,
  ...microdataOperations,
  ...outputOperations,
  ...releaseOperations,
  ...builderOperations,
  ...determinationOperations,
  ...identifierOperations,
  ...privacyOperations,
};
