import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createBLAKE3 } from 'hash-wasm';

export interface WrittenFile {
  size: number;
  sha256: string;
  blake3: string;
}

/** Writes a stream to a file, syncs it to disk and returns its hashes. */
export async function writeHashed(path: string, chunks: AsyncIterable<Uint8Array>): Promise<WrittenFile> {
  const sha256 = createHash('sha256');
  const blake3 = (await createBLAKE3()).init();
  let size = 0;
  const file = await open(path, 'w');
  try {
    for await (const chunk of chunks) {
      await file.writeFile(chunk);
      sha256.update(chunk);
      blake3.update(chunk);
      size += chunk.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { size, sha256: sha256.digest('hex'), blake3: blake3.digest('hex') };
}

/** Returns the size and SHA-256 of a file. */
export async function hashFile(path: string): Promise<Pick<WrittenFile, 'size' | 'sha256'>> {
  const sha256 = createHash('sha256');
  let size = 0;
  const file = await open(path);
  try {
    // A stream without an encoding gives bytes.
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Uint8Array>) {
      sha256.update(chunk);
      size += chunk.length;
    }
  } finally {
    await file.close();
  }
  return { size, sha256: sha256.digest('hex') };
}

/** Returns the BLAKE3 of a file, in hex: the server's `hash`. */
export async function blake3OfFile(path: string): Promise<string> {
  const blake3 = (await createBLAKE3()).init();
  const file = await open(path);
  try {
    // A stream without an encoding gives bytes.
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Uint8Array>) {
      blake3.update(chunk);
    }
  } finally {
    await file.close();
  }
  return blake3.digest('hex');
}
