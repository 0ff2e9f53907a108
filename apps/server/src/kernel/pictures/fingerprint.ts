import type { Sharp } from 'sharp';

/** Bits in each direction. 8 × 8 poorly distinguishes plots on white: most of their cells are empty. */
const SIDE = 16;
const FINGERPRINT_BITS = SIDE * SIDE;

/**
 * Computes a difference hash: the picture in grey on white, shrunk to 17 × 16 points. Each bit says whether a point is
 * brighter than the one to its right. Similar pictures differ in few bits.
 */
export async function fingerprint(picture: Sharp): Promise<Uint8Array> {
  const grey = await picture
    .flatten({ background: 'white' })
    .greyscale()
    .resize({ width: SIDE + 1, height: SIDE, fit: 'fill' })
    .raw()
    .toBuffer();
  const bits = new Uint8Array(FINGERPRINT_BITS / 8);
  for (let bit = 0; bit < FINGERPRINT_BITS; bit++) {
    const left = Math.floor(bit / SIDE) * (SIDE + 1) + (bit % SIDE);
    if ((grey[left] ?? 0) > (grey[left + 1] ?? 0)) bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  return bits;
}
