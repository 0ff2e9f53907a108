import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { pdf } from '../../testing/pdf.ts';
import { createPictures, type Pictures, type PicturesOptions } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'picture-text-'));
let pictures: Pictures;
afterEach(() => pictures.close());
afterAll(() => rmSync(folder, { recursive: true }));

/** The text of a file, or the reason why there is none. */
async function textIn(name: string, bytes: string, options: PicturesOptions = {}): Promise<string> {
  pictures = createPictures(options);
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const drawing = await pictures.text({ path, format: name.split('.')[1] ?? '' }, { author: 'ada', caller: 'ada' });
  return drawing.picture ? Buffer.from(drawing.picture).toString() : drawing.reason;
}

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');

it('reads the lines of the pages of a PDF, also of turned text', async () => {
  const turned = 'q 0 1 -1 0 300 300 cm BT /F1 12 Tf 0 0 Td (Absorbance) Tj ET Q';
  const text = await textIn('a.pdf', pdf([['Growth of cultures', 'Time / h'], ['Second page']], turned));
  expect(lines(text)).toEqual(['Growth of cultures', 'Time / h', 'Absorbance', 'Second page', 'Absorbance']);
});

it('reads the text of Encapsulated PostScript', async () => {
  const eps = `%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 200 100\n/Helvetica findfont 12 scalefont setfont 20 20 moveto (Dose response) show showpage\n`;
  expect(lines(await textIn('a.eps', eps))).toEqual(['Dose response']);
});

it('reads the first of many pages only', async () => {
  const text = await textIn('many.pdf', pdf(Array.from({ length: 1000 }, (_, page) => [`Page number ${page + 1}.`])));
  expect(lines(text)).toHaveLength(20);
  expect(text).toContain('Page number 20.');
});

it('cuts off much text', async () => {
  const line = 'word '.repeat(1000);
  const text = await textIn('long.pdf', pdf([Array.from({ length: 39 }, () => line)]));
  expect(text.length).toBe(100_000);
  expect(lines(text)[0]).toContain('word word');
});

it('ends files that would take forever', async () => {
  const options = { workMs: 300, timeoutMs: 60_000 };
  expect(await textIn('loop.eps', '%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 90 60\n{} loop', options)).toBe(
    'too_costly',
  );
});

it('has no text of pictures in pixels, and of what is no PDF', async () => {
  expect(await textIn('a.svg', '<svg xmlns="http://www.w3.org/2000/svg"><text>Drawn</text></svg>')).toBe('unreadable');
});
