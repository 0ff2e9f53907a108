import { DEFAULT_URL, GoFigr, type GoFigrOptions } from '@gofigr/client';
import { clientFor, isGiven, loadSettings, profilesOf, type Setting, type Settings } from '@gofigr/client/node';
import { EXIT, Failure } from '../failure.ts';
import { configPathOf } from './config-path.ts';
import { onIgnored } from './ignored.ts';
import { networked } from './network.ts';
import type { SharedOptions } from './options.ts';
import { settingName, shortPath } from './origin.ts';
import { hostOf } from './profiles.ts';
import type { Target } from './target.ts';
import { usedSettings } from './used-settings.ts';

export interface Connection {
  gf: GoFigr;
  settings: Settings;
}

/** Loads the settings from the arguments, the environment and the nearest configuration file. */
export async function settingsFor({ url, configPath }: SharedOptions): Promise<Settings> {
  const path = configPath && (await configPathOf(configPath));
  return usedSettings(forItsServer(await loadSettings({ url, configPath: path, onIgnored })));
}

/** Makes a client for the configured server and key. Throws if there is neither a key nor a password. */
export async function connectionFor(
  options: SharedOptions,
  more: Pick<GoFigrOptions, 'signal' | 'fetch'> = {},
): Promise<Connection> {
  const settings = await settingsFor(options);
  return { gf: clientOf(settings, more), settings };
}

/**
 * Makes a client for the server of an address that the user gave: the configured one, or the one of the file with this
 * host. A key in a variable is for the configured server, and no other host gets it.
 */
export async function connectionAt(
  target: Target | undefined,
  options: SharedOptions,
  more: Pick<GoFigrOptions, 'signal' | 'fetch'> = {},
): Promise<Connection> {
  const { host } = target ?? {};
  const settings = await settingsFor(options);
  const isThere = (url: string | undefined): boolean =>
    hostOf(new GoFigr({ url }).appUrl) === host || hostOf(url ?? DEFAULT_URL) === host;
  if (host === undefined || isThere(settings.url.value)) return { gf: clientOf(settings, more), settings };
  const found = profilesOf(settings.config).find(({ connection }) => isThere(connection.url));
  if (options.url !== undefined || !found)
    throw new Failure(
      EXIT.usage,
      `The address is on ${host}, but ${options.url === undefined ? 'no key is for it' : `--url is ${options.url}`}.`,
      options.url === undefined ? `Run gfconfig --url https://${host} to get a key for it.` : 'Leave out --url.',
    );
  const { configPath } = settings;
  const url = found.connection.url ?? DEFAULT_URL;
  const there = usedSettings(forItsServer(await loadSettings({ url, configPath, env: {} })));
  return { gf: clientOf(there, more), settings: there };
}

/** Makes a client for settings. Throws if there is neither a key nor a password. */
export function clientOf(settings: Settings, more: Pick<GoFigrOptions, 'signal' | 'fetch'> = {}): GoFigr {
  const { apiKey, username, password, url } = settings;
  if (apiKey || (username && password)) return clientFor(settings, { fetch: networked, ...more });
  const half = username ?? password;
  const is =
    half &&
    `${settingName(username ? 'username' : 'password', half.origin)} is set without a ${username ? 'password' : 'username'}`;
  throw new Failure(
    EXIT.refused,
    is ? `${is}.` : `There is no API key and no password for ${url.value}.`,
    'Run gfconfig once, or set GF_API_KEY (and GF_URL).',
  );
}

/**
 * Makes sure that a key of the file is sent only to its own server. For another server, uses that server's connection
 * in the file. Throws if there is none.
 */
function forItsServer(settings: Settings): Settings {
  const { url, apiKey, password, config, configPath = '' } = settings;
  const secret = apiKey ?? password;
  if (secret?.origin.kind !== 'file' || config.url === undefined) return settings;
  const host = hostOf(url.value);
  if (hostOf(config.url) === host) return settings;
  const found = profilesOf(config).find(({ connection }) => hostOf(connection.url ?? '') === host);
  if (!found) {
    throw new Failure(
      EXIT.refused,
      `The key in ${shortPath(configPath)} is for ${config.url}, not for ${url.value}.`,
      `Run gfconfig --url ${url.value} to get a key for it, or set GF_API_KEY.`,
    );
  }
  const { api_key, username, password: word, workspace } = found.connection;
  const ofFile = (value: string | undefined): Setting | undefined =>
    isGiven(value) ? { value, origin: { kind: 'file', path: configPath } } : undefined;
  const isChosen = settings.workspace && settings.workspace.origin.kind !== 'file';
  return {
    ...settings,
    apiKey: ofFile(api_key),
    username: ofFile(username),
    password: ofFile(word),
    workspace: isChosen ? settings.workspace : ofFile(workspace),
  };
}
