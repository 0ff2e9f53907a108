import { rename } from 'node:fs/promises';
import {
  ConfigError,
  type ConfigFile,
  type Connection,
  profilesOf,
  readConfig,
  useConnection,
  writeConfig,
} from '@gofigr/client/node';
import { note } from '../common/output.ts';
import { hostOf, withName, withoutPlainName } from '../common/profiles.ts';
import type { AdvancedSettings } from './advanced.ts';

export interface Verified {
  /** Name of the connection. */
  profile: string | undefined;
  connection: Required<Pick<Connection, 'url' | 'api_key' | 'workspace'>>;
  advanced?: AdvancedSettings | undefined;
}

/** Returns the connection of the file that `save` would replace. `undefined` if there is none for this server. */
export async function currentConnection(
  path: string,
  url: string,
  profile: string | undefined,
): Promise<Connection | undefined> {
  let config: ConfigFile;
  try {
    config = withName(await readConfig(path));
  } catch (error) {
    // `save` sets a broken file aside.
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
  const name = nameFor(config, url, profile);
  const found = profilesOf(config).find((one) => one.name === name)?.connection;
  return found && hostOf(found.url ?? '') === hostOf(url) ? found : undefined;
}

/** Returns the name of the connection to write. */
function nameFor(config: ConfigFile, url: string, profile: string | undefined): string {
  const host = hostOf(url);
  const isSameServer = hostOf(config.url ?? '') === host;
  return profile ?? (isSameServer ? config.profile : undefined) ?? host;
}

/** Writes a verified connection as the current one and keeps all other fields of the file. */
export async function save(path: string, { profile, connection, advanced }: Verified): Promise<void> {
  const before = withName(withoutKeylessConnection(await readOrSetAside(path)));
  const name = nameFor(before, connection.url, profile);
  await writeConfig(path, withoutPlainName({ ...useConnection(before, name, connection), ...advanced }));
}

/** Reads the file. Renames a file that is no JSON instead of replacing it: it may hold a key. */
async function readOrSetAside(path: string): Promise<ConfigFile> {
  try {
    return await readConfig(path);
  } catch (error) {
    const isBroken = error instanceof ConfigError && error.cause === undefined;
    if (!isBroken) throw error;
    await rename(path, `${path}.broken`);
    note(`Note: ${path} was no valid configuration. It is kept as ${path}.broken.`);
    return {};
  }
}

/** Removes the address and workspace of a connection that has neither key nor password. */
function withoutKeylessConnection(config: ConfigFile): ConfigFile {
  if (config.api_key !== undefined || config.password !== undefined) return config;
  const { url: _address, workspace: _without, ...rest } = config;
  return rest;
}
