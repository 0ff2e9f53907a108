/** A rectangle in pixels; its ends are exclusive and may be fractions. */
export type Box = { left: number; top: number; right: number; bottom: number };

/** One channel of a picture, row by row. */
export type Plane = { width: number; height: number; values: Float32Array };

/** Brightness from 0 to 255, and two differences of colour, which are 0 for grey. */
export type Picture = { width: number; height: number; light: Plane; blue: Plane; red: Plane };

export const newPlane = (width: number, height: number): Plane => ({
  width,
  height,
  values: new Float32Array(width * height),
});

export const wholeOf = ({ width, height }: { width: number; height: number }): Box => ({
  left: 0,
  top: 0,
  right: width,
  bottom: height,
});

/** The part of a box that is inside a picture. */
export const inside = ({ left, top, right, bottom }: Box, { width, height }: Picture): Box => ({
  left: Math.max(0, left),
  top: Math.max(0, top),
  right: Math.min(width, right),
  bottom: Math.min(height, bottom),
});

export const widthOf = ({ left, right }: Box): number => right - left;
export const heightOf = ({ top, bottom }: Box): number => bottom - top;

/** Splits pixels of red, green, blue and opacity into planes (BT.601). Transparent pixels are on white. */
export function pictureOf(pixels: Uint8Array | Uint8ClampedArray, width: number, height: number): Picture {
  if (pixels.length !== width * height * 4) throw new RangeError('The pixels do not fill the picture');
  const [light, blue, red] = [newPlane(width, height), newPlane(width, height), newPlane(width, height)];
  for (let index = 0, at = 0; at < pixels.length; index++, at += 4) {
    const opacity = (pixels[at + 3] ?? 0) / 255;
    const white = 255 * (1 - opacity);
    const r = pixels[at] ?? 0;
    const g = pixels[at + 1] ?? 0;
    const b = pixels[at + 2] ?? 0;
    const y = (0.299 * r + 0.587 * g + 0.114 * b) * opacity + white;
    light.values[index] = y;
    blue.values[index] = (b * opacity + white - y) * 0.564;
    red.values[index] = (r * opacity + white - y) * 0.713;
  }
  return { width, height, light, blue, red };
}

/** Applies a function to each plane of a picture. All results have the same size. */
export function mapPlanes(picture: Picture, change: (plane: Plane) => Plane): Picture {
  const [light, blue, red] = [change(picture.light), change(picture.blue), change(picture.red)];
  return { width: light.width, height: light.height, light, blue, red };
}

/** Averages the pixels of a box into a plane of another size. Enlarging repeats pixels in part. */
export function shrink(plane: Plane, box: Box, width: number, height: number): Plane {
  const columns = sharesOf(box.left, box.right, width, plane.width);
  const rows = sharesOf(box.top, box.bottom, height, plane.height);
  const result = newPlane(width, height);
  const first = rows.from[0] ?? 0;
  const squeezed = new Float32Array(width * ((rows.from[height - 1] ?? 0) + rows.most - first));
  for (let line = 0, at = 0; at < squeezed.length; line++) {
    const start = Math.min(first + line, plane.height - 1) * plane.width;
    for (let x = 0; x < width; x++, at++) {
      const from = start + (columns.from[x] ?? 0);
      const share = x * columns.most;
      let sum = 0;
      for (let step = 0; step < columns.most; step++) {
        const weight = columns.weights[share + step] ?? 0;
        if (weight === 0) break;
        sum += (plane.values[from + step] ?? 0) * weight;
      }
      squeezed[at] = sum;
    }
  }
  for (let y = 0; y < height; y++) {
    const to = y * width;
    for (let step = 0; step < rows.most; step++) {
      const weight = rows.weights[y * rows.most + step] ?? 0;
      if (weight === 0) continue;
      const from = ((rows.from[y] ?? 0) - first + step) * width;
      for (let x = 0; x < width; x++)
        result.values[to + x] = (result.values[to + x] ?? 0) + (squeezed[from + x] ?? 0) * weight;
    }
  }
  return result;
}

/** For each cell the first pixel that it covers, and the shares of `most` pixels from there on. */
type Shares = { from: Int32Array; most: number; weights: Float32Array };

function sharesOf(start: number, end: number, cells: number, limit: number): Shares {
  const step = (end - start) / cells;
  const most = Math.ceil(step) + 1;
  const from = new Int32Array(cells);
  const weights = new Float32Array(cells * most);
  for (let cell = 0; cell < cells; cell++) {
    const low = Math.min(Math.max(start + cell * step, 0), limit - 1e-6);
    const high = Math.min(Math.max(start + (cell + 1) * step, low + 1e-6), limit);
    const pixel = Math.floor(low);
    from[cell] = pixel;
    for (let index = 0; index < most && pixel + index < high; index++)
      weights[cell * most + index] = (Math.min(high, pixel + index + 1) - Math.max(low, pixel + index)) / (high - low);
  }
  return { from, most, weights };
}

/** The part of a picture in a box, at most `side` pixels wide and high. Never enlarges. */
export function fit(picture: Picture, box: Box, side: number): Picture {
  const scale = Math.min(1, side / Math.max(widthOf(box), heightOf(box)));
  if (scale === 1 && widthOf(box) === picture.width && heightOf(box) === picture.height) return picture;
  const width = Math.max(1, Math.round(widthOf(box) * scale));
  const height = Math.max(1, Math.round(heightOf(box) * scale));
  return mapPlanes(picture, (plane) => shrink(plane, box, width, height));
}

/** The picture, then halves of it, down to about so many pixels on the shorter side. */
export function halvesOf(picture: Picture, least: number): [Picture, ...Picture[]] {
  const sizes: [Picture, ...Picture[]] = [picture];
  for (let last = picture; Math.min(last.width, last.height) >= 2 * least; sizes.push(last))
    last = mapPlanes(last, half);
  return sizes;
}

function half({ width, height, values }: Plane): Plane {
  const result = newPlane(width >> 1, height >> 1);
  for (let y = 0, to = 0; y < result.height; y++)
    for (let x = 0, at = 2 * y * width; x < result.width; x++, to++, at += 2)
      result.values[to] =
        ((values[at] ?? 0) + (values[at + 1] ?? 0) + (values[at + width] ?? 0) + (values[at + width + 1] ?? 0)) / 4;
  return result;
}

export function medianOf(values: readonly number[]): number {
  // A typed array sorts numbers without a function, which takes a tenth of the time.
  return Float32Array.from(values).toSorted()[values.length >> 1] ?? 0;
}

/** A box in another scale. */
export const times = ({ left, right, top, bottom }: Box, x: number, y: number): Box => ({
  left: left * x,
  right: right * x,
  top: top * y,
  bottom: bottom * y,
});

/** The smallest of several sizes in which a box of the first still has so many columns and rows, and the box in it. */
export function sizeFor(
  sizes: readonly [Picture, ...Picture[]],
  box: Box,
  columns: number,
  rows: number,
): { picture: Picture; box: Box } {
  const [full] = sizes;
  let found = { picture: full, box };
  for (const picture of sizes) {
    const scaled = times(box, picture.width / full.width, picture.height / full.height);
    if (widthOf(scaled) < columns || heightOf(scaled) < rows) break;
    found = { picture, box: scaled };
  }
  return found;
}
