import { DESCRIBED_SIDE, describe } from '@gofigr/likeness';
import type { Sharp } from 'sharp';

/** Describes a picture for the search by picture. */
export async function likeness(picture: Sharp): Promise<Uint8Array> {
  const { data, info } = await picture
    .resize({ width: DESCRIBED_SIDE, height: DESCRIBED_SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return describe(data, info.width, info.height);
}
