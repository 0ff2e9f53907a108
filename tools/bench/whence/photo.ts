import sharp from 'sharp';
import type { Random } from './random.ts';

const WIDTH = 1600;
const HEIGHT = 1200;
/** Distance of the camera in widths of the sheet. */
const DISTANCE = 2.2;
const DEGREES = Math.PI / 180;

/**
 * Photographs a print on a table: turned in space by up to 15 degrees about two axes and by 5 in its plane, blurred,
 * with noise and uneven light, as JPEG.
 */
export async function photograph(figure: Buffer, random: Random): Promise<Buffer> {
  const sheet = await sharp(figure)
    .flatten({ background: 'white' })
    .extend({ left: 40, right: 40, top: 40, bottom: 40, background: 'white' })
    .resize({ width: 1100, height: 900, fit: 'inside' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = sheet.info;
  const back = inverse(projection(random, width, height));
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  const table = [random.between(50, 120), random.between(45, 100), random.between(40, 90)];
  const [slopeX, slopeY, dim] = [random.between(-0.35, 0.35), random.between(-0.35, 0.35), random.between(0.75, 1)];
  const warmth = random.between(0.92, 1);
  for (let y = 0, at = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++, at += 3) {
      const [u, v] = back(x + 0.5, y + 0.5);
      const light =
        dim * (1 - Math.abs(slopeX) / 2 - Math.abs(slopeY) / 2 + (slopeX * x) / WIDTH + (slopeY * y) / HEIGHT);
      const grain = 8 * Math.sin(x * 0.05 + 3 * Math.sin(y * 0.01));
      for (let channel = 0; channel < 3; channel++) {
        const seen = at3(sheet.data, width, height, u, v, channel) ?? (table[channel] ?? 0) + grain;
        pixels[at + channel] = clamp(seen * light * (channel === 2 ? warmth : 1));
      }
    }
  const blurred = await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .blur(random.between(0.7, 1.3))
    .raw()
    .toBuffer();
  const deviation = random.between(2, 6);
  for (let at = 0; at < blurred.length; at++) blurred[at] = clamp((blurred[at] ?? 0) + deviation * random.normal());
  return sharp(blurred, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
}

const clamp = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

/** Bilinear value of a channel; undefined outside of the sheet. */
function at3(data: Buffer, width: number, height: number, u: number, v: number, channel: number): number | undefined {
  const [x, y] = [u - 0.5, v - 0.5];
  if (x < 0 || y < 0 || x >= width - 1 || y >= height - 1) return undefined;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [dx, dy] = [x - left, y - top];
  const value = (column: number, row: number) => data[(row * width + column) * 3 + channel] ?? 0;
  const upper = value(left, top) * (1 - dx) + value(left + 1, top) * dx;
  const lower = value(left, top + 1) * (1 - dx) + value(left + 1, top + 1) * dx;
  return upper * (1 - dy) + lower * dy;
}

type Matrix = number[];

/** Projects the sheet's pixels to those of the photo. */
function projection(random: Random, width: number, height: number): Matrix {
  const [tilt, pan, roll] = [random.between(-15, 15), random.between(-15, 15), random.between(-5, 5)].map(
    (one) => one * DEGREES,
  );
  const [a, b, c] = [tilt ?? 0, pan ?? 0, roll ?? 0];
  const [sa, ca, sb, cb, sc, cc] = [Math.sin(a), Math.cos(a), Math.sin(b), Math.cos(b), Math.sin(c), Math.cos(c)];
  // First two columns of the rotation Rx · Ry · Rz: the sheet has no depth.
  const across = [cb * cc, sa * sb * cc + ca * sc, -ca * sb * cc + sa * sc];
  const down = [-cb * sc, -sa * sb * sc + ca * cc, ca * sb * sc + sa * cc];
  const far = DISTANCE * width;
  const zoom = random.between(0.98, 1.12) * DISTANCE * Math.min(WIDTH * 0.82, (HEIGHT * 0.82 * width) / height);
  const [x0, y0] = [WIDTH / 2 + random.between(-40, 40), HEIGHT / 2 + random.between(-30, 30)];
  const row = (index: number): [number, number, number] => {
    const [p, q] = [across[index] ?? 0, down[index] ?? 0];
    return [p, q, -p * (width / 2) - q * (height / 2)];
  };
  const [x, y, depth] = [row(0), row(1), row(2)];
  const w = [depth[0], depth[1], depth[2] + far];
  const line = (values: number[], shift: number) =>
    values.map((value, index) => zoom * value + shift * (w[index] ?? 0));
  return [...line(x, x0), ...line(y, y0), ...w];
}

function inverse(matrix: Matrix): (x: number, y: number) => [number, number] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = matrix;
  const [A, B, C] = [e * i - f * h, c * h - b * i, b * f - c * e];
  const [D, E, F] = [f * g - d * i, a * i - c * g, c * d - a * f];
  const [G, H, I] = [d * h - e * g, b * g - a * h, a * e - b * d];
  return (x, y) => {
    const w = G * x + H * y + I;
    return [(A * x + B * y + C) / w, (D * x + E * y + F) / w];
  };
}
