import { createHash } from 'node:crypto';
import type { RandomSource } from '../../core/id.ts';

/** 256 random bits as text, for a cookie, a token or a state. Only its digest is stored. */
export const newSecret = (random: RandomSource): string => Buffer.from(random(32)).toString('base64url');

/** SHA-256. Enough without salt or stretching, for what it hides is random and cannot be guessed. */
export const digestOfSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url');
