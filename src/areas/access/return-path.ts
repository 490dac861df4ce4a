const anywhere = 'http://here.invalid';

/**
 * Where to go after signing in: the path and query of a page of this server, or the first page. Anything that a browser
 * would take for another site is dropped: `//host`, `/\host`, a scheme, a line break (CWE-601).
 */
export function safeReturnPath(asked: string | undefined | null): string {
  if (!asked?.startsWith('/') || asked.length > 2000) return '/';
  // A browser reads a backslash as a slash, and leaves out tabs and line ends.
  if (/[\\\u0000-\u001f\u007f]/.test(asked) || asked.startsWith('//')) return '/';
  if (!URL.canParse(asked, anywhere)) return '/';
  const url = new URL(asked, anywhere);
  if (url.origin !== anywhere || url.pathname.startsWith('//')) return '/';
  if (/^\/sign-(in|out)(\/|$)/.test(url.pathname)) return '/';
  return url.pathname + url.search;
}
