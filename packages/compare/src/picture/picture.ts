import { type Budget, LIMITS, limit, Skip } from '../limits.ts';

/** A decoded picture: 8-bit RGBA, row by row, not premultiplied. */
export type Picture = { width: number; height: number; data: Uint8Array | Uint8ClampedArray };

export type Size = { width: number; height: number };

/** Placement of pictures of unlike sizes. `scaled`: the second picture gets the size of the first one. */
export type Align = 'top-left' | 'centre' | 'scaled';

/** Pictures of one size. `same`: no placement was necessary. */
export type Aligned = { a: Picture; b: Picture; align: Align | 'same' };

/** Places pictures of unlike sizes on transparent ground of one size. */
export function alignPictures(a: Picture, b: Picture, align: Align, budget: Budget): Aligned {
  if (a.width === b.width && a.height === b.height) return { a, b, align: 'same' };
  if (align === 'scaled') return { a, b: scaleTo(b, a, budget), align };
  const size = { width: Math.max(a.width, b.width), height: Math.max(a.height, b.height) };
  checkSize(size);
  return { a: place(a, size, align), b: place(b, size, align), align };
}

/** Throws `Skip` for a picture beyond the limits, and an error for one with too few or too many bytes. */
export function checkPicture(picture: Picture): void {
  checkSize(picture);
  if (picture.data.length !== picture.width * picture.height * 4) throw new RangeError('the bytes do not fit the size');
}

function checkSize({ width, height }: Size): void {
  if (width < 1 || height < 1) throw new Skip('it has no pixels');
  limit(width * height, LIMITS.pixels, 'pixels');
  limit(Math.max(width, height), LIMITS.side, 'pixels on one side');
}

function place(picture: Picture, size: Size, align: 'top-left' | 'centre'): Picture {
  const data = new Uint8ClampedArray(size.width * size.height * 4);
  const left = align === 'centre' ? Math.floor((size.width - picture.width) / 2) : 0;
  const top = align === 'centre' ? Math.floor((size.height - picture.height) / 2) : 0;
  for (let row = 0; row < picture.height; row++) {
    const line = picture.data.subarray(row * picture.width * 4, (row + 1) * picture.width * 4);
    data.set(line, ((top + row) * size.width + left) * 4);
  }
  return { ...size, data };
}

/** Scales by the mean of the covered pixels, or by the nearest ones when it enlarges. */
function scaleTo(picture: Picture, { width, height }: Size, budget: Budget): Picture {
  const data = new Uint8ClampedArray(width * height * 4);
  const columns = coverage(picture.width, width);
  const rows = coverage(picture.height, height);
  for (let y = 0; y < height; y++) {
    budget.check();
    const top = rows[2 * y] ?? 0;
    const bottom = rows[2 * y + 1] ?? 0;
    for (let x = 0; x < width; x++) {
      const area = { left: columns[2 * x] ?? 0, right: columns[2 * x + 1] ?? 0, top, bottom };
      meanInto(data, (y * width + x) * 4, picture, area);
    }
  }
  return { width, height, data };
}

/** First covered pixel of each target pixel, and the end of the last one. */
const coverage = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: 2 * to }, (_, index) => {
    const target = index >> 1;
    const start = Math.floor((target * from) / to);
    return index % 2 === 0 ? start : Math.max(start + 1, Math.ceil(((target + 1) * from) / to));
  });

type Area = { left: number; right: number; top: number; bottom: number };

function meanInto(target: Uint8ClampedArray, at: number, { data, width }: Picture, area: Area): void {
  let red = 0;
  let green = 0;
  let blue = 0;
  let alpha = 0;
  for (let row = area.top; row < area.bottom; row++) {
    const end = (row * width + area.right) * 4;
    for (let from = (row * width + area.left) * 4; from < end; from += 4) {
      // Colours count by their opacity, because those of transparent pixels have no meaning.
      const opacity = data[from + 3] ?? 0;
      red += (data[from] ?? 0) * opacity;
      green += (data[from + 1] ?? 0) * opacity;
      blue += (data[from + 2] ?? 0) * opacity;
      alpha += opacity;
    }
  }
  if (alpha === 0) return;
  target[at] = red / alpha;
  target[at + 1] = green / alpha;
  target[at + 2] = blue / alpha;
  target[at + 3] = alpha / ((area.right - area.left) * (area.bottom - area.top));
}
