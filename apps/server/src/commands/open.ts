import { type Config, readConfig, SettingError } from '../kernel/config/index.ts';
import { preparePrivateFolder, readLastStart } from '../kernel/storage/index.ts';

export interface CommandConfig {
  config: Config;
  /** Tells whether `config.publicUrl` comes from the environment or from a start of the server, and not from defaults. */
  isAddressKnown: boolean;
}

/**
 * The settings of a command: its environment, then the last start of the server on the data folder, then defaults. Throws
 * if the server keeps its rows in a database that the command was not told of.
 */
export async function readCommandConfig(env: Record<string, string | undefined> = process.env): Promise<CommandConfig> {
  const { dataDir, databaseUrl } = readConfig(env);
  await preparePrivateFolder(dataDir);
  const last = await readLastStart(dataDir);
  // The command would make a new SQLite database, and work on that.
  if (last?.database === 'postgres' && databaseUrl === null)
    throw new SettingError(
      `The server on ${dataDir} keeps its rows in PostgreSQL. Set GOFIGR_DATABASE_URL as for the server, or GOFIGR_DATA_DIR to another folder.`,
    );
  const isSet = (name: string) => Boolean(env[name]) || env[`${name}_FILE`] !== undefined;
  return {
    config: readConfig(env, last ? { GOFIGR_PUBLIC_URL: last.public_url, GOFIGR_PORT: String(last.port) } : {}),
    isAddressKnown: last !== null || isSet('GOFIGR_PUBLIC_URL') || isSet('GOFIGR_PORT'),
  };
}
