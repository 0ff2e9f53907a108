import type { CallOptions } from './call.ts';
import type { Transport } from './transport.ts';

const BASE62 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Gives one short ID after another: a prefix that the server reserves once, and a counter (protocol.md, section 8). */
export function shortIdsFrom(transport: Transport): (options?: CallOptions) => Promise<string> {
  let prefix: Promise<string> | undefined;
  let count = 0;

  async function reserve(): Promise<string> {
    // A prefix that nobody uses harms nobody, so it may be asked for twice.
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
