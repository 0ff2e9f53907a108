import { rename } from 'node:fs/promises';
import {
  ConfigError,
  type ConfigFile,
  type Connection,
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

/** Writes a verified connection as the current one and keeps all other fields of the file. */
export async function save(path: string, { profile, connection, advanced }: Verified): Promise<void> {
  const before = withName(withoutKeylessConnection(await readOrSetAside(path)));
  const host = hostOf(connection.url);
  const isSameServer = hostOf(before.url ?? '') === host;
  const name = profile ?? (isSameServer ? before.profile : undefined) ?? host;
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
