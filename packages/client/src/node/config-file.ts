import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** What `.gofigr` holds. The published Python and R clients read the same file; fields that we don't know are kept. */
export interface ConfigFile {
  url?: string;
  api_key?: string;
  username?: string;
  password?: string;
  /** ID of the workspace to publish into. */
  workspace?: string;
  auto_publish?: boolean;
  default_metadata?: Record<string, unknown>;
  /** Name of the connection above, when it has one. */
  profile?: string;
  /** Other connections by name. Published clients don't look here. */
  profiles?: Record<string, Connection>;
  [field: string]: unknown;
}

/** What says how to reach one server, and as whom. */
export type Connection = Pick<ConfigFile, 'url' | 'api_key' | 'username' | 'password' | 'workspace'>;

export const CONFIG_NAME = '.gofigr';

/** The file can't be used; the message says which and why, never what is in it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly path: string;

  constructor(path: string, what: string, cause?: unknown) {
    super(`${path} ${what}`, { cause });
    this.path = path;
  }
}

export interface ConfigLocations {
  /** Where the search begins; absent: the current folder. */
  cwd?: string | undefined;
  /** Absent: the user's home. */
  home?: string | undefined;
  /** Whose files count, besides those of root; absent: this process's user. Root takes everyone's. */
  uid?: number | undefined;
  /** Hears of files that belong to somebody else and are passed over. */
  onIgnored?: ((path: string) => void) | undefined;
}

/**
 * The nearest `.gofigr`: in the current folder, in those above it, then in the home folder. Files of other people are passed
 * over: one in a shared folder could send your key to their server.
 */
export async function findConfig({
  cwd = process.cwd(),
  home = homedir(),
  ...whose
}: ConfigLocations = {}): Promise<string | undefined> {
  const folders = [home];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    folders.splice(-1, 0, folder);
    if (folder === dirname(folder)) break;
  }
  for (const folder of folders) {
    const path = join(folder, CONFIG_NAME);
    if (await isUsable(path, whose)) return path;
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

/** Reads a configuration file; one that isn't there is `{}`. Throws `ConfigError` when it is not readable or no JSON object. */
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
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, in which there may be a key.
    throw new ConfigError(path, 'is no valid JSON. Repair or remove it, or run gfconfig anew.');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new ConfigError(path, 'is no JSON object. Repair or remove it, or run gfconfig anew.');
  return value as ConfigFile; // looked at above
}

/**
 * Replaces a configuration file as a whole: whoever reads it meanwhile sees the old or the new one. Only its owner can
 * read it (mode 0600).
 */
export async function writeConfig(path: string, config: ConfigFile): Promise<void> {
  // Of a link the file behind it is replaced, not the link.
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

/** Changes some fields of a configuration file and keeps all others; `undefined` removes one. */
export async function updateConfig(path: string, changes: ConfigChanges): Promise<ConfigFile> {
  const merged = { ...(await readConfig(path)), ...changes };
  const config = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as ConfigFile; // of two of them
  await writeConfig(path, config);
  return config;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown reason';

const isCode = (error: unknown, ...codes: string[]): boolean => codes.includes(codeOf(error));
