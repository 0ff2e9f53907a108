import { expect, it } from 'vitest';
import type { DataRow } from '../revision/index.ts';
import { passagesOf } from './service/content.ts';

/** The texts that are found in a datum, but its name. */
async function textsIn(type: string, format: string, content: string): Promise<string[]> {
  const row: DataRow = {
    id: 'd',
    owner_id: 'r',
    position: 0,
    name: 'datum',
    type,
    hash: 'h',
    size_bytes: content.length,
    is_clean_room: 0,
    metadata: JSON.stringify({ format }),
    store: null,
  };
  const passages = await passagesOf(async () => Buffer.from(content), '{}', [row], new Map());
  return passages.filter((one) => one.in !== 'file').map(({ text }) => text);
}

const wordsIn = (svg: string) => textsIn('image', 'svg', svg);
const codeIn = async (history: string) => (await textsIn('code', 'jupyter-history/json', history))[0] ?? '';

it.each([
  ['cells', JSON.stringify(['import x', 'fit(x="a")\ny = "\\t"']), 'import x\nfit(x="a")\ny = "\\t"'],
  ['a cut list', '["a\\nb","c \\u00', 'a\nb\nc \\u00'],
  ['a list that is cut behind a backslash', '["a", "b\\', 'a\nb'],
  ['no JSON', 'plain text', 'plain text'],
])('reads the code of a session from %s', async (_, history, code) => {
  expect(await codeIn(history)).toBe(code);
});

it.each(['\\"', '"', '\\', '["'])('reads a hostile session in one pass: %#', async (part) => {
  expect(await codeIn(`["first", "${part.repeat(250_000 / part.length)}\\`)).toMatch(/^first/);
});

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
