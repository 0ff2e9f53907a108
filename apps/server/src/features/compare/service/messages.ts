import type { Revision } from '@gofigr/compare';
import type { Choice } from './choice.ts';

/** Messages to the child: two revisions to compare, then the bytes that it asks for. Null: they can't be read. */
export type ToChild =
  | { job: number; a: Revision; b: Revision; choice: Choice | undefined }
  | { id: string; bytes: Uint8Array<ArrayBuffer> | null };

/** Messages of the child: a datum whose bytes it needs, or the comparison as JSON. */
export type FromChild = { ready: true } | { need: string } | { job: number; result: string };

/** Checks a message of the child, which decodes untrusted bytes. */
export function isFromChild(message: unknown): message is FromChild {
  if (typeof message !== 'object' || message === null) return false;
  if ('need' in message) return typeof message.need === 'string';
  if ('result' in message) return typeof message.result === 'string' && 'job' in message;
  return 'ready' in message;
}
