import type { CallOptions } from './call.ts';
import type { Transport } from './transport.ts';

const BASE62 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Returns a function that makes short IDs: a prefix that the server reserves once, and a counter (docs/protocol.md, section
 * 8).
 */
export function shortIdsFrom(transport: Transport): (options?: CallOptions) => Promise<string> {
  let prefix: Promise<string> | undefined;
  let count = 0;

  async function reserve(): Promise<string> {
    // An unused prefix does no harm, so the request may be repeated.
    return (await transport.call('POST /short_id_prefix/reserve/', { repeatable: true })).prefix;
  }

  return async (options) => {
    options?.signal?.throwIfAborted();
    prefix ??= reserve().catch((error: unknown) => {
      prefix = undefined;
      throw error;
    });
    return (await prefix) + base62(count++);
  };
}

function base62(value: number): string {
  const digit = BASE62.charAt(value % 62);
  return value < 62 ? digit : base62(Math.floor(value / 62)) + digit;
}
