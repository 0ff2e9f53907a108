import { homedir } from 'node:os';
import { join } from 'node:path';
import { CONFIG_NAME, type ConfigFile, findConfig, type Profile, profilesOf, readConfig } from '@gofigr/client/node';
import { EXIT, Failure } from '../failure.ts';
import { configPathOf } from './config-path.ts';
import { onIgnored } from './ignored.ts';
import type { SharedOptions } from './options.ts';
import { shortPath } from './origin.ts';
import { hostOf, withName } from './profiles.ts';

/** A configuration file and its connections by name, so that their numbers stay when another one is used. */
export interface OpenedConfig {
  path: string;
  config: ConfigFile;
  profiles: Profile[];
}

/** Opens the file of `--config-path`, else the nearest one. Throws if it holds no connection. */
export async function openConfig({ configPath }: SharedOptions): Promise<OpenedConfig> {
  const found = configPath === undefined ? await findConfig({ onIgnored }) : await configPathOf(configPath);
  const path = found ?? join(homedir(), CONFIG_NAME);
  const config = withName(await readConfig(path));
  const profiles = profilesOf(config).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  if (profiles.length > 0) return { path, config, profiles };
  throw new Failure(EXIT.failed, `${shortPath(path)} holds no server and no key.`, 'Run gfconfig to add one.');
}

/** Finds a connection by its number in the list, or by its name or address or the only beginning of one. */
export function profileNamed(profiles: readonly Profile[], which: string): Profile {
  const found = candidates(profiles, which);
  const [only, another] = found;
  if (only && !another) return only;
  const listed = only ? found : profiles;
  const names = listed.map((profile) => `${profiles.indexOf(profile) + 1}  ${profile.name}`).join('\n');
  const problem = only ? `"${which}" matches more than one.` : `Nothing in the list matches "${which}".`;
  throw new Failure(EXIT.usage, problem, `Give a number or a name:\n${names}`);
}

function candidates(profiles: readonly Profile[], which: string): Profile[] {
  const plain = which.replace(/\/+$/, '');
  const named = profiles.filter(({ name }, index) => name === which || String(index + 1) === which);
  // A number counts only if the list shows it, and is never the beginning of an address.
  if (named.length > 0 || /^\d*$/.test(which)) return named;
  const exact = profiles.filter((profile) => addressesOf(profile).includes(plain));
  if (exact.length > 0) return exact;
  return profiles.filter((profile) => [profile.name, ...addressesOf(profile)].some((text) => text.startsWith(plain)));
}

const addressesOf = ({ connection: { url = '' } }: Profile): string[] => [url.replace(/\/+$/, ''), hostOf(url)];
