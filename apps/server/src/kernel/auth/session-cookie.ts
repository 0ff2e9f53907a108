const PLAIN = 'gofigr_session';

/** Sessions begun on https have it, so that their tokens don't count under the plain name. */
const HTTPS_PREFIX = 'gfhost';

/**
 * The cookie of the web session. On https its name begins with `__Host-`, so that no page of a neighbouring host name can
 * set it; over plain http browsers take no such name.
 */
export interface SessionCookie {
  name: string;
  /** Prefix of its tokens. */
  prefix: string;
  options: { path: '/'; httpOnly: true; sameSite: 'lax'; secure: boolean };
  /** The token of a request's cookies, if there is one. */
  read(cookies: Record<string, string | undefined>): string | undefined;
}

export function sessionCookie(publicUrl: URL): SessionCookie {
  const secure = publicUrl.protocol === 'https:';
  const name = secure ? `__Host-${PLAIN}` : PLAIN;
  return {
    name,
    prefix: secure ? HTTPS_PREFIX : 'gfsession',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure },
    read(cookies) {
      const token = cookies[name];
      if (token !== undefined || !secure) return token;
      // Sessions that began before the name changed go on to their end.
      const old = cookies[PLAIN];
      return old?.startsWith(`${HTTPS_PREFIX}_`) ? undefined : old;
    },
  };
}
