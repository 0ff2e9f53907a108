import { removeProfile, writeConfig } from '@gofigr/client/node';
import { openConfig, profileNamed } from '../common/config.ts';
import type { SharedOptions } from '../common/options.ts';
import { shortPath } from '../common/origin.ts';
import { printResult } from '../common/output.ts';
import { withoutPlainName } from '../common/profiles.ts';
import { EXIT, Failure } from '../failure.ts';

/** Runs `gfconfig logout`. */
export async function logout(which: string | undefined, options: SharedOptions): Promise<void> {
  const { path, config, profiles } = await openConfig(options);
  const removed = which === undefined ? profiles.find(({ isCurrent }) => isCurrent) : profileNamed(profiles, which);
  if (!removed)
    throw new Failure(EXIT.usage, 'None of the keys is in use.', 'Give a number or name of "gfconfig list".');
  const changed = removeProfile(config, removed.name);
  if (changed) await writeConfig(path, withoutPlainName(changed));
  const { url } = removed.connection;
  const lines = [
    `${shortPath(path)} no longer holds the key of ${removed.name}.`,
    `The key stays valid until you revoke it${url === undefined ? '' : ` at ${url}/account`}.`,
  ];
  const isWithoutCurrent = removed.isCurrent && profiles.length > 1;
  if (isWithoutCurrent) lines.push('Other keys are left. To use one: gfconfig switch');
  printResult(options, { config_path: path, removed: removed.name }, lines.join('\n'));
}
