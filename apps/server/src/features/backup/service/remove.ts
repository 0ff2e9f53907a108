import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobFolder } from './blob-folder.ts';
import { blobsOfStates, isListIntact } from './blob-lists.ts';
import { type BackupDeps, phase } from './deps.ts';
import { lockForRemoval } from './hold.ts';
import { type Keep, kept } from './keep.ts';
import { blobsPath, isNamedByTime, readStates, removeState, type WholeState } from './states.ts';
import { hashesOf, without } from './streams.ts';

export interface Removal {
  /** All states of the folder after the backup, oldest first. */
  states: string[];
  removedStates: string[];
  /** Tells whether nothing was removed because somebody reads the folder; the next backup does it. */
  isPostponed: boolean;
  /** Damaged earlier states. */
  others: string[];
}

/**
 * Removes the states that `keep` doesn't keep, then the blobs that no state has. States that the administrator named, or
 * that can't be read, stay; and with the latter all blobs, since nobody knows which are theirs.
 */
export async function removeOldStates(
  deps: BackupDeps,
  dir: string,
  { target, made, keep }: { target: BlobFolder; made: WholeState; keep: Keep | null },
): Promise<Removal & { removedBlobs: number }> {
  const lock = lockForRemoval(dir);
  const before = await readStates(dir);
  const names = before.map(({ name }) => name);
  const broken = before.flatMap(({ fault }) => (fault === null ? [] : [fault.message]));
  if (!lock) return { states: names, removedStates: [], isPostponed: true, others: broken, removedBlobs: 0 };
  try {
    const whole = before.filter((state): state is WholeState => state.manifest !== null);
    const timed = whole.filter(isNamedByTime).map((state) => ({ state, created: state.manifest.created }));
    const staying = keep === null ? null : kept(timed, keep);
    const removed = timed
      .filter((one) => staying !== null && !staying.has(one) && one.state.name !== made.name)
      .map(({ state }) => state);
    const done = phase(deps, 'Old states', removed.length);
    for (const state of removed) {
      done(1);
      await removeState(dir, state);
    }
    const left = whole.filter((state) => !removed.includes(state));
    for (const state of left)
      if (!(await isListIntact(deps, state))) broken.push(`The list of blobs of the state ${state.name} is damaged.`);
    await rm(join(blobsPath(dir), 'tmp'), { recursive: true, force: true });
    const removedStates = removed.map(({ name }) => name);
    return {
      states: names.filter((name) => !removedStates.includes(name)),
      removedStates,
      isPostponed: false,
      others: broken.length > 0 ? [...broken, 'So no blobs were removed.'] : [],
      removedBlobs: broken.length > 0 ? 0 : await removeBlobs(deps, target, left),
    };
  } finally {
    lock.release();
  }
}

/** Removes the blobs that none of these states has. */
async function removeBlobs(deps: BackupDeps, target: BlobFolder, states: readonly WholeState[]): Promise<number> {
  const done = phase(deps, 'Old blobs', 0);
  let removed = 0;
  for await (const { hash } of without(target.list(), hashesOf(blobsOfStates(states)))) {
    done(0);
    await target.remove(hash);
    removed++;
  }
  return removed;
}
