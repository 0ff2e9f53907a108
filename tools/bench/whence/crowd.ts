import { DESCRIPTOR_BYTES } from '@gofigr/likeness';
import type { Random } from './random.ts';

/** Layout of a description: a header, then two views of 16 × 16 cells of brightness and 2 × 8 × 8 of colour. */
const HEADER = 16;
const GRIDS = [16, 8, 8];
/** Share of a side that axes and labels take. */
const MARGIN = 0.19;

/**
 * Generates descriptions that crowd an index: the axes and labels of one picture around the mirrored middle of another.
 * They have no thumbnail, so they take places in the shortlist only.
 */
export function* crowdOf(descriptors: readonly Uint8Array[], count: number, random: Random): Generator<Uint8Array> {
  const any = (): Uint8Array => descriptors[random.below(descriptors.length)] ?? new Uint8Array(DESCRIPTOR_BYTES);
  for (let number = 0; number < count; number++) {
    const [outer, inner] = [any(), any()];
    const made = outer.slice();
    let start = HEADER;
    for (const side of [...GRIDS, ...GRIDS]) {
      const [first, last] = [Math.round(MARGIN * side), side - Math.round(MARGIN * side)];
      for (let y = first; y < last; y++)
        for (let x = first; x < last; x++) made[start + y * side + x] = inner[start + y * side + side - 1 - x] ?? 0;
      start += side ** 2;
    }
    yield made;
  }
}
