import type { DrawOrder } from './messages.ts';

/** Resources that a drawing has used so far: processor time, elapsed time, and memory. */
export interface Spent {
  workedMs: number;
  passedMs: number;
  memoryMb: number;
}

/** Share of the time limit after which half of the work limit counts as too much. */
const NEARLY = 0.95;
/** Share of the work limit after which a failed drawing is costly, even if no limit ended it. */
const MUCH = 0.25;

type Limits = Pick<DrawOrder, 'workMs' | 'timeoutMs' | 'memoryMb'>;

/** Tells whether a drawing must end because of its own cost, not because this machine is busy. */
export function isTooMuch({ workedMs, passedMs, memoryMb }: Spent, limits: Limits): boolean {
  const mayWorkMs = passedMs < NEARLY * limits.timeoutMs ? limits.workMs : limits.workMs / 2;
  return memoryMb > limits.memoryMb || workedMs > mayWorkMs;
}

/** Tells whether a failed drawing cost too much for another attempt soon. */
export const isCostly = (workedMs: number, limits: Limits): boolean => workedMs > MUCH * limits.workMs;
