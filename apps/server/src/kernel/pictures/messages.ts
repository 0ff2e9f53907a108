/** What the parent asks of the child process, one at a time. */
export interface DrawOrder {
  id: number;
  path: string;
  format: string;
  /** Side of the square the picture is fitted into, in pixels. */
  size: number;
  as: 'png' | 'webp' | 'fingerprint';
  /** A source with more pixels than this is refused from its header alone. */
  maxPixels: number;
  /** The child ends itself when its resident memory grows beyond this. */
  memoryMb: number;
  /** The child ends itself when it has worked for longer than this; what it waits on a busy machine doesn't count. */
  workMs: number;
}

/** What the child says: once that it is ready, then one answer for each order. */
export type WorkerMessage = { ready: true } | { id: number; picture: Uint8Array | null };

export function isWorkerMessage(message: unknown): message is WorkerMessage {
  if (typeof message !== 'object' || message === null) return false;
  if ('ready' in message) return message.ready === true;
  if (!('id' in message) || !('picture' in message)) return false;
  return typeof message.id === 'number' && (message.picture === null || message.picture instanceof Uint8Array);
}
