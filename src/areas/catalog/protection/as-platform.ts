import { systemActor } from '../../../core/access.ts';
import type { Context } from '../../handler.ts';

/** The same world for the platform's own work on what somebody asked for: nothing of what it reads leaves by it. */
export const asPlatform = <C extends Pick<Context, 'actor'>>(context: C): C => ({
  ...context,
  actor: systemActor,
});
