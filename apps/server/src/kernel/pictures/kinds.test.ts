import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestPage, tiff } from '../../testing/tiff.ts';
import { createPictures, type Drawing, type Pictures, type PicturesOptions } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'picture-kinds-'));
let pictures: Pictures;
beforeAll(() => {
  pictures = createPictures();
});
afterAll(async () => {
  await pictures.close();
  rmSync(folder, { recursive: true });
});

async function draw(
  name: string,
  bytes: string | Uint8Array,
  more: { size?: number; page?: number } = {},
): Promise<Drawing> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const request = { path, format: name.split('.')[1] ?? '', size: 256, as: 'png', ...more } as const;
  return pictures.thumbnail(request, { author: 'ada', caller: 'ada' });
}

/** Grey values of a drawing, row by row. */
async function greys({ picture }: Drawing): Promise<number[]> {
  return [
    ...(await sharp(picture ?? undefined)
      .toColourspace('b-w')
      .raw()
      .toBuffer()),
  ];
}

const aboutOf = (drawing: Drawing) => ('about' in drawing ? drawing.about : drawing.reason);

const ramp = (values: readonly number[], more: Partial<TestPage> = {}): TestPage => ({
  width: values.length,
  height: 1,
  values,
  ...more,
});

describe('measured values are drawn from the least to the most', () => {
  it.each([
    ['uint16', [12, 1033, 4095, 2054], { least: 12, most: 4095 }],
    ['uint12', [12, 1033, 4095, 2054], { least: 12, most: 4095 }],
    ['int16', [-1024, -1000, -928, -976], { least: -1024, most: -928 }],
    ['int8', [-100, -75, 0, -50], { least: -100, most: 0 }],
    ['uint32', [0, 1e9, 4e9, 2e9], { least: 0, most: 4e9 }],
    ['int32', [-2e9, -1e9, 2e9, 0], { least: -2e9, most: 2e9 }],
    ['float32', [-0.5, -0.375, 0, -0.25], { least: -0.5, most: 0 }],
    ['float64', [-1e308, -5e307, 1e308, 0], { least: -1e308, most: 1e308 }],
  ] as const)('%s', async (as, values, range) => {
    const drawing = await draw(`${as}.tiff`, tiff(ramp(values, { as })));
    const [first, second, third, fourth] = await greys(drawing);
    expect([first, third]).toEqual([0, 255]);
    expect(second).toBeCloseTo(64, -0.7);
    expect(fourth).toBeCloseTo(128, -0.7);
    expect(aboutOf(drawing)).toEqual({ width: 4, height: 1, pages: 1, vector: false, range });
  });

  it.each(['float32', 'float64'] as const)('%s without its infinities and NaN', async (as) => {
    const values = [Number.NaN, 10, 20, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 30];
    const drawing = await draw(`odd-${as}.tiff`, tiff(ramp(values, { as })));
    expect(await greys(drawing)).toEqual([0, 0, 128, 255, 0, 255]);
    expect(aboutOf(drawing)).toMatchObject({ range: { least: 10, most: 30 } });
    const nothing = await draw(`nan-${as}.tiff`, tiff(ramp([Number.NaN, Number.NaN], { as })));
    expect(await greys(nothing)).toEqual([0, 0]);
    expect(aboutOf(nothing)).not.toHaveProperty('range');
  });

  it('where zero is white, and where all are equal', async () => {
    const white = await draw('white.tiff', tiff(ramp([12, 4095], { photometric: 0 })));
    expect(await greys(white)).toEqual([255, 0]);
    expect(aboutOf(white)).toMatchObject({ range: { least: 12, most: 4095 } });
    const equal = await draw('equal.tiff', tiff(ramp([7, 7])));
    expect(await greys(equal)).toEqual([128, 128]);
  });

  it('in colours too, by one range for all', async () => {
    const page = { width: 2, height: 1, values: [0, 1000, 4000, 4000, 2000, 0], photometric: 2 } as const;
    const drawing = await draw('colours.tiff', tiff(page));
    const { data } = await sharp(drawing.picture ?? undefined)
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([...data]).toEqual([0, 64, 255, 255, 128, 0]);
  });

  it('of a PNG in 16 bits of grey', async () => {
    const values = Uint16Array.of(12, 4095, 2054, 12);
    const raw = { width: 2, height: 2, channels: 1, depth: 'ushort' } as const;
    const png = await sharp(values, { raw }).toColourspace('grey16').png().toBuffer();
    expect((await sharp(png).metadata()).depth).toBe('ushort');
    const drawing = await draw('deep.png', png);
    expect(await greys(drawing)).toEqual([0, 255, 128, 0]);
    expect(aboutOf(drawing)).toMatchObject({ range: { least: 12, most: 4095 } });
  });

  it('but pictures of 8 bits keep their colours', async () => {
    const drawing = await draw('plain.tiff', tiff(ramp([40, 50, 60], { as: 'uint8' })));
    expect(await greys(drawing)).toEqual([40, 50, 60]);
    expect(aboutOf(drawing)).toEqual({ width: 3, height: 1, pages: 1, vector: false });
  });
});

it('draws each page of a TIFF, and says which are missing', async () => {
  const file = tiff(ramp([1, 2]), ramp([5, 3, 4], { as: 'float32' }), ramp([9, 9, 9, 9], { as: 'uint8' }));
  const seen = await Promise.all([1, 2, 3, 4].map((page) => draw('pages.tif', file, { page })));
  expect(seen.map(aboutOf)).toMatchObject([
    { width: 2, pages: 3, range: { least: 1, most: 2 } },
    { width: 3, pages: 3, range: { least: 3, most: 5 } },
    { width: 4, pages: 3 },
    'no_such_page',
  ]);
  expect(await greys(seen[2] as Drawing)).toEqual([9, 9, 9, 9]);
});

it('ends at a directory that leads back to itself', async () => {
  const circle = (as: 'uint16' | 'float64') => {
    const file = tiff(ramp([1, 2], { as }));
    file.writeUInt32LE(file.readUInt32LE(4), file.length - 4);
    return draw(`circle-${as}.tif`, file);
  };
  expect(aboutOf(await circle('uint16'))).toBe('unreadable');
  expect(aboutOf(await circle('float64'))).toMatchObject({ pages: 1 });
});

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="4" height="3">';
const RED = `${SVG}<rect width="4" height="3" fill="red"/></svg>`;
const middle = async ({ picture }: Drawing): Promise<number[]> => {
  const { data, info } = await sharp(picture ?? undefined)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels;
  return [...data.subarray(at, at + 3)];
};

describe('an SVG', () => {
  const declared = `<?xml version="1.0" encoding="UTF-16"?>\n${RED}`;
  it.each([
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(declared, 'utf16le')])],
    ['UTF-16, big-endian', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(declared, 'utf16le')]).swap16()],
    ['UTF-16 without a mark', Buffer.from(declared, 'utf16le')],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${RED}`)],
    ['Latin-1', Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?><!-- é -->${RED}`, 'latin1')],
    ['a long comment with another root', Buffer.from(`<!-- ${'<svg width="9">'.repeat(500)} -->${RED}`)],
    ['a prefix', Buffer.from(RED.replaceAll('<', '<s:').replace('xmlns=', 'xmlns:s=').replaceAll('<s:/', '</s:'))],
  ])('is drawn in %s', async (_, bytes) => {
    const drawing = await draw('text.svg', bytes);
    expect(await middle(drawing)).toEqual([255, 0, 0]);
    expect(aboutOf(drawing)).toMatchObject({ vector: true, pages: 1 });
  });

  it('is drawn with a picture of more than 10 MB in it', async () => {
    const raw = { width: 2000, height: 2000, channels: 3 } as const;
    const bitmap = await sharp(Buffer.alloc(3 * 2000 * 2000, 200), { raw })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const address = `data:image/png;base64,${bitmap.toString('base64')}`;
    expect(address.length).toBeGreaterThan(12e6);
    const image = `<image width="4" height="3" preserveAspectRatio="none" xlink:href="${address}"/>`;
    expect(await middle(await draw('embedded.svg', `${SVG}${image}</svg>`))).toEqual([200, 200, 200]);
  });

  it('of very many elements is drawn, or is called too costly', async () => {
    const dots = Array.from({ length: 250_000 }, (_, n) => `<circle cx="${n % 4}" cy="${n % 3}" r="9" fill="#f00"/>`);
    const began = performance.now();
    const drawing = await draw('elements.svg', `${SVG}${dots.join('')}</svg>`);
    expect(performance.now() - began).toBeLessThan(60_000);
    if (drawing.picture) expect(await middle(drawing)).toEqual([255, 0, 0]);
    else expect(['too_costly', 'too_slow']).toContain(drawing.reason);
  });
});

describe('a reason is given', () => {
  const reasonIn = async (options: PicturesOptions, name: string, bytes: string | Uint8Array): Promise<unknown> => {
    const shared = pictures;
    pictures = createPictures(options);
    const drawing = await draw(name, bytes);
    await pictures.close();
    pictures = shared;
    return aboutOf(drawing);
  };

  it('for too many pixels', async () => {
    const raw = { width: 40, height: 30, channels: 3 } as const;
    const picture = sharp(Buffer.alloc(3600), { raw });
    const few = { maxPixels: 1000 };
    expect(await reasonIn(few, 'many.png', await picture.png().toBuffer())).toBe('too_many_pixels');
    expect(await reasonIn(few, 'many.jpg', await picture.jpeg().toBuffer())).toBe('too_many_pixels');
    const page = { width: 40, height: 30, values: Array.from({ length: 1200 }, (_, n) => n) };
    expect(await reasonIn(few, 'many.tif', tiff(page))).toBe('too_many_pixels');
  });

  it('for too much work, and for damage', async () => {
    expect(await reasonIn({}, 'damaged.png', 'not a picture')).toBe('unreadable');
    expect(await reasonIn({}, 'damaged.tif', 'II*\0\xff\xff\xff\xff')).toBe('unreadable');
    const turbulence = '<feTurbulence numOctaves="9" baseFrequency="0.9"/><feGaussianBlur stdDeviation="50"/>'.repeat(
      200,
    );
    const filter = `<filter id="f">${turbulence}</filter><rect width="4" height="3" filter="url(#f)"/>`;
    expect(await reasonIn({ workMs: 300, timeoutMs: 60_000 }, 'slow.svg', `${SVG}${filter}</svg>`)).toBe('too_costly');
  });
});
