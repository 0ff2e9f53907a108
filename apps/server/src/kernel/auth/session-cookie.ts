const PLAIN = 'gofigr_session';

/** Prefix of tokens of sessions on https. Under the plain name such a token is not valid. */
const HTTPS_PREFIX = 'gfhost';

/**
 * The cookie of the web session. On https its name begins with `__Host-`, so that no other host of the domain can set it.
 * On plain http browsers refuse this name.
 */
export interface SessionCookie {
  name: string;
  /** Prefix of its tokens. */
  prefix: string;
  options: { path: '/'; httpOnly: true; sameSite: 'lax'; secure: boolean };
  /** Returns the token in the cookies of a request, if there is one. */
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
      // Sessions from before the change of the name remain valid.
      const old = cookies[PLAIN];
      return old?.startsWith(`${HTTPS_PREFIX}_`) ? undefined : old;
    },
  };
}
