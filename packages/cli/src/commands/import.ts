import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { GoFigr } from '@gofigr/client';
import { type CopyOptions, type ImportResult, importFolder, importFrom } from '@gofigr/client/copy';
import { makeFolder, stateFolder } from '@gofigr/client/node';
import { connectionFor } from '../common/connection.ts';
import { copying, noteWarnings } from '../common/copying.ts';
import { networked } from '../common/network.ts';
import type { SharedOptions } from '../common/options.ts';
import { printResult } from '../common/output.ts';
import { lineFromStandardInput } from '../common/standard-input.ts';
import { workspaceNamed } from '../common/workspaces.ts';
import { EXIT, Failure } from '../failure.ts';
import { bytesText } from '../terminal/progress.ts';
import { openQuestions } from '../terminal/questions.ts';

export interface ImportOptions extends SharedOptions {
  from?: string;
  fromWorkspace?: string;
  fromKeyStdin?: true;
  workspace?: string;
}

/** Runs `gofigr import`. */
export async function importInto(folder: string | undefined, options: ImportOptions): Promise<void> {
  const { from } = options;
  if ((folder === undefined) === (from === undefined)) {
    throw new Failure(EXIT.usage, 'There is nothing to import from.', 'Give an exported folder or --from URL.');
  }
  const key = from === undefined ? '' : await keyOf(from, options);
  const { result, appUrl } = await copying(async (copy) => {
    const { gf } = await connectionFor(options, { signal: copy.signal });
    const into = options.workspace === undefined ? undefined : (await workspaceNamed(gf, options.workspace)).api_id;
    const all = { ...copy, workspace: into };
    const pending = from === undefined ? importFolder(gf, folder ?? '', all) : copyFrom(from, key, gf, options, all);
    return { result: await pending, appUrl: gf.appUrl };
  });
  noteWarnings(result.warnings);
  const { workspace, objects, bytes, warnings } = result;
  const url = `${appUrl}/workspace/${workspace}`;
  printResult(
    options,
    { workspace, url, objects, bytes, warnings },
    `Imported ${objects} objects (${bytesText(bytes)})\n${url}`,
  );
}

async function copyFrom(
  url: string,
  apiKey: string,
  target: GoFigr,
  { fromWorkspace }: ImportOptions,
  copy: CopyOptions & { workspace: string | undefined },
): Promise<ImportResult> {
  const source = new GoFigr({ url, apiKey, signal: copy.signal, fetch: networked });
  const from = fromWorkspace === undefined ? undefined : await workspaceNamed(source, fromWorkspace);
  const id = from?.api_id ?? (await source.defaultWorkspace());
  const journal = await journalOf([source.url, id, target.url, copy.workspace ?? '']);
  return importFrom(source, id, target, { ...copy, journal });
}

/**
 * Returns the path of a copy's journal. The same copy has the same journal, so it can continue after an interruption.
 */
async function journalOf(copy: readonly string[]): Promise<string> {
  const folder = join(stateFolder(), 'imports');
  await makeFolder(folder, 0o700);
  return join(folder, `${createHash('sha256').update(JSON.stringify(copy)).digest('hex').slice(0, 32)}.jsonl`);
}

/** Returns the key for the other server. It is never an argument: every user of the machine can see arguments. */
async function keyOf(from: string, { fromKeyStdin }: ImportOptions): Promise<string> {
  if (fromKeyStdin) return lineFromStandardInput('an API key', '--from-key-stdin');
  const { GF_FROM_API_KEY } = process.env;
  if (GF_FROM_API_KEY) return GF_FROM_API_KEY;
  const questions = openQuestions(process.stderr);
  if (!questions) {
    throw new Failure(
      EXIT.usage,
      `There is no API key for ${from}.`,
      'Send it to standard input with --from-key-stdin, or set GF_FROM_API_KEY.',
    );
  }
  try {
    return await questions.ask(`API key for ${from}: `, 'start');
  } finally {
    questions.close();
  }
}
