import { type Connection, overSocket } from '../cli/connect.ts';
import { operatorActor } from '../core/access.ts';
import { httpServer } from '../http/server.ts';
import { claimHome } from '../store/home.ts';
import { ownHome } from './own-home.ts';

/** The home's owner if there is one; else this process becomes it, for as long as the connection is open. */
export async function connectHome(home: string): Promise<Connection> {
  const claim = await claimHome(home);
  if (!claim.owned) return overSocket(claim.socketPath);
  const owner = await ownHome(claim);
  const server = httpServer(owner.app, { trusted: true, actor: operatorActor });
  return { fetch: async (request) => server.fetch(request), close: () => owner.close() };
}
