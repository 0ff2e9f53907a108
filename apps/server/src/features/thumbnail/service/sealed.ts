import { hash } from 'node:crypto';

const SEAL_BYTES = 32;
const sealOf = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** A picture with its hash behind it, where programs that draw don't look: for a file in which damage shows. */
export const seal = (picture: Uint8Array): Buffer => Buffer.concat([picture, sealOf(picture)]);

/** The picture of such a file; null when it is damaged. */
export function unseal(file: Buffer): Buffer | null {
  const end = Math.max(0, file.length - SEAL_BYTES);
  const picture = file.subarray(0, end);
  return sealOf(picture).equals(file.subarray(end)) ? picture : null;
}
