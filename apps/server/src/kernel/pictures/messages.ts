import type { PictureFacts } from '@gofigr/contract';
import type { Format } from '@gofigr/contract/formats';

/** An order to the child process, one at a time. The bytes of the source follow on its standard input. */
export interface DrawOrder {
  id: number;
  /** Length of the source. */
  bytes: number;
  /** Name of the format, which the bytes decide. */
  format: string;
  program: NonNullable<Format['drawable']>;
  /** Page to draw, from 1. */
  page: number;
  /** Side of the square that the picture is fitted into, in pixels. */
  size: number;
  as: 'png' | 'webp' | 'fingerprint' | 'likeness' | 'text';
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

export type About = PictureFacts;

/** Causes of a missing picture. */
export const REASONS = [
  // A limit on processor time or memory, or a crash, ended the drawing; another attempt would end too.
  'too_costly',
  // Time was up on a busy machine.
  'too_slow',
  'too_many_pixels',
  'too_large',
  'no_such_page',
  'no_ghostscript',
  // Damaged, or in a format that is not drawn.
  'unreadable',
] as const;
export type Reason = (typeof REASONS)[number];

export type Drawing = { picture: Uint8Array; about: About } | { picture: null; reason: Reason };

/** Messages of the child: that it is ready, then one answer per order. */
export type WorkerMessage = { ready: true } | DrawAnswer;

export interface DrawAnswer {
  id: number;
  drawing: Drawing;
  /** Processor time of the child since it started. */
  workedMs: number;
}

/** Checks every field: hostile pictures may have taken over the child. */
export function isWorkerMessage(message: unknown): message is WorkerMessage {
  if (!isRecord(message)) return false;
  if ('ready' in message) return message['ready'] === true;
  return isNumber(message['id']) && isNumber(message['workedMs']) && isDrawing(message['drawing']);
}

function isDrawing(drawing: unknown): boolean {
  if (!isRecord(drawing)) return false;
  if (drawing['picture'] === null) return REASONS.some((reason) => reason === drawing['reason']);
  return drawing['picture'] instanceof Uint8Array && isAbout(drawing['about']);
}

function isAbout(about: unknown): boolean {
  if (!isRecord(about)) return false;
  const { width, height, pages, vector, range } = about;
  const isRange = range === undefined || (isRecord(range) && isNumber(range['least']) && isNumber(range['most']));
  return [width, height, pages].every(isNumber) && typeof vector === 'boolean' && isRange;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
