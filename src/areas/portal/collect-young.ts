import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: (kind: { type: 'minor' }) => void = runInNewContext('gc');

/**
 * Frees what was made lately and is no longer held, in about a millisecond. Node counts a buffer's bytes apart from its
 * own heap, and would let a hundred megabytes of sent chunks stand before it looked.
 */
export function collectYoung(): void {
  collect({ type: 'minor' });
}
