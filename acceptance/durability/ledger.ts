/** A datum as it was sent. */
export type SentDatum = { name: string; type: string; metadata: Record<string, unknown>; hash: string; size: number };

/** What a revision may be: its metadata and its data in order, or absent. */
export type State = { note: string; data: readonly SentDatum[] } | 'absent';

/**
 * What the server has promised of one revision. Before a call its outcome joins what is possible; its acknowledgement
 * leaves only that.
 */
export type Entry = {
  id: string;
  figure: string;
  possible: State[];
  /** A call was cut off. */
  isCut: boolean;
};

export const newEntry = (id: string, figure: string): Entry => ({ id, figure, possible: ['absent'], isCut: false });

/** Runs a call that takes a revision to another state, and writes down what may have become of it. */
export async function attempt<T>(entry: Entry, outcome: State, call: () => Promise<T>): Promise<T> {
  entry.possible.push(outcome);
  entry.isCut = true;
  const answer = await call();
  entry.possible = [outcome];
  entry.isCut = false;
  return answer;
}
