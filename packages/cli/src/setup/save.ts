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
  /** The name under which it is kept beside others. */
  profile: string | undefined;
  connection: Required<Pick<Connection, 'url' | 'api_key' | 'workspace'>>;
  advanced?: AdvancedSettings | undefined;
}

/** Writes what was verified as the current connection, and keeps everything else that the file says. */
export async function save(path: string, { profile, connection, advanced }: Verified): Promise<void> {
  const before = withName(withoutUseless(await readOrSetAside(path)));
  const host = hostOf(connection.url);
  const isSameServer = hostOf(before.url ?? '') === host;
  const name = profile ?? (isSameServer ? before.profile : undefined) ?? host;
  await writeConfig(path, withoutPlainName({ ...useConnection(before, name, connection), ...advanced }));
}

/** A file that is no JSON is kept under another name: there may be a key in it. */
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

/** An address without anything to sign in with is no connection to keep beside others. */
function withoutUseless(config: ConfigFile): ConfigFile {
  if (config.api_key !== undefined || config.password !== undefined) return config;
  const { url: _address, workspace: _without, ...rest } = config;
  return rest;
}
