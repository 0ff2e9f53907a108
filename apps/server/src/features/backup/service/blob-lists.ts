import { BATCH } from '../store/rows.ts';
import type { BlobEntry } from './blob-folder.ts';
import type { BackupDeps } from './deps.ts';
import { describeLines, readLines } from './lines.ts';
import type { WholeState } from './states.ts';
import { merged } from './streams.ts';

/** Reads the blobs of a list one by one. */
export async function* blobsIn(list: string): AsyncGenerator<BlobEntry> {
  for await (const batch of readLines(list, BATCH)) yield* batch as unknown as BlobEntry[]; // written by backup, and checked by its hash
}

/** The blobs of several states, each once, sorted by hash. */
export const blobsOfStates = (states: readonly WholeState[]): AsyncGenerator<BlobEntry> =>
  merged(states.map(({ paths }) => blobsIn(paths.blobList)));

/** Tells whether the list of a state's blobs is as it was written. */
export async function isListIntact(
  { newHasher }: Pick<BackupDeps, 'newHasher'>,
  { paths, manifest }: WholeState,
): Promise<boolean> {
  try {
    return (await describeLines(paths.blobList, newHasher)).blake3 === manifest.blobs.blake3;
  } catch {
    return false;
  }
}
