import sharp from 'sharp';
import { photograph } from './photo.ts';
import type { Random } from './random.ts';

/** Makes the bytes of a query from those of a figure. `others` gives the bytes of another figure. */
export type Make = (figure: Buffer, random: Random, others: () => Buffer) => Promise<Buffer>;

const SLIDE = { width: 1920, height: 1080 };
const BACKGROUNDS = ['#ffffff', '#f3f4f6', '#e8eef7', '#fdf6e3'];

export const QUERIES: Record<string, Make> = {
  'rescaled 30–200 %': (figure, random) => scaled(figure, random.between(0.3, 2)),
  'JPEG quality 40': (figure) => sharp(figure).flatten({ background: 'white' }).jpeg({ quality: 40 }).toBuffer(),
  'screenshot with offset': offset,
  'screenshot with window frame': framed,
  grayscale: (figure) => sharp(figure).flatten({ background: 'white' }).grayscale().jpeg({ quality: 85 }).toBuffer(),
  'cropped by 20 %': cropped,
  'in a slide with two other figures': slide,
  photo: photograph,
};

async function sizeOf(figure: Buffer): Promise<{ width: number; height: number }> {
  const { width, height } = await sharp(figure).metadata();
  return { width, height };
}

export async function scaled(figure: Buffer, factor: number): Promise<Buffer> {
  const { width } = await sizeOf(figure);
  return sharp(figure)
    .resize({ width: Math.round(width * factor) })
    .png()
    .toBuffer();
}

async function offset(figure: Buffer, random: Random): Promise<Buffer> {
  const shown = await scaled(figure, random.between(0.8, 1.25));
  const { width, height } = await sizeOf(shown);
  const margin = (side: number) => Math.round(side * random.between(0.01, 0.25));
  const background = BACKGROUNDS[random.below(BACKGROUNDS.length)] ?? 'white';
  return sharp(shown)
    .extend({ left: margin(width), right: margin(width), top: margin(height), bottom: margin(height), background })
    .png()
    .toBuffer();
}

async function framed(figure: Buffer, random: Random): Promise<Buffer> {
  const shown = await scaled(figure, random.between(0.75, 1.25));
  const { width, height } = await sizeOf(shown);
  const [bar, border, margin] = [24 + random.below(16), 1 + random.below(3), 20 + random.below(80)];
  const [x, y] = [margin + border, margin + bar];
  const size = { width: width + 2 * (margin + border), height: height + bar + border + 2 * margin };
  const hue = random.below(360);
  const [dark, text] = random.below(2) === 0 ? ['#dedede', '#333333'] : ['#3c3c3c', '#eeeeee'];
  const frame = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">
<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${hue},40%,35%)"/><stop offset="1" stop-color="hsl(${hue},50%,65%)"/></linearGradient></defs>
<rect width="100%" height="100%" fill="url(#g)"/>
<rect x="${margin}" y="${margin}" width="${width + 2 * border}" height="${height + bar + border}" fill="${dark}"/>
<text x="${margin + 80}" y="${margin + bar * 0.68}" font-size="${bar * 0.5}" font-family="sans-serif" fill="${text}">Figure 1 - viewer</text>
${['#ff5f56', '#ffbd2e', '#27c93f'].map((fill, index) => `<circle cx="${margin + 14 + 20 * index}" cy="${margin + bar / 2}" r="6" fill="${fill}"/>`).join('')}
</svg>`;
  return sharp(Buffer.from(frame))
    .composite([{ input: shown, left: x, top: y }])
    .png()
    .toBuffer();
}

async function cropped(figure: Buffer, random: Random): Promise<Buffer> {
  const { width, height } = await sizeOf(figure);
  const [columns, rows] = [Math.round(width * 0.8), Math.round(height * 0.8)];
  const [left, top] = [random.below(width - columns + 1), random.below(height - rows + 1)];
  return sharp(figure).extract({ left, top, width: columns, height: rows }).png().toBuffer();
}

async function slide(figure: Buffer, random: Random, others: () => Buffer): Promise<Buffer> {
  const fitted = (one: Buffer): Promise<Buffer> =>
    sharp(one)
      .resize({ width: 590 - random.below(60), height: 720, fit: 'inside' })
      .png()
      .toBuffer();
  return onSlide(await fitted(figure), random, () => fitted(others()));
}

/** Puts a figure on a slide in its size, with a heading, a footer and two other figures. */
export async function onSlide(figure: Buffer, random: Random, others: () => Buffer | Promise<Buffer>): Promise<Buffer> {
  const place = random.below(3);
  const columns = [40, 660, 1280];
  const parts = await Promise.all(
    columns.map(async (column, index) => {
      const shown = sharp(index === place ? figure : await others());
      // A larger one would cover its neighbours.
      const input = await shown
        .resize({ width: 590, height: 780, fit: 'inside', withoutEnlargement: true })
        .png()
        .toBuffer();
      return { input, left: column + random.below(10), top: 180 + random.below(100) };
    }),
  );
  const background = BACKGROUNDS[random.below(BACKGROUNDS.length)] ?? 'white';
  const page = `<svg xmlns="http://www.w3.org/2000/svg" width="${SLIDE.width}" height="${SLIDE.height}">
<rect width="100%" height="100%" fill="${background}"/>
<text x="60" y="110" font-size="60" font-family="sans-serif" fill="#222222">Results of the third experiment</text>
<text x="60" y="1050" font-size="24" font-family="sans-serif" fill="#777777">Group meeting, page ${random.below(40)}</text></svg>`;
  return sharp(Buffer.from(page)).composite(parts).png().toBuffer();
}
