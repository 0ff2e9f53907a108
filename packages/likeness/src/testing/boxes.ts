import { type Box, type Picture, pictureOf } from '../picture.ts';

export const box = (left: number, top: number, right: number, bottom: number): Box => ({ left, top, right, bottom });

/** A white picture of boxes, each of one brightness, by default black; later ones lie above earlier ones. */
export function pictureWith(width: number, height: number, boxes: readonly (Box & { shade?: number })[]): Picture {
  const pixels = new Uint8Array(width * height * 4).fill(255);
  for (const { left, top, right, bottom, shade = 0 } of boxes)
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) pixels.fill(shade, (y * width + x) * 4, (y * width + x) * 4 + 3);
  return pictureOf(pixels, width, height);
}
