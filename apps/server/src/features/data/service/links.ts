import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../kernel/clock.ts';

/** Lifetime of a link to sandboxed content, in microseconds: long enough to load it, too short to share it. */
const LIFETIME = 5 * 60 * 1_000_000;

/** Short-lived signed paths to published HTML. They need no cookie, because the sandbox has none. */
export interface ContentLinks {
  make(dataId: string): { url: string; expires: number };
  /** Tells whether this server made the link for this datum and it has not expired. */
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
