import type { Handler } from '../../handler.ts';
import type { nameHelper as op } from '../contract.ts';
import { writeRole } from './write-role.ts';

export const nameHelper: Handler<typeof op> = writeRole;
