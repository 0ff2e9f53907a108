import type { ByteSource, TableContent } from '@gofigr/client';
import { isEncodedAs, table, type Unfit, type Use, unfitFor } from '@gofigr/client/node';
import { note } from '../../common/output.ts';
import { EXIT, Failure } from '../../failure.ts';
import { printable } from '../../terminal/printable.ts';

const WORDS: Record<Use, string> = { image: 'picture', table: 'table', code: 'script' };

/** Throws if the bytes of a file are no picture, table or code. */
export async function refuseUnfit(path: string, use: Use): Promise<void> {
  const unfit = await unfitFor(path, use);
  if (unfit)
    throw new Failure(EXIT.usage, `${printable(path)} is no ${WORDS[use]}: ${unfit.reason}.`, advice(unfit, use));
}

function advice({ kind }: Unfit, use: Use): string | undefined {
  if (kind === 'table' && use !== 'table') return 'Give it with --table.';
  if ((kind === 'code' || kind === 'notebook') && use !== 'code') return 'Give it with --code.';
  if ((kind === 'image' || kind === 'page') && use !== 'image') return 'Give it without an option.';
  return kind && 'Give it with --file.';
}

/** Describes a table with its true encoding: the given one, or the one that its bytes tell. */
export async function tableOf(path: string, encoding: string | undefined): Promise<TableContent> {
  const found = await table(path);
  if (found.format === 'parquet') return { ...found, encoding: null };
  if (encoding === undefined) {
    if (found.encoding === null)
      note(`Note: ${printable(path)} is not UTF-8. Name its encoding with --encoding, such as latin-1.`);
    return found;
  }
  let isRight: boolean;
  try {
    isRight = await isEncodedAs(found.data as ByteSource, encoding); // the client reads files as sources
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure(
      EXIT.usage,
      `The encoding ${printable(encoding)} is unknown.`,
      'Use a name such as utf-8, latin-1, windows-1252, utf-16 or shift_jis.',
    );
  }
  if (isRight) return { ...found, encoding };
  throw new Failure(
    EXIT.usage,
    `${printable(path)} is not encoded as ${printable(encoding)}.`,
    'Name its real encoding.',
  );
}
