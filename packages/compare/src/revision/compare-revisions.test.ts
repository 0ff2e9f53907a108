import { describe, expect, test } from 'vitest';
import { Budget } from '../limits.ts';
import { tableOfRows } from '../table/table.ts';
import type { ChosenKeys } from './compare-datum.ts';
import { compareRevisions, withAssets } from './compare-revisions.ts';
import type { Content, Datum, Revision } from './revision.ts';

/** Contents by hash. The hash of a datum is its content as JSON. */
const contents = new Map<string, Content>();

function datum(type: Datum['type'], name: string, content: Content, more: Partial<Datum> = {}): Datum {
  const hash = JSON.stringify(content);
  contents.set(hash, content);
  return { type, name, hash, size: hash.length, ...more };
}

const code = (text: string, name = 'Jupyter Cell') => datum('code', name, { text });
const text = (name: string, content: string) => datum('text', name, { text: content });
const file = (name: string, content: string) => datum('file', name, { text: content });
const svg = (content: string, more: Partial<Datum> = {}) =>
  datum('image', 'figure', { text: `<svg>${content}</svg>` }, { format: 'svg', ...more });

/** A white picture of 100 × 10 pixels whose first ones are black. */
function picture(black: number, more: Partial<Datum> = {}): Datum {
  const data = new Uint8ClampedArray(4000).fill(255);
  for (let pixel = 0; pixel < black; pixel++) data.set([0, 0, 0], pixel * 4);
  const found: Content = { picture: { width: 100, height: 10, data } };
  const hash = `picture ${black}${more.is_watermarked ? ' marked' : ''}`;
  contents.set(hash, found);
  return { type: 'image', name: 'figure', format: 'png', hash, size: black, ...more };
}

const table = (weights: readonly string[], name = 'weights') =>
  datum('dataframe', name, {
    table: tableOfRows(
      ['id', 'weight'],
      weights.map((weight, row) => [`p${row}`, weight]),
    ),
  });

const revision = (data: Datum[], metadata: unknown = {}, assets: Revision['assets'] = []): Revision => ({
  data,
  metadata,
  assets,
});

const read = async ({ hash }: Datum) => contents.get(hash)!;
const compare = async (a: Revision, b: Revision) => compareRevisions(a, b, read);
const lineOf = async (a: Revision, b: Revision) => (await compare(a, b)).line;

describe('two revisions', () => {
  test('that are the same are equal, and nothing is read', async () => {
    const one = () =>
      revision([picture(3), code('x = 1'), text('pip freeze', 'a==1\n')], { threshold: 1 }, [
        { asset: 'A', revision: 'R' },
      ]);
    const found = await compareRevisions(one(), one(), async () => {
      throw new Error('was read');
    });
    expect(found).toMatchObject({ line: 'nothing changed', equal: true });
  });

  test('are compared in one line', async () => {
    const a = revision(
      [picture(0), code('x = 1\ny = 2\n'), text('pip freeze', 'numpy==1.0\n'), table(['1', '2', '3'])],
      { threshold: 0.5, git: { hash: 'aaa' }, cell_id: 'one' },
    );
    const b = revision(
      [picture(41), code('x = 1\ny = 3\n'), text('pip freeze', 'numpy==1.0\nb==1\nc==2\n'), table(['1', '5', '4'])],
      { threshold: 0.7, git: { hash: 'bbb' }, cell_id: 'two' },
    );
    const found = await compare(a, b);
    expect(found.line).toBe(
      '`threshold` 0.5 → 0.7 · code +1 line, −1 line · +2 packages · other commit · 2 rows changed · picture 4.1 % different · metadata',
    );
    expect(found).toMatchObject({
      equal: false,
      parameters: { changes: [{ path: ['threshold'], difference: '+0.2' }] },
      metadata: { changes: [{ path: ['cell_id'] }] },
      environment: { packages: { added: 2 }, git: { equal: false } },
      pictures: [{ kind: 'changed', content: { picture: { changed: 41 } } }],
      tables: [{ kind: 'changed', content: { table: { rows: { changed: 2 } } } }],
    });
  });

  test('name few values and count many', async () => {
    const many = (step: number) =>
      Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`p${index}`, index * step]));
    expect(await lineOf(revision([], many(1)), revision([], many(2)))).toBe('`p1` 1 → 2 · `p2` 2 → 4 · 2 more values');
    const long = await lineOf(revision([], { a: 'x'.repeat(80), gone: 1 }), revision([], { a: 'y', more: [1] }));
    expect(long).toBe('`a` xxxxxxxxxxxxxxxxxxxxxxx… → y · −`gone` · +`more` [1]');
  });

  test('tell what was added, removed and renamed', async () => {
    const a = revision([code('x', 'a.py'), file('one.bin', '1'), file('two.bin', '2')]);
    const b = revision([code('x', 'b.py'), file('two.bin', '3'), file('three.bin', '4'), picture(1), table([])]);
    const found = await compare(a, b);
    expect(found.line).toBe(
      '1 code file renamed · +1 table · +1 picture · two.bin: file changed · three.bin: file changed',
    );
    expect(found.files.map(({ kind, a: one, b: other }) => [kind, one?.name, other?.name])).toEqual([
      ['changed', 'two.bin', 'two.bin'],
      ['changed', 'one.bin', 'three.bin'],
    ]);
    expect(found.equal).toBe(false);
  });

  test('ignore a watermark where the clean picture is compared', async () => {
    const pictures = (black: number) => [picture(0), picture(black, { is_watermarked: true })];
    expect(await lineOf(revision(pictures(5)), revision(pictures(9)))).toBe('nothing changed');
    const marked = (black: number) => revision([picture(black, { is_watermarked: true })]);
    expect(await lineOf(marked(0), marked(10))).toBe('picture 1 % different');
  });

  test('show a picture once, by its pixels', async () => {
    const both = (black: number, id: string) => revision([svg(`<g id="${id}"/>`), picture(black)]);
    expect(await lineOf(both(0, 'x'), both(20, 'y'))).toBe('picture 2 % different');
    // The SVG has another random ID.
    expect(await lineOf(both(0, 'x'), both(0, 'y'))).toBe('small differences');
    expect(await lineOf(revision([svg('<g id="x"/>')]), revision([svg('<g id="y"/>')]))).toBe('picture looks the same');
    expect(await lineOf(revision([svg('<a/>')]), revision([svg('<a/><b/><text>c</text>')]))).toBe(
      'picture 2 elements changed, 1 text changed',
    );
  });

  test('that cannot be compared are never equal', async () => {
    const pdf = (page: string) =>
      datum('image', 'figure', { skipped: `a PDF is compared by its bytes (${page})` }, { format: 'pdf' });
    const found = await compare(revision([pdf('1')]), revision([pdf('2')]));
    expect(found).toMatchObject({ line: 'picture not compared', equal: false });
    expect(found.pictures[0]!.content).toEqual({ skipped: 'a PDF is compared by its bytes (1)' });
    const broken = await compare(revision([svg('<g>')]), revision([svg('<a>')]));
    expect(broken.pictures[0]!.content).toEqual({ skipped: 'the SVG is not well-formed XML' });
    const unlike = await compare(
      revision([code('x')]),
      revision([datum('code', 'Jupyter Cell', { table: tableOfRows([], []) })]),
    );
    expect(unlike.code[0]!.content).toEqual({ skipped: 'they are of different kinds' });
    const lists = await compare(revision([]), revision([text('pip freeze', 'a==1')]));
    expect(lists).toMatchObject({ equal: false, line: 'packages of pip not compared' });
  });

  test('that take too long are not compared, but time of reading does not count', async () => {
    let now = 0;
    const budget = new Budget(100, () => now);
    const slow = async (one: Datum) => {
      now += 5_000;
      return read(one);
    };
    const [a, b] = [revision([code('x'), code('1', 'b')]), revision([code('y'), code('2', 'b')])];
    expect((await compareRevisions(a, b, slow, { budget })).line).toBe(
      'Jupyter Cell: code +1 line, −1 line · b: code +1 line, −1 line',
    );
    const over = new Budget(100, () => (now += 60));
    const found = await compareRevisions(a, b, read, { budget: over });
    expect(found.code[0]!.content).toEqual({ skipped: 'it takes longer than 0.1 s' });
    expect(found.equal).toBe(false);
  });

  test('compare notebooks by cells, and leave a grown history out of the line', async () => {
    const history = (...cells: string[]) =>
      datum('code', 'IPython history', { text: JSON.stringify(cells) }, { format: 'jupyter-history/json' });
    const found = await compare(revision([history('a', 'b')]), revision([history('a', 'b', 'c')]));
    expect(found.line).toBe('small differences');
    expect(found.code[0]!.content).toMatchObject({ cells: { cells: { added: 1 } } });
  });

  test('compare interpreter, system and packages', async () => {
    const [python, other] = ['3.11.2 (main, Apr 28 2025) [GCC 12]', '3.12.1 (main, May 1 2025) [GCC 12]'];
    const a = revision([text('System Info', 'Linux a'), text('conda list', 'numpy=1.26=h0')], {
      python_version: python,
    });
    const b = revision([text('System Info', 'Linux b'), text('conda list', 'numpy=2.0=h0')], { python_version: other });
    expect(await lineOf(a, b)).toBe('numpy 1.26 → 2.0 · Python 3.11.2 → 3.12.1 · other system');
    const r = (version: string) => revision([], { 'R version': `R version ${version} (2025-06-13)` });
    expect(await lineOf(r('4.5.1'), r('4.5.2'))).toBe('R 4.5.1 → 4.5.2');
  });

  test('compare the used assets by revision', async () => {
    const uses = (...revisions: string[]) =>
      revision(
        [],
        {},
        revisions.map((one) => ({ asset: one[0]!, name: `${one[0]}.csv`, revision: one })),
      );
    const found = await compare(uses('a1', 'b1', 'c1'), uses('a1', 'b2', 'd1'));
    expect(found.line).toBe('3 assets changed');
    expect(found.assets.map(({ kind }) => kind)).toEqual(['changed', 'removed', 'added']);
    const without = await compare(revision([]), revision([]));
    const { assets } = uses('a1');
    expect(withAssets(without, assets, assets)).toEqual(without);
    expect(withAssets(without, assets, [])).toMatchObject({ line: '1 asset changed', equal: false });
  });

  test('pair tables of one name in unlike formats', async () => {
    const weights = (name: string, format: string, weight: string) => {
      const content: Content = { table: { ...tableOfRows(['id', 'weight'], [['p', weight]]), format } };
      return datum('dataframe', name, content, { format });
    };
    const csv = weights('weights', 'CSV', '1');
    const found = await compare(revision([csv]), revision([weights('weights', 'TSV', '1')]));
    expect(found).toMatchObject({ line: 'same cells, CSV → TSV', equal: false, tables: [{ kind: 'changed' }] });
    expect(await lineOf(revision([csv]), revision([weights('weights', 'TSV', '2')]))).toBe('1 row changed, CSV → TSV');
    const both = revision([weights('weights', 'TSV', '5'), csv]);
    expect((await compare(revision([csv]), both)).tables.map(({ kind }) => kind)).toEqual(['equal', 'added']);
    const files = [weights('w.csv', 'CSV', '1'), weights('w.tsv', 'TSV', '1')].map((one) => revision([one]));
    expect(await lineOf(files[0]!, files[1]!)).toBe('same cells, CSV → TSV');
  });

  test('have keys for all tables or by name', async () => {
    const tables = (weight: string) => revision([table([weight, '3'], 'one'), table([weight, '3'], 'two')]);
    const keysWith = async (keys: ChosenKeys) =>
      (await compareRevisions(tables('1'), tables('2'), read, { keys })).tables.map(({ content }) =>
        content && 'table' in content ? content.table.key : content,
      );
    const [found, chosen] = [false, true].map((isChosen) => ({ columns: ['id'], chosen: isChosen }));
    const weight = { columns: ['weight'], chosen: true };
    expect(await keysWith(['weight'])).toEqual([weight, weight]);
    expect(await keysWith([])).toEqual([undefined, undefined]);
    expect(await keysWith({ two: ['weight'], three: ['id'] })).toEqual([found, weight]);
    expect(await keysWith({ one: [], two: ['id'] })).toEqual([undefined, chosen]);
    // Meant for other tables.
    expect(await keysWith(['plot'])).toEqual([found, found]);
    expect(await keysWith(['id', 'plot'])).toEqual([
      { skipped: 'the key column "plot" is not in both tables' },
      { skipped: 'the key column "plot" is not in both tables' },
    ]);
  });

  test('accept any metadata', async () => {
    for (const metadata of [null, [], 'text', 3, { a: undefined }])
      expect((await compare(revision([], metadata), revision([], {}))).parameters).toBeDefined();
  });
});
