import { homedir } from 'node:os';
import { join } from 'node:path';
import { CONFIG_NAME, type ConfigFile, findConfig, type Profile, profilesOf, readConfig } from '@gofigr/client/node';
import { EXIT, Failure } from '../failure.ts';
import { configPathOf } from './config-path.ts';
import { onIgnored } from './ignored.ts';
import type { SharedOptions } from './options.ts';
import { shortPath } from './origin.ts';
import { withName } from './profiles.ts';

/** A configuration file and its connections, the current one first. */
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
  const profiles = profilesOf(config);
  if (profiles.length > 0) return { path, config, profiles };
  throw new Failure(EXIT.failed, `${shortPath(path)} holds no server and no key.`, 'Run gfconfig to add one.');
}

/** Finds a connection by its number in the list, its name, or part of its name or address. */
export function profileNamed(profiles: readonly Profile[], which: string): Profile {
  const [found, another] = candidates(profiles, which);
  if (found && !another) return found;
  const names = profiles.map(({ name }, index) => `${index + 1}  ${name}`).join('\n');
  const problem = found ? `"${which}" matches more than one.` : `Nothing in the list matches "${which}".`;
  throw new Failure(EXIT.usage, problem, `Give a number or a name:\n${names}`);
}

function candidates(profiles: readonly Profile[], which: string): Profile[] {
  const exact = profiles.filter(({ name }, index) => name === which || String(index + 1) === which);
  if (exact.length > 0) return exact;
  return profiles.filter(({ name, connection }) => name.includes(which) || connection.url?.includes(which));
}
