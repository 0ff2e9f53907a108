import { hash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { newId } from '../../../kernel/ids.ts';

const SEAL_BYTES = 32;
const sealOf = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** Appends its hash to a picture, so that damage of the file is detected. Programs that draw ignore the end. */
const seal = (picture: Uint8Array): Buffer => Buffer.concat([picture, sealOf(picture)]);

/** Returns the picture of a sealed file; null if it is damaged. */
export function unseal(file: Buffer): Buffer | null {
  const end = Math.max(0, file.length - SEAL_BYTES);
  const picture = file.subarray(0, end);
  return sealOf(picture).equals(file.subarray(end)) ? picture : null;
}

/** Writes a sealed file to a cache. A lost file only costs a drawing, so no fsync, but readers must never see half of it. */
export async function keepSealed(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${newId()}`;
  await writeFile(temporary, seal(bytes));
  await rename(temporary, path);
}
