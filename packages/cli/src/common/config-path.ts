import { randomUUID } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { CONFIG_NAME, makeFolder } from '@gofigr/client/node';
import { EXIT, Failure } from '../failure.ts';

/** Returns the file of `--config-path`: a file, or `.gofigr` in a folder. Without it, `.gofigr` in the home folder. */
export async function configPathOf(given: string | undefined): Promise<string> {
  if (given === undefined) return join(homedir(), CONFIG_NAME);
  const path = resolve(given.replace(/^~(?=$|\/)/, homedir()));
  const isFolder = /[/\\]$/.test(given) || (await kindOf(path)) === 'folder';
  return isFolder ? join(path, CONFIG_NAME) : path;
}

/** Tells whether a file or folder exists at `path`. */
export const exists = async (path: string): Promise<boolean> => (await kindOf(path)) !== undefined;

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  return found.isDirectory() ? 'folder' : 'file';
}

/** Throws if a file can't be written at `path`, before the user has to type anything. Makes its folder. */
export async function refuseUnwritable(path: string): Promise<void> {
  if ((await kindOf(path)) === 'folder') throw unwritable(path, 'is a folder');
  const trial = join(dirname(path), `${CONFIG_NAME}.${randomUUID()}.tmp`);
  try {
    await makeFolder(dirname(path));
    await (await open(trial, 'wx', 0o600)).close();
    await rm(trial);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw unwritable(path, `can't be written (${code})`);
  }
}

const unwritable = (path: string, problem: string): Failure =>
  new Failure(EXIT.file, `${path} ${problem}.`, 'Give another file or folder with --config-path.');
