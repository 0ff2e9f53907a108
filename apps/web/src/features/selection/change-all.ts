import { GoFigrError, type Parts } from '@gofigr/client/wire';
import type { BatchResult } from '@gofigr/contract';
import { call } from '../../lib/api.ts';
import { messageOf } from '../../lib/failure.ts';

/** A change of a batch, without its objects. */
export type BatchChange = Omit<Parts<'POST /batch/'>['body'], 'objects'>;

/** Objects in one request: few enough to show progress, and to lose little when the connection breaks. */
const AT_ONCE = 250;

export interface Outcome {
  done: string[];
  /** Objects that were not changed, and why, in words for the user. */
  failed: { id: string; reason: string }[];
}

interface Options {
  onProgress?: (count: number) => void;
  /** Ends the change after the request that runs. */
  signal?: AbortSignal;
}

/** Changes any number of objects. What was done stays done when something else fails, or when it is stopped. */
export async function changeAll(
  ids: readonly string[],
  change: BatchChange,
  { onProgress, signal }: Options = {},
): Promise<Outcome> {
  const outcome: Outcome = { done: [], failed: [] };
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    if (signal?.aborted) break;
    const some = ids.slice(start, start + AT_ONCE);
    try {
      const { objects } = await call('POST /batch/', { body: { ...change, objects: some } });
      for (const result of objects)
        if (isDone(result, change)) outcome.done.push(result.api_id);
        else outcome.failed.push({ id: result.api_id, reason: result.error?.detail ?? '' });
    } catch (error) {
      for (const id of some) outcome.failed.push({ id, reason: messageOf(error) });
    }
    onProgress?.(start + some.length);
  }
  return outcome;
}

/** Tells whether an object is as wanted. A deleted one is, also if a request deleted it whose answer was lost. */
const isDone = ({ status }: BatchResult, { action }: BatchChange): boolean =>
  status < 300 || (action === 'delete' && status === 404);

/** Does the same, and throws if anything failed: for what undoes a change. */
export async function changeEvery(ids: readonly string[], change: BatchChange): Promise<void> {
  const { failed } = await changeAll(ids, change);
  const [first] = failed;
  if (first) throw new GoFigrError(`${failed.length} of ${ids.length} could not be changed: ${first.reason}`);
}
