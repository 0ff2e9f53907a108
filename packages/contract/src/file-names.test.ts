import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Folder, fileNames, type NamedDatum, safeName, type Title } from './file-names.ts';

interface Case {
  title: Title | null;
  data: (Omit<NamedDatum, 'head'> & { head?: string })[];
  names: string[];
}

const cases = JSON.parse(
  readFileSync(new URL('../../../python/tests/file_names.json', import.meta.url), 'utf8'),
) as Case[];

describe('the names of files', () => {
  it.each(cases)('are $names', ({ title, data, names }) => {
    const named = data.map(({ head, ...one }) => ({ ...one, ...(head && { head: Buffer.from(head, 'base64') }) }));
    expect(fileNames(named, title ?? undefined)).toEqual(names);
  });

  it('take no declared format that is not plain', () => {
    const declared = ['png/../../y', { toString: 'png' }, 'a b', '__proto__', 'x'.repeat(10_000)];
    const data = declared.map((format) => ({ type: 'image', name: 'x', metadata: { format } }));
    expect(fileNames(data)).toEqual(['x', 'x (2)', 'x (3)', 'x (4)', 'x (5)']);
  });

  it('avoid reserved ones', () => {
    expect(fileNames([{ type: 'file', name: 'Revision.JSON' }], undefined, ['revision.json'])).toEqual([
      'Revision (2).JSON',
    ]);
  });
});

describe('a safe name', () => {
  it('of a lone surrogate has none', () => {
    expect(safeName('\uD800lone')).toBe('_lone');
  });

  it('is cut between characters, and keeps its tail', () => {
    const name = safeName('🎉'.repeat(300), '.png');
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(100);
    expect(name).toMatch(/^🎉+\.png$/u);
  });

  it('is made quickly from a megabyte', () => {
    const began = process.threadCpuUsage();
    for (const one of ['a\u200D', '.', ' ', '../', 'a.'])
      new Folder().take(fileNames([{ type: 'text', name: one.repeat(500_000) }])[0] ?? '');
    expect(process.threadCpuUsage(began).user).toBeLessThan(1_000_000);
  });
});
