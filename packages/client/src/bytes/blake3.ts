import { createBLAKE3 } from 'hash-wasm';
import { readable, sourceChanged } from './payload.ts';
import type { ByteSource } from './source.ts';

/** Returns the BLAKE3 of all bytes, in hex: the server's `hash`. */
export async function blake3Of(source: ByteSource): Promise<string> {
  const blake3 = (await createBLAKE3()).init();
  let seen = 0;
  for await (const piece of readable(source)) {
    blake3.update(piece);
    seen += piece.length;
    // A source that counts the bytes that are sent sees an attempt that ends early.
    if (seen >= source.size) break;
  }
  if (seen !== source.size) throw sourceChanged();
  return blake3.digest('hex');
}
