import { checkInclusion } from '../../store/audit-log/check-proof.ts';
import { openCheckpoint } from '../../store/audit-log/checkpoint.ts';
import { parseVerifier } from '../../store/audit-log/signed-note.ts';
import type { Handler } from '../handler.ts';
import type { checkProof as op } from './contract.ts';

export const checkProof: Handler<typeof op> = async ({ audit }, given) => {
  const verifier = parseVerifier(audit.verifier)!;
  // A checkpoint ends with a line end, which pasting loses.
  const proof = { ...given, checkpoint: `${given.checkpoint.replaceAll('\r\n', '\n').trimEnd()}\n` };
  const result = checkInclusion(proof, verifier);
  return {
    shown: result === 'shown',
    fails: result === 'shown' ? null : result,
    entries: openCheckpoint(proof.checkpoint, verifier)?.size ?? null,
  };
};
