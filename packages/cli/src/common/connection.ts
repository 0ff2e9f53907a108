import type { GoFigr, GoFigrOptions } from '@gofigr/client';
import { clientFor, loadSettings, type Settings } from '@gofigr/client/node';
import { EXIT, Failure } from '../failure.ts';
import { configPathOf } from './config-path.ts';
import type { SharedOptions } from './options.ts';

export interface Connection {
  gf: GoFigr;
  settings: Settings;
}

/** What the arguments, the environment and the nearest file say. */
export async function settingsFor({ url, configPath }: SharedOptions): Promise<Settings> {
  return loadSettings({ url, configPath: configPath && (await configPathOf(configPath)) });
}

/** A client for the server and key that are set up. Throws when nothing says how to sign in. */
export async function connectionFor(
  options: SharedOptions,
  more: Pick<GoFigrOptions, 'signal' | 'fetch'> = {},
): Promise<Connection> {
  const settings = await settingsFor(options);
  const { apiKey, username, password, url } = settings;
  if (apiKey || (username && password)) return { gf: clientFor(settings, more), settings };
  throw new Failure(
    EXIT.refused,
    `Nothing says how to sign in to ${url.value}.`,
    'Run gfconfig once, or set GF_API_KEY (and GF_URL).',
  );
}
