import { GoFigrError } from '@gofigr/client';
import { type Profile, removeProfile, writeConfig } from '@gofigr/client/node';
import { newClient } from '../common/client.ts';
import { openConfig, profileNamed } from '../common/config.ts';
import type { SharedOptions } from '../common/options.ts';
import { shortPath } from '../common/origin.ts';
import { printResult } from '../common/output.ts';
import { withoutPlainName } from '../common/profiles.ts';
import { EXIT, Failure } from '../failure.ts';
import { yesOrNo } from '../setup/advanced.ts';
import { printable } from '../terminal/printable.ts';
import { openQuestions } from '../terminal/questions.ts';

export interface LogoutOptions extends SharedOptions {
  revoke?: true;
  keepKey?: true;
}

/** Runs `gfconfig logout`. */
export async function logout(which: string | undefined, options: LogoutOptions): Promise<void> {
  const { path, config, profiles } = await openConfig(options);
  const removed = which === undefined ? profiles.find(({ isCurrent }) => isCurrent) : profileNamed(profiles, which);
  if (!removed)
    throw new Failure(EXIT.usage, 'None of the keys is in use.', 'Give a number or name of "gfconfig list".');
  const isRevoked = (await wantsToRevoke(removed, options)) && (await revoke(removed));
  const changed = removeProfile(config, removed.name);
  if (changed) await writeConfig(path, withoutPlainName(changed));
  const lines = [`${shortPath(path)} no longer holds the key of ${removed.name}.`, stateOf(removed, isRevoked)];
  const isWithoutCurrent = removed.isCurrent && profiles.length > 1;
  if (isWithoutCurrent) lines.push('Other keys are left. To use one: gfconfig switch');
  printResult(options, { config_path: path, removed: removed.name, revoked: isRevoked }, lines.join('\n'));
}

function stateOf({ connection: { url } }: Profile, isRevoked: boolean): string {
  if (isRevoked) return 'The key is revoked.';
  return `The key stays valid until you revoke it${url === undefined ? '' : ` at ${url}/account`}.`;
}

async function wantsToRevoke(
  { name, connection: { api_key: key } }: Profile,
  options: LogoutOptions,
): Promise<boolean> {
  if (options.revoke && options.keepKey) throw new Failure(EXIT.usage, 'Give --revoke or --keep-key, not both.');
  if (options.revoke && key === undefined) throw new Failure(EXIT.failed, `${name} has no API key to revoke.`);
  if (options.revoke || options.keepKey || key === undefined) return options.revoke ?? false;
  const questions = openQuestions(process.stderr);
  if (!questions) return false;
  try {
    return await questions.askFor(`Revoke the key of ${name}, so that nobody can use it [y/N]: `, (answer) =>
      answer === '' ? false : yesOrNo(answer),
    );
  } finally {
    questions.close();
  }
}

/** Revokes the key of a connection. Throws if that fails, so that the file keeps the key. */
async function revoke({ name, connection: { url, api_key: key = '' } }: Profile): Promise<boolean> {
  try {
    await newClient({ url, apiKey: key, retries: 1 }).apiKeys.deleteCurrent();
  } catch (error) {
    if (!(error instanceof GoFigrError)) throw error;
    // A key that the server refuses needs no revocation.
    if (error.status === 401 || error.code === 'key_not_valid') return true;
    throw new Failure(
      error.code === 'unreachable' ? EXIT.unreachable : EXIT.failed,
      `The key of ${name} was not revoked: ${printable(error.message)}`,
      `Revoke it at ${url}/account, then remove it with: gfconfig logout --keep-key`,
    );
  }
  return true;
}
