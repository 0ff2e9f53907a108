/**
 * Messages to the child: pages of a query as PNG, or a stored picture, with the pictures that may be found; then the
 * descriptions and thumbnails that it asks for, or a job whose result nobody needs any more.
 */
export type ToChild =
  | { job: number; pages: Uint8Array[]; allowed: string[] }
  | { job: number; like: string; allowed: string[] }
  | { cancelled: number }
  | { descriptions: { hash: string; descriptor: Uint8Array }[] }
  | { hash: string; thumbnail: Uint8Array | null };

/** A picture that a page shows. */
export interface Likeness {
  page: number;
  hash: string;
  score: number;
  isExact: boolean;
}

/** Texts of QR codes by page, and pictures that pages show, best first. */
export interface Sighting {
  codes: { page: number; text: string }[];
  likenesses: Likeness[];
}

/** A picture that resembles a stored one, from 0 to 1. */
export interface Near {
  hash: string;
  score: number;
}

/** Messages of the child: hashes without a description, a hash whose thumbnail it needs, or the result. */
export type FromChild =
  | { ready: true }
  | { lacks: string[] }
  | { need: string }
  | { job: number; sighting: Sighting }
  | { job: number; nearest: Near[] }
  | { job: number; problem: string };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isCode = (value: unknown): boolean =>
  isRecord(value) && typeof value['page'] === 'number' && typeof value['text'] === 'string';
const isNear = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) && typeof value['hash'] === 'string' && typeof value['score'] === 'number';
const isLikeness = (value: unknown): boolean =>
  isNear(value) && typeof value['page'] === 'number' && typeof value['isExact'] === 'boolean';

/** Checks every field of a message: the child decodes untrusted bytes. */
export function isFromChild(message: unknown): message is FromChild {
  if (!isRecord(message)) return false;
  if ('ready' in message) return message['ready'] === true;
  if ('lacks' in message)
    return Array.isArray(message['lacks']) && message['lacks'].every((one) => typeof one === 'string');
  if ('need' in message) return typeof message['need'] === 'string';
  if (typeof message['job'] !== 'number') return false;
  if ('problem' in message) return typeof message['problem'] === 'string';
  const { sighting, nearest } = message;
  if (nearest !== undefined) return Array.isArray(nearest) && nearest.every(isNear);
  if (!isRecord(sighting)) return false;
  const { codes, likenesses } = sighting;
  return Array.isArray(codes) && codes.every(isCode) && Array.isArray(likenesses) && likenesses.every(isLikeness);
}
