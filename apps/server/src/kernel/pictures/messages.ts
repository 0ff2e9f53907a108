/** What the parent asks of the child process, one at a time. The bytes of the source follow on its standard input. */
export interface DrawOrder {
  id: number;
  /** Length of the source. */
  bytes: number;
  format: string;
  /** Side of the square the picture is fitted into, in pixels. */
  size: number;
  as: 'png' | 'webp' | 'fingerprint';
  /** A source with more pixels than this is refused from its header alone. */
  maxPixels: number;
  /** The child ends itself when its resident memory grows beyond this. */
  memoryMb: number;
  /** The child ends itself when it and its Ghostscript have worked for longer; waiting on a busy machine doesn't count. */
  workMs: number;
  /** When this is nearly over and half of the work is done, the child ends itself: the work, not the machine, was too much. */
  timeoutMs: number;
}

/** What came of an order. `costly`: a limit on processor time or memory ended it, or a crash: another try would end the same way. */
export type Drawing = { picture: Uint8Array } | { picture: null; costly: boolean };

/** What the child says: once that it is ready, then one answer for each order. */
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
