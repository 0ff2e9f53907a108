import type { ClientOrigin } from '../audit.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/index.ts';
import { ApiError } from '../errors.ts';
import { ANONYMOUS, type Principal } from './principal.ts';
import { findCredential } from './store.ts';
import type { KeyUsage } from './usage.ts';

/** Parts of a request that prove its caller's identity. */
export interface Proof extends ClientOrigin {
  authorization: string | undefined;
  session: string | undefined;
}

/** Finds the caller of a request. A wrong key or token is 401, never anonymous; an expired session is anonymous. */
export type Authenticate = (proof: Proof) => Promise<Principal>;

export function createAuthenticate(deps: { db: Db; clock: Clock; usage: KeyUsage }): Authenticate {
  const { db, clock, usage } = deps;

  /** A session's own use, or for an access token that of the refresh token it came from. */
  const noteSignIn = ({ signInId }: { signInId: string }, { address, client }: Proof) =>
    usage.noteSignIn(signInId, { time: clock.now(), address, client });

  async function byKey(key: string, proof: Proof): Promise<Principal> {
    const found = await findCredential(db, clock, key, 'api_key');
    const use = { time: clock.now(), address: proof.address, client: proof.client };
    if (!found) {
      usage.noteFailure(key, use);
      throw new ApiError('key_not_valid', 'This API key is unknown, revoked or expired.', {
        headers: { 'www-authenticate': 'Token' },
      });
    }
    usage.noteKey(found.credentialId, use);
    return { ...found, via: 'api_key' };
  }

  async function byAccessToken(token: string, proof: Proof): Promise<Principal> {
    const found = await findCredential(db, clock, token, 'access');
    // wire: published clients refresh on exactly this code (docs/protocol.md, section 2)
    if (!found)
      throw new ApiError('token_not_valid', 'This access token is invalid or has expired.', {
        headers: { 'www-authenticate': 'Bearer' },
      });
    noteSignIn(found, proof);
    return { ...found, via: 'access' };
  }

  return async (proof) => {
    if (proof.authorization !== undefined) {
      const [, scheme = '', value = ''] = /^(\S*)\s*(.*)$/.exec(proof.authorization.trim()) ?? [];
      if (scheme.toLowerCase() === 'token') return byKey(value, proof);
      if (scheme.toLowerCase() === 'bearer') return byAccessToken(value, proof);
      throw new ApiError(
        'key_not_valid',
        'Use "Token <API key>" or "Bearer <access token>" in the Authorization header.',
      );
    }
    if (proof.session === undefined) return ANONYMOUS;
    const found = await findCredential(db, clock, proof.session, 'session');
    if (!found) return ANONYMOUS;
    noteSignIn(found, proof);
    return { ...found, via: 'session' };
  };
}
