import fc from 'fast-check';
import { beforeAll, expect, describe as suite, test } from 'vitest';
import { DESCRIPTOR_BYTES, decode, describe, LIGHTS } from './descriptor.ts';
import { find, type Match } from './find.ts';
import { fit, type Picture, pictureOf, wholeOf } from './picture.ts';
import { scenesOf } from './query.ts';
import { Shortlist } from './shortlist.ts';
import { type Stored, storedOf } from './verify.ts';

type Pixels = { width: number; height: number; data: Uint8Array };
type Colour = readonly [number, number, number];

const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];

function blank(width: number, height: number, colour = WHITE): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set([...colour, 255], at);
  return { width, height, data };
}

function fill(pixels: Pixels, x: number, y: number, width: number, height: number, colour: Colour): void {
  for (let row = Math.max(0, y); row < Math.min(pixels.height, y + height); row++)
    for (let column = Math.max(0, x); column < Math.min(pixels.width, x + width); column++)
      pixels.data.set(colour, (row * pixels.width + column) * 4);
}

/** A bar chart: the heights are its data. */
function chart(heights: readonly number[], colour: Colour = [30, 100, 180]): Pixels {
  const pixels = blank(320, 240);
  fill(pixels, 40, 20, 2, 190, BLACK);
  fill(pixels, 40, 208, 260, 2, BLACK);
  for (let tick = 0; tick < 6; tick++) fill(pixels, 28, 30 + 34 * tick, 8, 3, BLACK);
  for (const [index, height] of heights.entries()) fill(pixels, 56 + 30 * index, 208 - height, 22, height, colour);
  return pixels;
}

function paste(onto: Pixels, picture: Pixels, left: number, top: number): Pixels {
  for (let row = 0; row < picture.height; row++) {
    const from = picture.data.subarray(row * picture.width * 4, (row + 1) * picture.width * 4);
    onto.data.set(from, ((top + row) * onto.width + left) * 4);
  }
  return onto;
}

function crop({ width, data }: Pixels, left: number, top: number, columns: number, rows: number): Pixels {
  const result = blank(columns, rows);
  for (let row = 0; row < rows; row++) {
    const start = ((top + row) * width + left) * 4;
    result.data.set(data.subarray(start, start + columns * 4), row * columns * 4);
  }
  return result;
}

const pictureFrom = ({ data, width, height }: Pixels): Picture => pictureOf(data, width, height);

const CHARTS: Record<string, Pixels> = {
  first: chart([150, 40, 90, 60, 120, 30, 75, 100]),
  second: chart([30, 110, 60, 170, 45, 90, 140, 20]),
  third: chart([90, 20, 160, 35, 70, 125, 50, 155]),
  red: chart([150, 40, 90, 60, 120, 30, 75, 100], [200, 40, 40]),
};

const shortlist = new Shortlist();
const stored = new Map<string, Stored>();

beforeAll(() => {
  for (const [key, { data, width, height }] of Object.entries(CHARTS)) {
    const descriptor = describe(data, width, height);
    shortlist.set(key, descriptor);
    const one = storedOf(pictureOf(data, width, height), descriptor);
    if (one) stored.set(key, one);
  }
});

const look = (query: Pixels, mayFind?: (key: string) => boolean): Promise<Match[]> =>
  find(scenesOf(pictureFrom(query)), shortlist, async (key) => stored.get(key), mayFind);

const { first, second, third } = CHARTS;
if (!first || !second || !third) throw new Error('charts are missing');

suite('a picture is found', () => {
  test('by itself', async () => {
    expect((await look(first))[0]).toMatchObject({ key: 'first', certainty: 'exact' });
  });

  test('in a screenshot with a background', async () => {
    const [best] = await look(paste(blank(500, 400, [230, 235, 240]), second, 90, 70));
    expect(best).toMatchObject({ key: 'second', certainty: 'exact' });
  });

  test('beside another one, and so is the other', async () => {
    const slide = paste(paste(blank(900, 400), first, 60, 80), third, 500, 80);
    const exact = (await look(slide)).filter(({ certainty }) => certainty === 'exact');
    expect(exact.map(({ key }) => key).toSorted()).toEqual(['first', 'third']);
  });

  test('by a part of it', async () => {
    expect((await look(crop(second, 20, 10, 256, 192)))[0]).toMatchObject({ key: 'second' });
  });

  test('with the colours that it has, not with those of a sibling', async () => {
    const [best] = await look(CHARTS['red'] ?? first);
    expect(best).toMatchObject({ key: 'red', certainty: 'exact' });
  });
});

test('without colours, siblings that differ in colour alone are no exact answers', async () => {
  const grey = { ...first, data: first.data.slice() };
  for (let at = 0; at < grey.data.length; at += 4) grey.data.fill(grey.data[at + 1] ?? 0, at, at + 3);
  const matches = await look(grey);
  expect(
    matches
      .slice(0, 2)
      .map(({ key }) => key)
      .toSorted(),
  ).toEqual(['first', 'red']);
  expect(matches[0]?.certainty).toBe('likely');
});

test('an unknown picture has no certain answer', async () => {
  const other = blank(300, 300);
  for (let ring = 0; ring < 6; ring++) fill(other, 20 + 40 * ring, 270 - 35 * ring, 60, 20, [40 * ring, 160, 90]);
  expect((await look(other)).every(({ certainty }) => certainty === 'unknown')).toBe(true);
});

test('a picture that may not be found takes no place', async () => {
  const matches = await look(first, (key) => key !== 'first');
  expect(matches.map(({ key }) => key)).not.toContain('first');
});

test('any query has an answer', async () => {
  const queries = fc.record({
    width: fc.integer({ min: 1, max: 60 }),
    height: fc.integer({ min: 1, max: 60 }),
    seed: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(queries, async ({ width, height, seed }) => {
      const data = Uint8Array.from({ length: width * height * 4 }, (_, at) => Math.imul(at + 1, seed | 1) >>> 24);
      for (const { score } of await look({ width, height, data })) expect(score).toBeLessThanOrEqual(1);
    }),
    { numRuns: 20 },
  );
});

suite('a description', () => {
  test('has less than 1 kB, and depends little on the resolution', () => {
    expect(DESCRIPTOR_BYTES).toBeLessThanOrEqual(1000);
    const small = fit(pictureFrom(first), wholeOf(first), 160);
    const [one, two] = [describe(first.data, 320, 240), descriptorOf(small)];
    const [a, b] = [decode(one), decode(two)];
    const differences = a?.whole.slice(0, LIGHTS).map((value, index) => Math.abs(value - (b?.whole[index] ?? 0))) ?? [];
    expect(differences).toHaveLength(LIGHTS);
    expect(Math.max(...differences)).toBeLessThan(12);
  });

  test('is read from a part of a buffer', () => {
    const bytes = describe(first.data, 320, 240);
    const part = Buffer.concat([Buffer.alloc(7), bytes, Buffer.alloc(9)]).subarray(7, 7 + bytes.length);
    expect(decode(part)).toEqual(decode(bytes));
  });

  test('of another version is not read', () => {
    const bytes = describe(first.data, 320, 240);
    bytes[0] = 9;
    expect(decode(bytes)).toBeUndefined();
    expect(decode(bytes.subarray(1))).toBeUndefined();
    expect(new Shortlist().set('key', bytes)).toBe(false);
  });
});

const descriptorOf = ({ width, height, light }: Picture): Uint8Array =>
  describe(
    Uint8Array.from({ length: width * height * 4 }, (_, at) => (at % 4 === 3 ? 255 : (light.values[at >> 2] ?? 0))),
    width,
    height,
  );

test('a shortlist finds the others after a removal', () => {
  const list = new Shortlist();
  for (const [key, { data, width, height }] of Object.entries(CHARTS)) list.set(key, describe(data, width, height));
  list.delete('first');
  list.delete('unknown');
  expect(list.size).toBe(3);
  const [{ probes } = { probes: [] }] = scenesOf(pictureFrom(third));
  expect(list.search(probes, 1)[0]?.key).toBe('third');
  list.delete('third');
  expect(list.search(probes, 9).map(({ key }) => key)).not.toContain('third');
});
