import { expect, it } from 'vitest';
import { commitOf, makerOf } from './maker.ts';

it('is the notebook or script that the metadata name', () => {
  const notebook = { notebook_name: 'dose.ipynb', notebook_path: '/home/ada/dose.ipynb', script: 'kernel.py' };
  expect(makerOf({ ...notebook, url: 'http://localhost:8888/lab' })).toEqual({
    kind: 'Notebook',
    name: 'dose.ipynb',
    path: '/home/ada/dose.ipynb',
    url: 'http://localhost:8888/lab',
  });
  expect(makerOf({ notebook_path: 'C:\\lab\\dose.ipynb' })).toMatchObject({ name: 'dose.ipynb', url: null });
  expect(makerOf({ script: '/srv/plot.py' })).toMatchObject({ kind: 'Script', name: 'plot.py', path: '/srv/plot.py' });
  expect(makerOf({ script: 'plot.py' })).toMatchObject({ name: 'plot.py', path: null });
  expect(commitOf({ git: { hash: 'abc', commit_link: 'https://example.org/commit/abc' } })).toEqual({
    hash: 'abc',
    url: 'https://example.org/commit/abc',
  });
});

it('has a link only to pages of the web', () => {
  for (const url of [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '/a',
    7,
    null,
  ])
    expect(makerOf({ notebook_name: 'n', url })?.url, String(url)).toBeNull();
  expect(commitOf({ git: { hash: 'abc', commit_link: 'javascript:1' } })).toEqual({ hash: 'abc', url: null });
});

it('is nothing for other metadata', () => {
  for (const metadata of [
    null,
    undefined,
    'notebook_name',
    [],
    {},
    { notebook_name: ' ' },
    { script: 7 },
    { git: 'x' },
  ]) {
    expect(makerOf(metadata)).toBeUndefined();
    expect(commitOf(metadata)).toBeUndefined();
  }
});
