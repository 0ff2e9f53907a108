import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../kernel/clock.ts';

/** How long a link to sandboxed content works, in microseconds: long enough to load it, too short to pass on. */
const LIFETIME = 5 * 60 * 1_000_000;

/** Short-lived signed paths to published HTML, which need no cookie: the sandbox has none. */
export interface ContentLinks {
  make(dataId: string): { url: string; expires: number };
  /** Whether a link was made here for this datum and has not expired. */
  check(dataId: string, expires: string, signature: string): boolean;
}

export function createContentLinks(secret: Uint8Array, clock: Clock): ContentLinks {
  const sign = (dataId: string, expires: string) =>
    createHmac('sha256', secret).update(`content ${dataId} ${expires}`).digest();
  return {
    make(dataId) {
      const expires = clock.now() + LIFETIME;
      const signature = sign(dataId, String(expires)).toString('base64url');
      return { url: `/content/${dataId}/${expires}/${signature}`, expires };
    },
    check(dataId, expires, signature) {
      const given = Buffer.from(signature, 'base64url');
      const right = sign(dataId, expires);
      return given.length === right.length && timingSafeEqual(given, right) && Number(expires) > clock.now();
    },
  };
}
