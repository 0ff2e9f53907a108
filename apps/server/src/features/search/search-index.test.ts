import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../kernel/db/index.ts';
import { createTestDatabase, ENGINES, type TestDatabase } from '../../kernel/db/test-databases.ts';
import { createPostgresIndex, createSqliteIndex } from './index.ts';
import type { SearchDocument, SearchIndex, TextField, Where } from './service/search-index.ts';

const ALL: readonly TextField[] = ['name', 'label', 'text', 'code', 'older'];

describe.each(ENGINES)('the search index on %s', (engine) => {
  let testDatabase: TestDatabase;
  let database: Database;
  let index: SearchIndex;
  let folder: string;
  let time = 0;
  beforeEach(async () => {
    testDatabase = await createTestDatabase(engine);
    database = testDatabase.open();
    folder = mkdtempSync(join(tmpdir(), 'gofigr-index-'));
    index = open();
    time = 1_700_000_000_000_000;
  });
  afterEach(async () => {
    index.close();
    await testDatabase.remove();
    rmSync(folder, { recursive: true });
  });

  const open = (): SearchIndex =>
    engine === 'sqlite'
      ? createSqliteIndex(join(folder, 'search.sqlite'))
      : createPostgresIndex({ db: database.db, newest: [3, 8] });

  const document = (objectId: string, fields: Partial<SearchDocument> = {}): SearchDocument => ({
    objectId,
    parentId: null,
    at: (time += 1000),
    marks: ['w1'],
    ...fields,
  });
  const write = (documents: readonly SearchDocument[], gone: readonly string[] = []) =>
    index.alone(database.db, (db) => index.write(db, documents, gone));
  const idsOf = async (where: Where, more: object = {}): Promise<string[]> =>
    (await index.find({ where, limit: 100, ...more })).map(({ objectId }) => objectId);
  const word = (text: string, fields: readonly TextField[] = ALL): Where => ({ word: text, prefix: false, in: fields });
  const beginning = (text: string): Where => ({ word: text, prefix: true, in: ALL });

  it('finds words and their beginnings in the fields that are asked for, newest first', async () => {
    await write([document('a', { name: ['Hill fits'] }), document('b', { code: ['def fit_hill(x): pass'] })]);
    expect(await idsOf(word('hill'))).toEqual(['b', 'a']);
    expect(await idsOf(word('hill', ['name', 'text']))).toEqual(['a']);
    expect(await idsOf(word('fit'))).toEqual(['b']);
    expect(await idsOf(beginning('fi'))).toEqual(['b', 'a']);
    expect(await idsOf(word('¦fithill'))).toEqual(['b']);
    expect(await idsOf(beginning('hil'), { limit: 1 })).toEqual(['b']);
    expect(await idsOf(word('hills'))).toEqual([]);
  });

  it('combines conditions', async () => {
    await write([
      document('a', { name: ['one two'] }),
      document('b', { name: ['one'], text: ['three'], marks: ['w2'] }),
      document('c', { name: ['two'], code: ['three'] }),
    ]);
    expect(await idsOf({ all: [word('one'), word('two')] })).toEqual(['a']);
    expect(await idsOf({ any: [word('one'), word('three')] })).toEqual(['c', 'b', 'a']);
    expect(await idsOf({ all: [word('one')], but: word('three') })).toEqual(['a']);
    expect(await idsOf({ all: [word('three'), { word: 'w1', prefix: false, in: ['marks'] }] })).toEqual(['c']);
    expect(await idsOf({ all: [{ all: [word('two')] }], but: { any: [word('one'), word('four')] } })).toEqual(['c']);
  });

  it('finds phrases within one text', async () => {
    await write([
      document('a', { text: ['the fit_hill curve', 'of growth'] }),
      document('b', { text: ['hill fit'], name: ['curve of'] }),
    ]);
    const phrase = (...words: string[]): Where => ({ phrase: words, prefix: false, in: ALL });
    expect(await idsOf(phrase('fit', 'hill', 'curve'))).toEqual(['a']);
    expect(await idsOf(phrase('hill', 'fit'))).toEqual(['b']);
    expect(await idsOf(phrase('curve', 'of'))).toEqual(['b']);
  });

  it('replaces and removes documents, and finds those of a time', async () => {
    await write([document('a', { name: ['old'] }), document('b', { name: ['old'] })]);
    const [first] = await index.find({ where: word('old'), limit: 2 });
    await write([document('a', { name: ['new'] })], ['b']);
    expect([await idsOf(word('old')), await idsOf(word('new'))]).toEqual([[], ['a']]);
    expect(await idsOf(word('new'), { before: (first?.at ?? 0) + 1 })).toEqual([]);
    expect(await idsOf(word('new'), { from: (first?.at ?? 0) + 1 })).toEqual(['a']);
  });

  it('keeps many documents of one time apart', async () => {
    const at = 1_700_000_000_000_000;
    await write(Array.from({ length: 300 }, (_, number) => document(`d${number}`, { at, name: ['same'] })));
    expect(await index.find({ where: word('same'), limit: 1000 })).toHaveLength(300);
  });

  it('finds the newest document of each parent', async () => {
    await write(
      ['r1', 'r2', 'r3', 'r4'].map((id, at) => document(id, { parentId: at < 3 ? 'f' : 'g', code: ['x = 1'] })),
    );
    const found = await index.findParents({ where: word('x'), limit: 10 });
    expect(found.map(({ objectId, parentId }) => [objectId, parentId])).toEqual([
      ['r4', 'g'],
      ['r3', 'f'],
    ]);
  });

  it('finds new and old documents in the same order', async () => {
    const ids = Array.from({ length: 20 }, (_, number) => `d${number}`);
    await write(
      ids.map((id, number) =>
        document(id, {
          parentId: `p${number % 6}`,
          text: [number % 2 === 0 ? 'same hill fit' : 'same fit hill', number === 1 ? 'rare' : ''],
        }),
      ),
    );
    const newest = ids.toReversed();
    expect(await idsOf(word('same'), { limit: 7 })).toEqual(newest.slice(0, 7));
    expect(await idsOf(word('same'))).toEqual(newest);
    expect(await idsOf(word('rare'))).toEqual(['d1']);
    expect(await idsOf({ phrase: ['hill', 'fit'], prefix: false, in: ALL }, { limit: 9 })).toEqual(
      newest.filter((id) => Number(id.slice(1)) % 2 === 0).slice(0, 9),
    );
    const [, second] = await index.find({ where: word('same'), limit: 2 });
    expect(await idsOf(word('same'), { before: second?.at, limit: 10 })).toEqual(newest.slice(2, 12));
    expect(await idsOf(word('same'), { from: second?.at })).toEqual(newest.slice(0, 2));
    const grouped = await index.findParents({ where: word('same'), limit: 10 });
    expect(grouped.map(({ objectId }) => objectId)).toEqual(newest.slice(0, 6));
  });

  it('knows words of names and texts without one letter', async () => {
    await write([document('a', { name: ['Species in three dimensions'], code: ['zebrafish'] })]);
    expect(await index.wordsNear(['dimensons', 'zebrafsh', 'in'])).toEqual(['dimensions']);
  });

  it('takes texts in any language and of any length', async () => {
    const texts = ['Größe des Œuvres', '数据分析', 'µ ½ ⑴ ’"\\\u0000:*()', 'x'.repeat(100_000), 'a_'.repeat(50_000)];
    await write([
      document('a', { text: texts, code: [Array.from({ length: 50_000 }, (_, at) => `w${at}`).join(' ')] }),
    ]);
    for (const one of ['grosse', 'oeuvres', '数据', '据分', 'μ', '¦w1'])
      expect([one, await idsOf(word(one))]).toEqual([one, ['a']]);
  });

  it('keeps its documents and its state, and forgets them when it is cleared', async () => {
    expect(await index.readState()).toEqual({ filledFor: '', filledFrom: null });
    await write([document('a', { name: ['kept'] })]);
    await index.alone(database.db, (db) => index.writeState(db, { filledFor: 'x', filledFrom: 7 }));
    index.close();
    index = open();
    expect([await idsOf(word('kept')), await index.readState()]).toEqual([['a'], { filledFor: 'x', filledFrom: 7 }]);
    await index.alone(database.db, (db) => index.clear(db));
    expect([await idsOf(word('kept')), await index.readState()]).toEqual([[], { filledFor: '', filledFrom: null }]);
    await write([document('b', { name: ['kept'] })]);
    expect(await idsOf(word('kept'))).toEqual(['b']);
  });
});

it('an index in a damaged file begins anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gofigr-index-'));
  const path = join(folder, 'search.sqlite');
  writeFileSync(path, 'no database'.repeat(1000));
  const index = createSqliteIndex(path);
  await expect(index.readState()).rejects.toThrow('not a database');
  expect(await index.readState()).toEqual({ filledFor: '', filledFrom: null });
  index.close();
  rmSync(folder, { recursive: true });
});
