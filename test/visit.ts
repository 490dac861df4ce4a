/** A browser without pages: follows redirects from server to server, with each one's cookies. */
export interface Visitor {
  /** Cookies by host, as the servers have set them. */
  readonly cookies: Map<string, Map<string, string>>;
  fetch(address: string, init?: RequestInit): Promise<Response>;
  /** Follows redirects until `until` says so of an address, or there is none; answers the address stopped at. */
  follow(address: string, until?: (url: URL) => boolean): Promise<{ url: URL; response?: Response }>;
}

export function newVisitor(): Visitor {
  const cookies = new Map<string, Map<string, string>>();
  const fetchOnce = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const { host, pathname } = new URL(address);
    const jar = cookies.get(host) ?? new Map<string, string>();
    cookies.set(host, jar);
    const headers = new Headers(init.headers);
    const sent = [...jar].filter(([, value]) => pathname.startsWith(pathOf(value)));
    if (sent.length > 0)
      headers.set('cookie', sent.map(([name, value]) => `${name}=${value.split('\n')[0]}`).join('; '));
    const response = await fetch(address, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const gone = attributes.some(
        (one) => /^max-age=0$/i.test(one) || /^expires=Thu, 01 Jan 1970/i.test(one),
      );
      const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
      if (gone) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), `${pair.slice(at + 1)}\n${path}`);
    }
    return response;
  };
  return {
    cookies,
    fetch: fetchOnce,
    async follow(address, until = () => false) {
      let url = new URL(address);
      for (let hops = 0; hops < 20; hops += 1) {
        if (until(url)) return { url };
        const response = await fetchOnce(url.href);
        const next = response.headers.get('location');
        if (next === null) return { url, response };
        await response.body?.cancel();
        url = new URL(next, url);
      }
      throw new Error('redirects without end');
    },
  };
}

const pathOf = (value: string): string => value.split('\n')[1] ?? '/';
