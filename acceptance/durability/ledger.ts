/** A datum as it was sent. */
export type SentDatum = { name: string; type: string; metadata: Record<string, unknown>; hash: string; size: number };

/** State of a revision: its metadata and its data in order, or absent. */
export type State = { note: string; data: readonly SentDatum[] } | 'absent';

/**
 * Possible states of one revision. A call adds its outcome to them, and its acknowledgement leaves only this outcome.
 */
export type Entry = {
  id: string;
  figure: string;
  possible: State[];
  /** Tells whether a call was cut off. */
  isCut: boolean;
};

export const newEntry = (id: string, figure: string): Entry => ({ id, figure, possible: ['absent'], isCut: false });

/** Runs a call that changes a revision, and records its possible states. */
export async function attempt<T>(entry: Entry, outcome: State, call: () => Promise<T>): Promise<T> {
  entry.possible.push(outcome);
  entry.isCut = true;
  const answer = await call();
  entry.possible = [outcome];
  entry.isCut = false;
  return answer;
}
