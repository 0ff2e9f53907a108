import { readFile } from 'node:fs/promises';
import { type Comparison, compareRevisions } from '@gofigr/compare';
import type { Stores } from '../../kernel/blobs/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { type CompareChild, createCompareChild, type ReadBytes } from './service/child.ts';
import type { Choice } from './service/choice.ts';
import { type Inputs, inputsOf } from './service/inputs.ts';
import { findComparison, keepComparison, neighboursOf } from './store.ts';
import type { MadeComparison } from './wire.ts';

/** Comparisons that wait. Further ones are refused. */
const MOST_WAITING = 20;
const MOST_OF_ONE = 3;

/** Characters of a stored result. */
const LONGEST = 1_000_000;

/** Stored part of a result. A longer one is compared again for each request. */
type Kept = Comparison | Pick<Comparison, 'line' | 'equal'>;

export interface ComparisonDeps {
  db: Db;
  clock: Clock;
  blobs: Pick<Stores, 'of'>;
  /** Gets failures of the child process. */
  report(error: unknown): void;
  child?: CompareChild;
}

export interface Comparisons {
  /**
   * Compares two revisions, or returns the stored result. `caller`: the user; null: one who gets only stored results.
   * `choice`: how tables are compared; such results are never stored. Throws `unavailable` if too many comparisons wait.
   */
  of(a: string, b: string, caller: string | null, choice?: Choice): Promise<MadeComparison>;
  /** Compares a revision with the one before it, and stores the result. Returns whether there is one before. */
  store(revisionId: string): Promise<boolean>;
  close(): void;
}

export function createComparisons({
  db,
  clock,
  blobs,
  report,
  child = createCompareChild(),
}: ComparisonDeps): Comparisons {
  const waiting = new Map<string, { made: Promise<Comparison>; caller: string }>();
  let closed = false;

  /** Equal requests share one comparison. */
  function compare(inputs: Inputs, caller: string, choice?: Choice): Promise<Comparison> {
    const request = JSON.stringify([inputs.state, choice]);
    const known = waiting.get(request);
    if (known) return known.made;
    const own = [...waiting.values()].filter((one) => one.caller === caller).length;
    if (waiting.size >= MOST_WAITING || own >= MOST_OF_ONE) throw busy();
    const made = run(inputs, choice).finally(() => waiting.delete(request));
    waiting.set(request, { made, caller });
    return made;
  }

  async function run({ a, b, rows }: Inputs, choice?: Choice): Promise<Comparison> {
    const read: ReadBytes = async (id) => {
      const row = rows.get(id);
      if (!row) return null;
      return blobs.of(row.store).withLocalFile(row.hash, row.size_bytes, (path) => readFile(path));
    };
    try {
      return JSON.parse(await child.compare(a, b, read, choice)) as Comparison; // our own child made it, of this type
    } catch (error) {
      if (closed) throw error;
      report(error);
      // A hostile file can end the child. The rest needs no bytes.
      return compareRevisions(a, b, async () => ({ skipped: 'its comparison failed' }));
    }
  }

  async function stored(a: string, b: string, state: string): Promise<{ kept: Kept; madeOn: number } | undefined> {
    const row = await findComparison(db, b);
    if (row?.before_id !== a || row.state !== state) return undefined;
    return { kept: JSON.parse(row.result) as Kept, madeOn: row.made_on }; // stored by `keep`
  }

  async function keep(a: string, b: string, state: string, kept: Kept, madeOn: number): Promise<void> {
    const { line, equal } = kept;
    const whole = JSON.stringify(kept);
    const result = whole.length > LONGEST ? JSON.stringify({ line, equal }) : whole;
    await keepComparison(db, { revision_id: b, before_id: a, state, result, made_on: madeOn });
  }

  return {
    async of(a, b, caller, choice) {
      // A change after this time makes the result stale.
      const madeOn = clock.now();
      const inputs = await inputsOf(db, a, b);
      const known = choice ? undefined : await stored(a, b, inputs.state);
      if (known && 'pictures' in known.kept) return { comparison: known.kept, madeOn: known.madeOn };
      if (caller === null) throw choice ? notChosen() : notStored();
      const comparison = await compare(inputs, caller, choice);
      if (!choice && !known && (await neighboursOf(db, b)).before === a)
        await keep(a, b, inputs.state, comparison, madeOn).catch(report);
      return { comparison, madeOn };
    },
    async store(revisionId) {
      const { before } = await neighboursOf(db, revisionId);
      if (before === undefined) return false;
      const madeOn = clock.now();
      const inputs = await inputsOf(db, before, revisionId);
      const known = await stored(before, revisionId, inputs.state);
      // A new time tells that a known result holds after the last change, too.
      const kept = known?.kept ?? (await compare(inputs, 'the server'));
      await keep(before, revisionId, inputs.state, kept, madeOn);
      return true;
    },
    close() {
      closed = true;
      child.close();
    },
  };
}

const notStored = () =>
  new ApiError('not_found', 'This comparison is not stored. Sign in, and the server compares the revisions.');

const notChosen = () =>
  new ApiError(
    'not_found',
    'Comparisons with `keys` or `tolerance` are never stored. Sign in, and the server compares the tables, or leave both out.',
  );

const busy = () =>
  new ApiError('unavailable', 'Too many revisions are being compared. Try again in a moment.', {
    headers: { 'retry-after': '10' },
  });
