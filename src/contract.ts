import { operations as access } from './areas/access/contract.ts';
import { operations as agencies } from './areas/agencies/contract.ts';
import { operations as audit } from './areas/audit/contract.ts';
import { operations as catalog } from './areas/catalog/contract.ts';
import { operations as disclosure } from './areas/disclosure/contract.ts';
import { operations as law } from './areas/law/contract.ts';
import { operations as linkage } from './areas/linkage/contract.ts';
import { operations as plan } from './areas/plan/contract.ts';
import { operations as portal } from './areas/portal/contract.ts';
import { operations as quality } from './areas/quality/contract.ts';
import { operations as search } from './areas/search/contract.ts';
import { operations as standards } from './areas/standards/contract.ts';
import { operations as store } from './areas/store/contract.ts';
import { operations as work } from './areas/work/contract.ts';
import type { Operation, Operations } from './core/operation.ts';

/** Every operation of the platform, one table: from it come routes, commands, the client, OpenAPI and the reference. */
export const contract: Readonly<Record<string, Operations>> = {
  work,
  audit,
  store,
  agencies,
  access,
  law,
  catalog,
  standards,
  quality,
  linkage,
  disclosure,
  portal,
  plan,
  search,
};

export const allOperations: readonly Operation[] = Object.values(contract).flatMap((area) =>
  Object.values(area),
);
