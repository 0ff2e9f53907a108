import { hash } from 'node:crypto';

const SEAL_BYTES = 32;
const sealOf = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** Appends its hash to a picture, so that damage of the file is detected. Programs that draw ignore the end. */
export const seal = (picture: Uint8Array): Buffer => Buffer.concat([picture, sealOf(picture)]);

/** Returns the picture of a sealed file; null if it is damaged. */
export function unseal(file: Buffer): Buffer | null {
  const end = Math.max(0, file.length - SEAL_BYTES);
  const picture = file.subarray(0, end);
  return sealOf(picture).equals(file.subarray(end)) ? picture : null;
}
