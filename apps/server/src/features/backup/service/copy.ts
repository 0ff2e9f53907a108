import type { BlobStore, StagedBlob } from '../../../kernel/blobs/index.ts';
import { type BlobEntry, type BlobFault, check, glance, type Source } from './blob-folder.ts';
import { AT_ONCE, type BackupDeps, phase } from './deps.ts';
import { forEachPooled } from './streams.ts';

/** Blobs kept together: for files, each sync covers all their folders. */
const KEPT_TOGETHER = 256;

/**
 * Copies blobs into a store, comparing all bytes with their hashes. Those that it has already are read there, and copied
 * again if they are damaged. Reports blobs that the source has not or not whole. Returns what was copied.
 */
export async function copyInto(
  deps: BackupDeps,
  source: Source,
  target: BlobStore,
  { blobs, total }: { blobs: AsyncIterable<BlobEntry>; total: number },
  onFault: (blob: BlobEntry, fault: BlobFault) => void,
): Promise<{ count: number; bytes: number }> {
  const { newHasher } = deps;
  const done = phase(deps, 'Blobs', total);
  const onBytes = (chunk: Uint8Array) => done(chunk.length);
  const copied = { count: 0, bytes: 0 };
  const waiting: StagedBlob[] = [];
  await forEachPooled(blobs, AT_ONCE, async (blob) => {
    done(0);
    if ((await glance(target, blob)) === null && (await check(target, newHasher, blob, onBytes)) === null) return;
    const sink = await target.stage();
    try {
      const fault = await check(source, newHasher, blob, async (chunk) => {
        await sink.write(chunk);
        onBytes(chunk);
      });
      if (fault) {
        onFault(blob, fault);
        await sink.abort();
        return;
      }
      waiting.push(await sink.end());
    } catch (error) {
      await sink.abort();
      throw error;
    }
    copied.count += 1;
    copied.bytes += blob.size;
    if (waiting.length >= KEPT_TOGETHER) await keepAll(target, waiting.splice(0));
  });
  await keepAll(target, waiting);
  return copied;
}

async function keepAll(target: BlobStore, staged: readonly StagedBlob[]): Promise<void> {
  await target.keep(staged);
  for (const blob of staged) await target.discard(blob);
}
