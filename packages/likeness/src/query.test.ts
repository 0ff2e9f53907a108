import { expect, test } from 'vitest';
import { type Box, pictureOf } from './picture.ts';
import { scenesOf } from './query.ts';
import { isSame } from './regions.ts';

const box = (left: number, top: number, right: number, bottom: number): Box => ({ left, top, right, bottom });

test('figures on a slide are looked up, though no cut from side to side separates their parts', () => {
  const [width, height] = [1200, 700];
  const pixels = new Uint8Array(width * height * 4).fill(255);
  const fill = ({ left, top, right, bottom }: Box): void => {
    for (let y = top; y < bottom; y++) pixels.fill(0, (y * width + left) * 4, (y * width + right) * 4);
    for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  };
  // A wheel of four figures, each of a label and bars that the figure next to it overlaps in rows and columns.
  const figures = [box(40, 40, 640, 300), box(700, 40, 1160, 400), box(500, 440, 1160, 660), box(40, 360, 440, 660)];
  for (const { left, top, right, bottom } of figures) {
    fill(box(left, top, left + 10, bottom));
    for (let x = left + 30; x + 20 <= right; x += 30) fill(box(x, top + (x % 90), x + 20, bottom));
    fill(box(right - 10, top, right, bottom));
  }
  const [scene] = scenesOf(pictureOf(pixels, width, height));
  for (const figure of figures) expect(scene?.probes.some((probe) => isSame(probe.box, figure))).toBe(true);
});

test('a figure in a viewer is looked up without the buttons that lie above its corner', () => {
  const [width, height] = [1000, 600];
  const pixels = new Uint8Array(width * height * 4).fill(255);
  const fill = ({ left, top, right, bottom }: Box, shade: number): void => {
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) pixels.fill(shade, (y * width + x) * 4, (y * width + x) * 4 + 3);
  };
  fill(box(0, 0, width, height), 245);
  fill(box(20, 60, 760, 580), 255);
  const [figure, label] = [box(120, 80, 640, 500), box(330, 545, 430, 560)];
  for (let x = figure.left; x < figure.right; x += 40) fill(box(x, figure.top + (x % 90), x + 20, figure.bottom), 0);
  fill(box(figure.left, 490, figure.right, figure.bottom), 0);
  fill(label, 0);
  for (const left of [660, 690, 720]) fill(box(left, 540, left + 24, 564), 0);
  for (const top of [80, 200, 320]) fill(box(800, top, 960, top + 60), 90);
  const [scene] = scenesOf(pictureOf(pixels, width, height));
  const wanted = box(figure.left, figure.top, figure.right, label.bottom);
  expect(scene?.probes.some((probe) => probe.target === 'trimmed' && isSame(probe.box, wanted))).toBe(true);
});
