/**
 * For an answer that a browser opens as a page of its own, though it is none: nothing in it runs, and nobody frames it. What
 * is a page brings a policy of its own instead.
 */
const LOCKED = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/** The web app runs nothing but its own files, talks to nobody but this server, and can't be framed. */
export const APP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Set on every answer before anything else looks at its request; pages and contents replace what they must. */
export const safeHeaders = (hstsSeconds: number): Record<string, string> => ({
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': LOCKED,
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  ...(hstsSeconds > 0 && { 'strict-transport-security': `max-age=${hstsSeconds}` }),
});
