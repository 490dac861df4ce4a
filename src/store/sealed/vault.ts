import { mkdirSync } from 'node:fs';
import { type KeyStore, openKeyStore } from './key-store.ts';

/** What sealing needs of the world: the keys, and the one folder in which plain text of protected data may lie. */
export interface Vault {
  readonly keys: KeyStore;
  /** Of this session or job alone, mode 0700, emptied with it. */
  readonly privateFolder: string;
}

/** `keys` is the folder of wrapped keys: of the home, or wherever the operator keeps it. */
export function openVault(folders: { readonly keys: string; readonly private: string }): Vault {
  mkdirSync(folders.private, { recursive: true, mode: 0o700 });
  return { keys: openKeyStore(folders.keys), privateFolder: folders.private };
}
