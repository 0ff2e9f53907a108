import { stat } from 'node:fs/promises';
import { blobsOfStates } from './blob-lists.ts';
import { rowsIn } from './manifest.ts';
import { existingStates, readVerified, type State, type Verified, type WholeState } from './states.ts';

export interface StateSummary {
  state: string;
  /** Null for a state without a readable manifest. */
  created: string | null;
  rows: number;
  /** Blobs of this state, which other states may share. */
  blobs: { count: number; bytes: number };
  /** Bytes of its files of rows. */
  bytes: number;
  /** The last check; null: none. */
  verified: Verified | null;
  /** Why the state can't be read. */
  fault: string | null;
}

export interface StateList {
  /** Oldest first. */
  states: StateSummary[];
  /** Blobs of all states, each once; null if a list can't be read. */
  blobs: { count: number; bytes: number } | null;
}

/** Lists the states of a backup folder, without checking them. */
export async function listStates(dir: string): Promise<StateList> {
  const states = await existingStates(dir);
  const whole = states.filter((state): state is WholeState => state.manifest !== null);
  return { states: await Promise.all(states.map(summarize)), blobs: await total(whole).catch(() => null) };
}

async function summarize(state: State): Promise<StateSummary> {
  const { name, manifest, paths, fault } = state;
  const verified = await readVerified(state);
  if (manifest === null)
    return {
      state: name,
      created: null,
      rows: 0,
      blobs: { count: 0, bytes: 0 },
      bytes: 0,
      verified,
      fault: fault.message,
    };
  const { count, bytes } = manifest.blobs;
  const files = [...Object.keys(manifest.tables).map(paths.table), paths.blobList];
  const sizes = await Promise.all(
    files.map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return {
    state: name,
    created: manifest.created,
    rows: rowsIn(manifest),
    blobs: { count, bytes },
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    verified,
    fault: null,
  };
}

async function total(states: readonly WholeState[]): Promise<{ count: number; bytes: number }> {
  const all = { count: 0, bytes: 0 };
  for await (const { size } of blobsOfStates(states)) {
    all.count++;
    all.bytes += size;
  }
  return all;
}
