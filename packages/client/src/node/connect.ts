import { GoFigr, type GoFigrOptions } from '../gofigr.ts';
import { machineName } from './machine.ts';
import { noticeOnceADay } from './notice.ts';
import { loadSettings, type Settings, type SettingsOptions } from './settings.ts';

/** Makes a client from settings. An API key is preferred to a password. */
export function clientFor({ url, apiKey, username, password, workspace }: Settings, more: GoFigrOptions = {}): GoFigr {
  const signIn = apiKey
    ? { apiKey: apiKey.value }
    : username && password && { username: username.value, password: password.value };
  const defaults = { machine: machineName(), onNotice: noticeOnceADay(url.value, apiKey?.value) };
  return new GoFigr({ url: url.value, workspace: workspace?.value, ...defaults, ...signIn, ...more });
}

/** Makes a client from the arguments, the environment and the nearest `.gofigr`, in that order. */
export async function connect(
  options: SettingsOptions & Pick<GoFigrOptions, 'fetch' | 'signal' | 'retries'> = {},
): Promise<GoFigr> {
  const { fetch, signal, retries } = options;
  return clientFor(await loadSettings(options), { fetch, signal, retries });
}
