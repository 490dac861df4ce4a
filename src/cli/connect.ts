import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';

/** A way to the home's owner: another process's socket, or this very process. */
export interface Connection {
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/** Speaks HTTP over the owner's socket; bodies stream both ways. */
export function overSocket(socketPath: string): Connection {
  return {
    fetch: (request) =>
      new Promise((resolve, reject) => {
        const url = new URL(request.url);
        const outgoing = httpRequest(
          {
            socketPath,
            method: request.method,
            path: url.pathname + url.search,
            headers: { ...Object.fromEntries(request.headers), host: 'localhost' },
          },
          (incoming) => {
            const headers = new Headers();
            for (const [name, value] of Object.entries(incoming.headers)) {
              for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
            }
            const empty = [204, 304].includes(incoming.statusCode ?? 0);
            resolve(
              new Response(empty ? null : (Readable.toWeb(incoming) as unknown as ReadableStream), {
                status: incoming.statusCode ?? 500,
                headers,
              }),
            );
          },
        );
        outgoing.on('error', reject);
        if (request.body === null) outgoing.end();
        else Readable.fromWeb(request.body as never).pipe(outgoing);
      }),
    close: async () => {},
  };
}
