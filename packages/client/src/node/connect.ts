import { GoFigr, type GoFigrOptions } from '../gofigr.ts';
import { machineName } from './machine.ts';
import { networkFetch } from './network-fetch.ts';
import { noticeOnceADay } from './notice.ts';
import { loadSettings, type Settings, type SettingsOptions } from './settings.ts';

/** Makes a client from settings. An API key is preferred to a password. */
export function clientFor({ url, apiKey, username, password, workspace }: Settings, more: GoFigrOptions = {}): GoFigr {
  const signIn = apiKey
    ? { apiKey: apiKey.value }
    : username && password && { username: username.value, password: password.value };
  const defaults = {
    fetch: networkFetch(),
    machine: machineName(),
    onNotice: noticeOnceADay(url.value, apiKey?.value),
  };
  return new GoFigr({ url: url.value, workspace: workspace?.value, ...defaults, ...signIn, ...given(more) });
}

/** Leaves out options that are undefined, so that they don't replace defaults. */
const given = (options: GoFigrOptions): GoFigrOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/**
 * Makes a client from the arguments, the environment and the nearest `.gofigr`, in that order. `ca` is a file or folder of
 * trusted certificates.
 */
export async function connect(
  options: SettingsOptions & Pick<GoFigrOptions, 'fetch' | 'signal' | 'retries'> & { ca?: string } = {},
): Promise<GoFigr> {
  const { ca, env, fetch = networkFetch({ ca, env }), signal, retries } = options;
  return clientFor(await loadSettings(options), { fetch, signal, retries });
}
