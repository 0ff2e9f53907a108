/** An order to the child process, one at a time. The bytes of the source follow on its standard input. */
export interface DrawOrder {
  id: number;
  /** Length of the source. */
  bytes: number;
  format: string;
  /** Side of the square that the picture is fitted into, in pixels. */
  size: number;
  as: 'png' | 'webp' | 'fingerprint';
  /** Sources with more pixels are refused after reading the header. */
  maxPixels: number;
  /** The child ends itself when its resident memory exceeds this. */
  memoryMb: number;
  /**
   * The child ends itself when it and its Ghostscript have used this processor time; waiting on a busy machine doesn't
   * count.
   */
  workMs: number;
  /**
   * When this is nearly over and half of `workMs` is used, the child ends itself: the work, not the machine, is too
   * much.
   */
  timeoutMs: number;
}

/**
 * Result of an order. `costly`: a limit on processor time or memory, or a crash, ended it; another attempt would too.
 */
export type Drawing = { picture: Uint8Array } | { picture: null; costly: boolean };

/** Messages of the child: that it is ready, then one answer per order. */
export type WorkerMessage = { ready: true } | DrawAnswer;

export interface DrawAnswer {
  id: number;
  picture: Uint8Array | null;
  costly: boolean;
  /** Processor time of the child since it started. */
  workedMs: number;
}

export function isWorkerMessage(message: unknown): message is WorkerMessage {
  if (typeof message !== 'object' || message === null) return false;
  if ('ready' in message) return message.ready === true;
  if (!('id' in message && 'picture' in message && 'costly' in message && 'workedMs' in message)) return false;
  const { id, picture, costly, workedMs } = message;
  const isPicture = picture === null || picture instanceof Uint8Array;
  return typeof id === 'number' && isPicture && typeof costly === 'boolean' && typeof workedMs === 'number';
}
