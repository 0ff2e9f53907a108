import { describe, expect, it } from 'vitest';
import { fileNameOf } from './file-names.ts';
import type { CopyDatum } from './records.ts';
import { Folder, safeName } from './safe-names.ts';

describe('a file name', () => {
  it.each([
    ['Volcano plot', 'Volcano plot'],
    ['Größe – 大きさ 🎉', 'Größe – 大きさ 🎉'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..', 'untitled'],
    ['.', 'untitled'],
    ['', 'untitled'],
    ['   ', 'untitled'],
    ['.hidden', 'hidden'],
    ['trailing. . ', 'trailing'],
    ['C:\\Windows\\x', 'C__Windows_x'],
    ['a\u0000b\nc\u202Ed\u200Be', 'a_b_c_d_e'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['COM1', '_COM1'],
    ['console', 'console'],
    ['a<b>c"d|e?f*g', 'a_b_c_d_e_f_g'],
    ['\uD800lone', '_lone'],
  ])('of %j is %j', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  it('is cut between characters, and keeps its extension', () => {
    const name = safeName('🎉'.repeat(300), 'png');
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(100);
    expect(name).toMatch(/^🎉+\.png$/u);
  });

  it('takes no extension that holds another one', () => {
    expect(safeName('x', 'png/../../y')).toBe('x');
    expect(safeName('x', '')).toBe('x');
    expect(safeName('x.png', 'png')).toBe('x.png');
  });

  it('is unique in its folder, even if the file system ignores case and accents', () => {
    const folder = new Folder(['revision.json']);
    const names = ['a.png', 'a.png', 'A.PNG', 'e\u0301', '\u00e9', 'revision.json', 'Revision.JSON'];
    expect(names.map((name) => folder.take(name))).toEqual([
      'a.png',
      'a (2).png',
      'A (3).PNG',
      'e\u0301',
      '\u00e9 (2)',
      'revision (2).json',
      'Revision (3).JSON',
    ]);
  });
});

describe('the file of a datum', () => {
  const datum = (type: CopyDatum['type'], name: string, metadata: Record<string, unknown> = {}): CopyDatum => ({
    api_id: 'x',
    hash: null,
    size_bytes: 0,
    type,
    name,
    metadata,
  });

  it.each([
    [datum('image', 'figure', { format: 'png', is_watermarked: false }), 'figure.png'],
    [datum('image', 'figure', { format: 'png', is_watermarked: true }), 'figure (watermarked).png'],
    [datum('image', 'v1.2', { format: 'SVG' }), 'v1.2.svg'],
    [datum('dataframe', 'frame', { format: 'pandas/csv' }), 'frame.csv'],
    [datum('dataframe', 'frame', { format: 'parquet' }), 'frame.parquet'],
    [datum('code', 'Jupyter Cell', { language: 'Python' }), 'Jupyter Cell.py'],
    [datum('code', 'plot.py', { language: 'Python' }), 'plot.py'],
    [datum('code', 'cell'), 'cell.txt'],
    [datum('text', 'pip freeze', { format: null }), 'pip freeze.txt'],
    [datum('file', 'x file', { path: '/tmp/x.csv' }), 'x file.csv'],
    [datum('file', '../../.bashrc', { path: '/x' }), '_.._.bashrc'],
    [datum('file', 'x', { path: '/a.b/../..' }), 'x'],
    [datum('image', 'x', { format: '../../../y' }), 'x'],
    [datum('image', 'x', { format: { toString: 'png' } }), 'x'],
  ])('%# has the extension of its content', (one, name) => {
    expect(fileNameOf(one)).toBe(name);
  });
});
