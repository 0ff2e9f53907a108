import { codeOf } from '../../../kernel/errors.ts';
import { isMissing } from '../../../kernel/files.ts';
import { PLANS } from '../store/tables.ts';
import type { BackupDeps } from './deps.ts';
import { describeLines, type LinesFile } from './lines.ts';
import type { WholeState } from './states.ts';

/** Compares the files of a state, except its blobs, with the manifest. Returns one text per problem. */
export async function checkTables(
  { newHasher }: Pick<BackupDeps, 'newHasher'>,
  { manifest, paths: at }: WholeState,
): Promise<string[]> {
  const known = new Set(PLANS.map(([table]) => table));
  const problems: string[] = [];

  const check = async (name: string, path: string, expected: { rows?: number; blake3: string }) => {
    const found = await describe(path);
    if (typeof found === 'string') problems.push(`${name} ${found}.`);
    else if (expected.rows !== undefined && found.rows !== expected.rows)
      problems.push(`${name} has ${found.rows} rows instead of ${expected.rows}.`);
    else if (found.blake3 !== expected.blake3) problems.push(`${name} has changed since it was written.`);
  };
  const describe = async (path: string): Promise<LinesFile | string> => {
    try {
      return await describeLines(path, newHasher);
    } catch (error) {
      return isMissing(error) ? 'is missing' : `can not be read (${codeOf(error) ?? String(error)})`;
    }
  };

  for (const [table, expected] of Object.entries(manifest.tables))
    if (known.has(table)) await check(`The table ${table}`, at.table(table), expected);
    else problems.push(`The table ${table} is unknown to this version.`);
  await check('The list of blobs', at.blobList, { rows: manifest.blobs.count, blake3: manifest.blobs.blake3 });
  for (const [name, blake3] of Object.entries(manifest.secrets))
    await check(`The secret ${name}`, `${at.secrets}/${name}`, { blake3 });
  return problems;
}
