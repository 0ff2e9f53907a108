import { readFile } from 'node:fs/promises';
import { connectionFor } from '../common/connection.ts';
import { interruptible } from '../common/interruption.ts';
import type { SharedOptions } from '../common/options.ts';
import { columns, printResult } from '../common/output.ts';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';

/** Exit code for a picture that the server doesn't know. */
const UNKNOWN = EXIT.failed;

/** Runs `gofigr whence`. */
export async function whence(file: string, options: SharedOptions): Promise<void> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Failure(EXIT.file, `${printable(file)} can not be read: ${String(cause)}`);
  });
  const { gf, found } = await interruptible(async (signal) => {
    const connection = await connectionFor(options, { signal });
    return { gf: connection.gf, found: await connection.gf.whence(new Uint8Array(bytes)) };
  });
  const results = found.map((one) => ({ ...one, url: `${gf.appUrl}/revision/${one.revision}` }));
  const lines = results.map(({ certainty, figure_name: name, revision_index: index, url }) => [
    certainty,
    `${printable(name ?? 'Figure')}, revision ${index + 1}`,
    url,
  ]);
  printResult(options, { results }, lines.length === 0 ? 'No revision looks like this picture.' : columns(lines));
  if (results.length === 0) process.exitCode = UNKNOWN;
}
