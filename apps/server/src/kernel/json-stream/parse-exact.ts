import { randomUUID } from 'node:crypto';

/** A number in its original spelling: `JSON.stringify` prints `rawJSON`. */
export interface RawJson {
  readonly rawJSON: string;
}

declare global {
  // In V8 since Node 21; TypeScript's library doesn't have it yet.
  interface JSON {
    rawJSON(text: string): RawJson;
    isRawJSON(value: unknown): value is RawJson;
  }
}

/**
 * Like `JSON.parse`, but a number that JavaScript would print differently (12345678901234567890, 1.0, 1e400, -0)
 * becomes a `RawJson`, so that `JSON.stringify` restores the original spelling. Throws `SyntaxError` like `JSON.parse`.
 */
export function parseExact(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // JSON.parse can pass each number's source to a reviver, but that takes 20 times as long as parsing.
  const marker = newMarker();
  const marked = markInexact(text, marker);
  if (marked === undefined) return value;
  const work = restoreMarked(JSON.parse(marked), marker);
  for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}

/** Makes the prefix of strings that stand for numbers; nobody can guess it. */
export const newMarker = (): string => randomUUID();

/** Tells whether JavaScript would print this JSON number differently; false if it is not a JSON number. */
export const isInexact = (text: string): boolean =>
  String(Number(text)) !== text && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text);

/** Replaces marked strings by exact numbers in the given value itself; pauses regularly. */
export function* restoreMarked(root: unknown, marker: string): Generator<void, unknown, void> {
  const holder: Record<string, unknown> = { root };
  const waiting: Container[] = [holder];
  let steps = 0;
  const restore = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith(marker)) return JSON.rawJSON(value.slice(marker.length));
    if (typeof value === 'object' && value !== null) waiting.push(value as Container); // an object or a list
    return value;
  };
  for (let container = waiting.pop(); container !== undefined; container = waiting.pop()) {
    if (Array.isArray(container)) {
      for (let index = 0; index < container.length; index++) {
        container[index] = restore(container[index]);
        if (++steps % STEPS_PER_PAUSE === 0) yield;
      }
    } else {
      for (const key of Object.keys(container)) {
        container[key] = restore(container[key]);
        if (++steps % STEPS_PER_PAUSE === 0) yield;
      }
    }
  }
  return holder['root'];
}

type Container = unknown[] | Record<string, unknown>;

/** About 10 ms of work. */
const STEPS_PER_PAUSE = 20_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isNumberCode = new Uint8Array(128);
for (const letter of '0123456789+-.eE') isNumberCode[letter.charCodeAt(0)] = 1;

/**
 * Replaces each inexact number of a valid JSON text by a string of `marker` and the number; undefined if there is none.
 */
function markInexact(text: string, marker: string): string | undefined {
  let marked = '';
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = closingQuote(text, at + 1);
    else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const start = at;
      while (isNumberCode[text.charCodeAt(at + 1)] === 1) at++;
      const end = at + 1;
      if (isShortInteger(text, start, end)) continue;
      const number = text.slice(start, end);
      if (!isInexact(number)) continue;
      marked += `${text.slice(copied, start)}"${marker}${number}"`;
      copied = end;
    }
  }
  return copied === 0 ? undefined : marked + text.slice(copied);
}

function closingQuote(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) at += code === BACKSLASH ? 2 : 1;
  return at;
}

/** Recognises most integers: too few digits to lose one, no fraction, no exponent, not `-0`. */
function isShortInteger(text: string, start: number, end: number): boolean {
  if (end - start > 15) return false;
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return !text.startsWith('-0', start);
}
