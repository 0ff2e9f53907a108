import { expect, it } from 'vitest';
import type { DataRow } from '../revision/index.ts';
import { passagesOf } from './service/content.ts';

/** The words of an SVG picture. */
async function wordsIn(svg: string): Promise<string[]> {
  const row: DataRow = {
    id: 'd',
    owner_id: 'r',
    position: 0,
    name: 'figure.svg',
    type: 'image',
    hash: 'h',
    size_bytes: svg.length,
    is_clean_room: 0,
    metadata: '{"format": "svg"}',
    store: null,
  };
  const open = async () => [Buffer.from(svg)] as never;
  const passages = await passagesOf({ of: () => ({ open }) as never }, '{}', [row], new Map());
  return passages.filter((one) => one.in === 'picture').map(({ text }) => text);
}

it('reads texts, titles and descriptions of SVG', async () => {
  const svg = `<svg><title>Growth &amp; decay</title><desc>Two\n curves</desc><text x="1" y="2">Fluores&#99;ence <tspan>/ a.u.</tspan></text><textPath>no</textPath></svg>`;
  expect(await wordsIn(svg)).toEqual(['Growth & decay', 'Two curves', 'Fluorescence / a.u.']);
});

it('reads the labels that matplotlib draws as paths, and no other comments', async () => {
  const svg = `<svg><!-- Generator: somebody -->
    <g id="figure_1"><g id="patch_1"><path/></g>
    <g id="text_1">
     <!-- $\\mathdefault{0.25}$ -->
     <g transform="translate(1 2)"><defs><path/></defs></g></g>
    <g id="text_2" style="fill: #000">
     <!-- Absorbance &amp; dose -->
     <g><path/></g></g><path/><!-- made by hand --></g></svg>`;
  expect(await wordsIn(svg)).toEqual(['0.25', 'Absorbance & dose']);
});

it.each([
  '<text>',
  '<text ',
  '<g><!--',
  `<text>${'<'.repeat(250_000)}</text>`,
  '<text>&',
  '<g><!---->',
  '<title><text>',
])('reads hostile repetitions in one pass: %#', async (part) => {
  const words = await wordsIn(`<text>first</text>${part.repeat(Math.ceil(250_000 / part.length))}`);
  expect(words[0]).toBe('first');
});
