import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseExact } from '../exact-json.ts';

/** Content of `.gofigr`. The published Python and R clients read the same file. Unknown fields are kept. */
export interface ConfigFile {
  url?: string;
  api_key?: string;
  username?: string;
  password?: string;
  /** ID of the workspace to publish into. */
  workspace?: string;
  auto_publish?: boolean;
  default_metadata?: Record<string, unknown>;
  /** Name of the connection above, if it has one. */
  profile?: string;
  /** Other connections by name. Published clients ignore them. */
  profiles?: Record<string, Connection>;
  [field: string]: unknown;
}

/** Address of one server and the account to use. */
export type Connection = Pick<ConfigFile, 'url' | 'api_key' | 'username' | 'password' | 'workspace'>;

export const CONFIG_NAME = '.gofigr';

/** A configuration file can't be used. The message names the file and the reason and quotes none of its content. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly path: string;

  constructor(path: string, problem: string, cause?: unknown) {
    super(`${path} ${problem}`, { cause });
    this.path = path;
  }
}

export interface ConfigLocations {
  /** Folder where the search begins; absent: the current folder. */
  cwd?: string | undefined;
  /** Home folder; absent: the user's. */
  home?: string | undefined;
  /** User whose files and root's are used; absent: the user of this process. Root uses everyone's files. */
  uid?: number | undefined;
  /** Is called with each file that is ignored because it belongs to another user. */
  onIgnored?: ((path: string) => void) | undefined;
}

/**
 * Finds the nearest `.gofigr`: in the current folder, in those above it, then in the home folder. Ignores files of
 * other users: one in a shared folder could send your key to their server.
 */
export async function findConfig({
  cwd = process.cwd(),
  home = homedir(),
  ...owner
}: ConfigLocations = {}): Promise<string | undefined> {
  const folders = [home];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    folders.splice(-1, 0, folder);
    if (folder === dirname(folder)) break;
  }
  for (const folder of folders) {
    const path = join(folder, CONFIG_NAME);
    if (await isUsable(path, owner)) return path;
  }
  return undefined;
}

async function isUsable(path: string, { uid = process.getuid?.(), onIgnored }: ConfigLocations): Promise<boolean> {
  const found = await statOf(path);
  if (!found?.isFile()) return false;
  const isOurs = uid === undefined || uid === 0 || found.uid === uid || found.uid === 0;
  if (!isOurs) onIgnored?.(path);
  return isOurs;
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return undefined;
    throw error;
  }
}

/**
 * Reads a configuration file; a missing file counts as `{}`. Throws `ConfigError` if it is not readable or no JSON
 * object.
 */
export async function readConfig(path: string): Promise<ConfigFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return {};
    throw new ConfigError(path, `can't be read (${codeOf(cause)}).`, cause);
  }
  return parseConfig(path, text);
}

function parseConfig(path: string, text: string): ConfigFile {
  let value: unknown;
  try {
    value = parseExact(text);
  } catch {
    // The parser's message quotes the text, which may hold a key.
    throw new ConfigError(path, 'is no valid JSON. Repair or remove it, or run gfconfig again.');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new ConfigError(path, 'is no JSON object. Repair or remove it, or run gfconfig again.');
  return value as ConfigFile; // checked above
}

/**
 * Replaces a configuration file as a whole: a reader sees the old or the new one, never a mix. Only its owner can read
 * it (mode 0600).
 */
export async function writeConfig(path: string, config: ConfigFile): Promise<void> {
  // If the path is a link, its target is replaced and the link stays.
  const target = await realpath(path).catch(() => path);
  const temporary = join(dirname(target), `${CONFIG_NAME}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(config, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new ConfigError(path, `can't be written (${codeOf(cause)}).`, cause);
  }
}

export type ConfigChanges = { [Field in keyof ConfigFile]?: ConfigFile[Field] | undefined };

/** Changes some fields of a configuration file and keeps the others. `undefined` removes a field. */
export async function updateConfig(path: string, changes: ConfigChanges): Promise<ConfigFile> {
  const merged = { ...(await readConfig(path)), ...changes };
  const config = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as ConfigFile; // both parts are configuration files
  await writeConfig(path, config);
  return config;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown reason';

const isCode = (error: unknown, ...codes: string[]): boolean => codes.includes(codeOf(error));
