import { DEFAULT_URL } from '../gofigr.ts';
import { type ConfigFile, type ConfigLocations, findConfig, readConfig } from './config-file.ts';

/** Source of a setting. */
export type Origin =
  | { kind: 'argument' }
  | { kind: 'environment'; name: string }
  | { kind: 'file'; path: string }
  | { kind: 'default' };

export interface Setting {
  value: string;
  origin: Origin;
}

/** Settings of a connection, each with its source. */
export interface Settings {
  url: Setting;
  apiKey: Setting | undefined;
  username: Setting | undefined;
  password: Setting | undefined;
  workspace: Setting | undefined;
  /** The configuration file that was found, even if it holds no setting. */
  configPath: string | undefined;
  /** Content of the configuration file. */
  config: ConfigFile;
}

export interface SettingsOptions extends ConfigLocations {
  /** Arguments; they win over the environment and the file. */
  url?: string | undefined;
  apiKey?: string | undefined;
  username?: string | undefined;
  password?: string | undefined;
  workspace?: string | undefined;
  /** Configuration file to read; absent: the nearest one. */
  configPath?: string | undefined;
  env?: Record<string, string | undefined> | undefined;
}

type Name = 'url' | 'apiKey' | 'username' | 'password' | 'workspace';

/** Variables and fields by the names of the published clients. The first one given counts. */
const NAMES: Record<Name, { variables: readonly string[]; fields: readonly string[] }> = {
  url: { variables: ['GF_URL'], fields: ['url'] },
  apiKey: { variables: ['GF_API_KEY'], fields: ['api_key'] },
  username: { variables: ['GF_USERNAME'], fields: ['username'] },
  password: { variables: ['GF_PASSWORD'], fields: ['password'] },
  // The Python client's notebook extension reads `workspace`, its class `workspace_id`.
  workspace: { variables: ['GF_WORKSPACE', 'GF_WORKSPACE_ID'], fields: ['workspace', 'workspace_id'] },
};

/**
 * Tells whether a value is given. gofigR writes empty texts for missing values, and shells often set empty variables.
 */
export const isGiven = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** Collects the settings of a connection: from arguments, then `GF_*` variables, then the nearest `.gofigr`. */
export async function loadSettings(options: SettingsOptions = {}): Promise<Settings> {
  const { env = process.env } = options;
  const configPath = options.configPath ?? (await findConfig(options));
  const config = configPath === undefined ? {} : await readConfig(configPath);

  function setting(name: Name): Setting | undefined {
    const argument = options[name];
    if (argument !== undefined) return { value: argument, origin: { kind: 'argument' } };
    const { variables, fields } = NAMES[name];
    for (const variable of variables) {
      const value = env[variable];
      if (isGiven(value)) return { value, origin: { kind: 'environment', name: variable } };
    }
    for (const field of fields) {
      const value = config[field];
      if (isGiven(value) && configPath !== undefined) return { value, origin: { kind: 'file', path: configPath } };
    }
    return undefined;
  }

  return {
    url: setting('url') ?? { value: DEFAULT_URL, origin: { kind: 'default' } },
    apiKey: setting('apiKey'),
    username: setting('username'),
    password: setting('password'),
    workspace: setting('workspace'),
    configPath,
    config,
  };
}
