import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Db, readValue, writeValue } from './db/index.ts';
import { isMissing } from './files.ts';
import { newId } from './ids.ts';

/** Returns 32 random bytes, created once and stored in a file that only the server's user can read. */
export async function secretFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${newId()}`;
  await writeFile(temporary, randomBytes(32), { mode: 0o600, flush: true });
  // A link, not a rename: of two servers starting at once, the second must take the first one's secret.
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(temporary);
  return readFile(path);
}

/**
 * Remembers the secrets of this server. Returns false if the server that started before it on this database had others:
 * then neither can use what the other one signed or encrypted.
 */
export async function areSharedSecrets(db: Db, secrets: readonly Uint8Array[]): Promise<boolean> {
  const hash = createHash('sha256');
  for (const secret of secrets) hash.update(secret);
  const own = hash.digest('base64url');
  const before = await readValue(db, 'secrets');
  if (before !== own) await writeValue(db, 'secrets', own);
  return before === undefined || before === own;
}
