import type { ClientOrigin } from '../audit.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/index.ts';
import { ApiError } from '../errors.ts';
import { hexLengthOf } from '../key-scan/index.ts';
import { networkOf } from '../network.ts';
import { refusalOf, refusalText } from './key-check.ts';
import { ANONYMOUS, type Principal, type SignedIn } from './principal.ts';
import { createRateLimit } from './rate-limit.ts';
import { type FoundKey, findCredential, findKey, isOfDisabled } from './store.ts';
import type { KeyUsage } from './usage.ts';

/** Parts of a request that prove its caller's identity. */
export interface Proof extends ClientOrigin {
  authorization: string | undefined;
  session: string | undefined;
}

/** Finds the caller of a request. A wrong key or token is 401, never anonymous; an expired session is anonymous. */
export type Authenticate = (proof: Proof) => Promise<Principal>;

/** Refused keys from one network in a quarter of an hour. Beyond this, each answer is 429. */
const REFUSED_KEYS = { points: 300, seconds: 900 };

export function createAuthenticate(deps: { db: Db; clock: Clock; usage: KeyUsage }): Authenticate {
  const { db, clock, usage } = deps;
  const refusedKeys = createRateLimit(REFUSED_KEYS, { db, limit: 'refused keys' });

  /** Notes the use of a session. For an access token it notes the use of its refresh token. */
  const noteSignIn = ({ signInId }: { signInId: string }, { address, client }: Proof) =>
    usage.noteSignIn(signInId, { time: clock.now(), address, client });

  async function byKey(key: string, proof: Proof): Promise<Principal> {
    const { address, client, machine = null } = proof;
    const found = await findKey(db, key);
    const use = { time: clock.now(), address, client, machine, hexLength: hexLengthOf(key) };
    const refusal = refusalOf(found, use.time, address);
    if (!found || refusal !== null) {
      usage.noteFailure(key, use, refusal ?? 'unknown');
      await refusedKeys.check(networkOf(address));
      throw new ApiError('key_not_valid', refusalText(refusal ?? 'unknown', found), {
        headers: { 'www-authenticate': 'Token' },
      });
    }
    usage.noteKey(found.id, use);
    return principalOf(found);
  }

  async function byAccessToken(token: string, proof: Proof): Promise<Principal> {
    const found = await findCredential(db, clock, token, 'access');
    const device = found ? null : await findCredential(db, clock, token, 'device');
    if (device) return { ...device, via: 'device' };
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
    if (!found) return (await isOfDisabled(db, clock, proof.session)) ? { ...ANONYMOUS, isDisabled: true } : ANONYMOUS;
    noteSignIn(found, proof);
    return { ...found, via: 'session' };
  };
}

const principalOf = (key: FoundKey): SignedIn => ({
  kind: 'user',
  userId: key.user_id,
  username: key.username,
  isStaff: key.is_staff === 1,
  via: 'api_key',
  credentialId: key.id,
  signInId: key.id,
  scope: key.workspaces === null ? null : (JSON.parse(key.workspaces) as string[]), // written by us
  key: {
    permission: key.permission,
    managesPeople: key.manages_people === 1,
    expiry: key.isPrevious ? key.previous_expiry : key.expiry,
    isPrevious: key.isPrevious,
  },
});
