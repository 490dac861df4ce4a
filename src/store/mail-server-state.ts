import type { Store } from './database.ts';
import { readSetting, writeSetting } from './settings.ts';

/**
 * What the server knows of its mail server: none is set up, its settings cannot be used, set up but not tried yet, taking
 * mail, or not taking it.
 */
export interface MailServerState {
  readonly server: 'none' | 'unusable' | 'ready' | 'working' | 'failing';
  readonly problem?: string;
}

const key = 'mail-server';

export async function readMailServerState(store: Store): Promise<MailServerState> {
  const value = await readSetting(store, key);
  return value === undefined ? { server: 'none' } : (JSON.parse(value) as MailServerState);
}

/** Written only when it has changed. `ready` says nothing new of a server that has been tried. */
export async function writeMailServerState(store: Store, state: MailServerState): Promise<void> {
  const known = await readMailServerState(store);
  if (state.server === 'ready' && ['working', 'failing'].includes(known.server)) return;
  if (JSON.stringify(known) === JSON.stringify(state)) return;
  await writeSetting(store, key, JSON.stringify(state));
}
