import { EXIT, Failure } from '../failure.ts';

/** Reads a number of lines from an option. */
export function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new Failure(EXIT.usage, '--limit takes a whole number from 1.');
}
