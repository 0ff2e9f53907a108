import { createBLAKE3 } from 'hash-wasm';

/** Incremental BLAKE3 of one blob. */
export interface Hasher {
  update(chunk: Uint8Array): void;
  /** Returns the hash of all chunks in hex, and ends the hasher. */
  hex(): string;
}

export type NewHasher = () => Promise<Hasher>;

/** BLAKE3 of `abc`, from the reference implementation. */
const ABC = '6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85';

/** Loads the native hasher, or WebAssembly if that fails. Checks either with a known vector. */
export async function loadBlake3(): Promise<NewHasher> {
  const newHasher = (await native()) ?? wasm;
  const hasher = await newHasher();
  hasher.update(Buffer.from('abc'));
  if (hasher.hex() !== ABC) throw new Error('The BLAKE3 implementation on this machine gives wrong hashes.');
  return newHasher;
}

async function native(): Promise<NewHasher | null> {
  try {
    const { Blake3Hasher } = await import('@napi-rs/blake-hash');
    return async () => {
      const hasher = new Blake3Hasher();
      return { update: (chunk) => void hasher.update(chunk), hex: () => hasher.digest('hex') };
    };
  } catch {
    // There is no binary for this platform.
    return null;
  }
}

const wasm: NewHasher = async () => {
  const hasher = await createBLAKE3();
  hasher.init();
  return { update: (chunk) => void hasher.update(chunk), hex: () => hasher.digest('hex') };
};
