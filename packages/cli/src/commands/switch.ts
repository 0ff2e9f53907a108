import { GoFigrError } from '@gofigr/client';
import { type Profile, switchProfile, writeConfig } from '@gofigr/client/node';
import { newClient } from '../common/client.ts';
import { type OpenedConfig, openConfig, profileNamed } from '../common/config.ts';
import type { SharedOptions } from '../common/options.ts';
import { shortPath } from '../common/origin.ts';
import { note, printResult } from '../common/output.ts';
import { withoutPlainName } from '../common/profiles.ts';
import { EXIT, Failure } from '../failure.ts';
import { openQuestions } from '../terminal/questions.ts';

/** Runs `gfconfig switch`. */
export async function switchTo(which: string | undefined, options: SharedOptions): Promise<void> {
  const opened = await openConfig(options);
  const { path, config, profiles } = opened;
  const chosen = profileNamed(profiles, which ?? (await ask(opened)));
  await verify(chosen);
  const changed = switchProfile(config, chosen.name);
  if (changed) await writeConfig(path, withoutPlainName(changed));
  const { url = null, workspace = null } = chosen.connection;
  const value = { config_path: path, name: chosen.name, url, workspace };
  printResult(options, value, `${shortPath(path)} now uses ${chosen.name} (${url}).`);
}

async function ask({ profiles }: OpenedConfig): Promise<string> {
  const questions = openQuestions(process.stderr);
  if (!questions)
    throw new Failure(
      EXIT.usage,
      'There is no terminal to ask for a key.',
      'Give a number or name of "gfconfig list".',
    );
  try {
    for (const [index, { name, isCurrent }] of profiles.entries())
      questions.say(`  [${String(index + 1).padStart(2)}] - ${name}${isCurrent ? ' (in use)' : ''}`);
    return await questions.ask('Selection: ');
  } finally {
    questions.close();
  }
}

/** Throws if the server refuses the key. Only warns if the server doesn't answer: it may do so later. */
async function verify({ name, connection: { url, api_key, username, password } }: Profile): Promise<void> {
  const signIn = api_key === undefined ? { username, password } : { apiKey: api_key };
  try {
    await newClient({ url, ...signIn, retries: 0 }).users.me();
  } catch (error) {
    if (!(error instanceof GoFigrError)) throw error;
    if (error.code !== 'unreachable') {
      throw new Failure(EXIT.refused, `${name}: ${error.message}`, `Get a new key with: gfconfig --url ${url}`);
    }
    note(`Note: ${error.message} It is used anyway.`);
  }
}
