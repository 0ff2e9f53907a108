import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing, syncFolder } from '../files.ts';
import { newId } from '../ids.ts';
import type { BlobStore } from './blobs.ts';

const NAME = 'storage.id';

/** ID file of a blob folder, and a write test of its disk. */
export const fileIdentity = (root: string): Pick<BlobStore, 'readId' | 'writeId' | 'tryOut'> => ({
  readId: () => readMarker(root),
  writeId: (id) => writeMarker(root, id),
  tryOut: () => tryOut(root),
});

async function readMarker(folder: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, NAME), 'utf8')).trim();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function writeMarker(folder: string, id: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${NAME}.${newId()}`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(`${id}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(folder, NAME));
  for (const path of [folder, dirname(folder)]) await syncFolder(path);
}

async function tryOut(folder: string): Promise<void> {
  const path = join(folder, `trial.${newId()}`);
  let read: string;
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile('trial');
      await file.sync();
    } finally {
      await file.close();
    }
    read = await readFile(path, 'utf8');
  } finally {
    await rm(path, { force: true });
  }
  if (read !== 'trial') throw new Error(`Files written to ${folder} can not be read back.`);
}
