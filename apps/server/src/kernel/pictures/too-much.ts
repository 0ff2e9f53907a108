import type { DrawOrder } from './messages.ts';

/** What a drawing has taken so far: processor time, time by the clock, and memory. */
export interface Spent {
  workedMs: number;
  passedMs: number;
  memoryMb: number;
}

/** Part of the time by the clock after which work that is half done is taken for too much. */
const NEARLY = 0.95;
/** Part of its work after which a drawing that fails is costly, though no limit ended it. */
const MUCH = 0.25;

type Limits = Pick<DrawOrder, 'workMs' | 'timeoutMs' | 'memoryMb'>;

/** Whether a drawing must end because of what it takes, and not because this machine is busy. */
export function isTooMuch({ workedMs, passedMs, memoryMb }: Spent, limits: Limits): boolean {
  const mayWorkMs = passedMs < NEARLY * limits.timeoutMs ? limits.workMs : limits.workMs / 2;
  return memoryMb > limits.memoryMb || workedMs > mayWorkMs;
}

/** Whether a drawing that came to nothing took so much that it is not worth another try soon. */
export const isCostly = (workedMs: number, limits: Limits): boolean => workedMs > MUCH * limits.workMs;
