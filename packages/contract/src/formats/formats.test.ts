import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Described, endingOf, FORMATS, formatNamed, formatOf, formatOfFile, sniff } from './index.ts';
import { renderPythonFormats } from './python.ts';

interface Shared {
  /** Beginnings of real files of each format with a signature, as Latin-1. */
  beginnings: Record<string, readonly string[]>;
  /** Descriptions of data with their format, and with their first bytes as Latin-1. */
  data: (Omit<Described, 'head'> & { head?: string; is: string | null })[];
}

/** Python passes the same cases. */
const { beginnings, data } = JSON.parse(
  readFileSync(new URL('../../../../python/tests/formats.json', import.meta.url), 'utf8'),
) as Shared;

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('the table of formats', () => {
  it('recognizes every format with a signature by its bytes', () => {
    expect(Object.keys(beginnings)).toEqual(FORMATS.filter((one) => one.signature).map(({ name }) => name));
    for (const [name, all] of Object.entries(beginnings))
      for (const beginning of all) expect([beginning, sniff(bytes(beginning))?.name]).toEqual([beginning, name]);
  });

  it('takes no prose, code or data for another format', () => {
    const texts = ['', 'BMI of 24', 'ORCA', 'CDF plot', 'PAR1 gene', 'GIFs', 'ID3 tags', 'a < b', 'x <svg> y', '%PDF'];
    for (const text of [...texts, '# %PDF-1.4\n', 'print("<!DOCTYPE html>")', '\0\0\0\0', 'PK', '{"a": "cell_type"}'])
      expect([text, sniff(bytes(text))?.name]).toEqual([text, undefined]);
  });

  it('gives each name, ending and media type one format', () => {
    for (const key of ['name', 'endings'] as const) {
      const all = FORMATS.flatMap((one) => one[key]).map((one) => one.toLowerCase());
      expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([]);
    }
    for (const format of FORMATS) {
      expect(formatNamed(format.name)).toBe(format);
      for (const ending of format.endings) {
        expect(formatOfFile(`a.${ending.toUpperCase()}`)).toBe(format);
        expect([ending, formatNamed(`.${ending}`)?.kind]).toEqual([ending, format.kind]);
      }
      for (const media of format.media ?? []) expect(formatNamed(`${media}; charset=utf-8`)?.media).toContain(media);
    }
  });

  it('knows every base and shows nothing that has no media type', () => {
    for (const { name, base, shown, media, kind } of FORMATS) {
      if (base !== undefined) expect([name, formatNamed(base)?.name]).toEqual([name, base]);
      if (shown === 'picture' || shown === 'video' || shown === 'audio')
        expect([name, media?.[0]]).toEqual([name, expect.stringMatching(kind)]);
    }
  });

  it('is rendered whole for Python', () => {
    expect(renderPythonFormats().match(/^ {4}Format\(/gm)).toHaveLength(FORMATS.length);
  });
});

describe('the format of a datum', () => {
  it.each(data)('%o is $is', ({ is, head, ...described }) => {
    expect(formatOf({ ...described, ...(head !== undefined && { head: bytes(head) }) })?.name ?? null).toBe(is);
  });

  it('takes time for hostile beginnings that nobody notices', () => {
    const hostile = ['<!--', '<!-->', '"a,', '{"cells":"', '---\n', '#!', ' ', '<!DOCTYPE ', '""', 'a;'].map((one) =>
      bytes(one.repeat(4096 / one.length)),
    );
    const began = process.threadCpuUsage();
    for (const head of hostile) for (const type of ['file', 'code']) formatOf({ type, head });
    expect(process.threadCpuUsage(began).user).toBeLessThan(1_000_000);
  });
});

it.each([
  ['a.R', 'R'],
  ['a.tar.gz', 'gz'],
  ['.bashrc', ''],
  ['a.', ''],
  ['a.b c', ''],
  ['folder.d/a', ''],
  ['archive.7z', '7z'],
])('the ending of %j is %j', (name, ending) => expect(endingOf(name)).toBe(ending));
