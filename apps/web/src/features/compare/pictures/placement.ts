import type { Size } from '../../../ui/zoom/zoom.ts';
import type { Alignment } from '../search.ts';

/** Place of a picture in the compared area, in per cent of it. */
export interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The compared area in pixels of the pictures, and the place of each. The worker compares the same area. */
export function placementOf(a: Size, b: Size, align: Alignment): { area: Size; a: Place; b: Place } {
  const whole = { left: 0, top: 0, width: 100, height: 100 };
  if (align === 'scaled') return { area: a, a: whole, b: whole };
  const area = { width: Math.max(a.width, b.width), height: Math.max(a.height, b.height) };
  const place = ({ width, height }: Size): Place => {
    const [left, top] = align === 'centre' ? [(area.width - width) >> 1, (area.height - height) >> 1] : [0, 0];
    return {
      left: (100 * left) / area.width,
      top: (100 * top) / area.height,
      width: (100 * width) / area.width,
      height: (100 * height) / area.height,
    };
  };
  return { area, a: place(a), b: place(b) };
}
