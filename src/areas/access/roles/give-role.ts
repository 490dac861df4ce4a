import type { Handler } from '../../handler.ts';
import type { giveRole as op } from '../contract.ts';
import { writeRole } from './write-role.ts';

export const giveRole: Handler<typeof op> = writeRole;
