import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderSource, verifyExport } from './folder-source.ts';
import { ExportError } from './manifest.ts';

let root: string;
let dir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gofigr-folder-'));
  dir = join(root, 'export');
  await mkdir(dir);
  await writeFile(join(root, 'secret'), 'secret');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const entry = (path: string, text: string) => ({
  path,
  size: Buffer.byteLength(text),
  sha256: createHash('sha256').update(text).digest('hex'),
});

/** Writes an export of these files; `more` goes into its manifest. */
async function plant(files: Record<string, string>, more: object = {}): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  const manifest = {
    format: 'gofigr-export',
    version: 1,
    exported_on: 'now',
    source: { url: 'x', workspace: 'x', name: 'x' },
    objects: [],
    files: Object.entries(files).map(([path, text]) => entry(path, text)),
    ...more,
  };
  await writeFile(join(dir, 'manifest.json'), JSON.stringify(manifest));
}

describe('an export', () => {
  it('that is unchanged passes', async () => {
    await plant({ 'a/b.txt': 'text', 'c.txt': '' });
    expect((await verifyExport(dir)).files).toHaveLength(2);
  });

  it.each([
    ['has changed', () => writeFile(join(dir, 'a.txt'), 'tex!')],
    ['is shorter', () => writeFile(join(dir, 'a.txt'), 'tex')],
    ['is missing', () => rm(join(dir, 'a.txt'))],
  ])('with a file that %s is refused, and the error names the file', async (_what, damage) => {
    await plant({ 'a.txt': 'text' });
    await damage();
    await expect(verifyExport(dir)).rejects.toThrow(ExportError);
    await expect(verifyExport(dir)).rejects.toThrow(/a\.txt/);
  });

  it.each(['../secret', '/etc/hostname', 'a/../../secret', './secret', 'a//b', '..\\secret', 'C:/secret', ''])(
    'that names %j reads no file outside the folder',
    async (path) => {
      await plant({}, { files: [entry(path, 'secret')] });
      await expect(verifyExport(dir)).rejects.toThrow(/no file of the export/);
    },
  );

  it('with a link to another folder reads no file there', async () => {
    await plant({}, { files: [entry('link', 'secret')] });
    await symlink(join(root, 'secret'), join(dir, 'link'));
    await expect(verifyExport(dir)).rejects.toThrow(/is outside the folder/);
    await symlink(root, join(dir, 'up'));
    await plant({}, { files: [entry('up/secret', 'secret')] });
    await expect(verifyExport(dir)).rejects.toThrow(/is outside the folder/);
  });

  it('with a revision that names a file outside the folder does not read it', async () => {
    const revision = JSON.stringify({ figure: 'f', data: [{ name: 'x', file: '../../secret' }] });
    const objects = [{ kind: 'revision', api_id: 'r', path: 'r/revision.json' }];
    await plant({ 'r/revision.json': revision }, { objects });
    const source = await folderSource(dir, {});
    for await (const record of source.records({}))
      await expect('load' in record && record.load({})).rejects.toThrow(/doesn't list/);
    expect.assertions(1);
  });

  it.each([
    ['has no manifest', undefined],
    ['has a broken one', '{'],
    ['has one of something else', '{"format":"zip"}'],
    ['is of a later version', '{"format":"gofigr-export","version":2,"objects":[],"files":[]}'],
  ])('that %s is refused', async (_what, text) => {
    if (text !== undefined) await writeFile(join(dir, 'manifest.json'), text);
    await expect(verifyExport(dir)).rejects.toThrow(ExportError);
  });
});
