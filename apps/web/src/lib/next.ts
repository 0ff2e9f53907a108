/**
 * Returns the address to open after signing in: a path of this app, or `/`. Addresses that a browser could read as
 * another site (`//host`, `/\host`, a scheme, control characters that URL parsers drop) become `/`.
 */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/';
  const here = 'http://here.invalid';
  let url: URL;
  try {
    url = new URL(next, here);
  } catch {
    return '/';
  }
  // A path like `/./\\host` keeps the origin but starts with two slashes once parsed.
  if (url.origin !== here || url.pathname.startsWith('//')) return '/';
  if (url.pathname === '/sign-in' || url.pathname.startsWith('/api/')) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
