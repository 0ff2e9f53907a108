import { invalid } from './errors.ts';

/** Longest name that servers accept, in UTF-16 units. */
const LONGEST = 1024;

/** Compares names; "é" equals "e" with a combining accent. */
export const isSameName = (one: string, other: string): boolean => one.normalize('NFC') === other.normalize('NFC');

/**
 * Checks a name before anything is made. Shortens one that is too long at a word, with "…", as the Python package does.
 * Throws `invalid_request` for an empty one and for one that no server stores.
 */
export function checkedName(name: unknown, what: string): string {
  if (typeof name !== 'string') throw invalid(`The name of the ${what} must be a text, or { api_id }.`);
  if (name.trim() === '') throw invalid(`The name of the ${what} is empty.`);
  if (name.includes('\0')) throw invalid(`The name of the ${what} contains a NUL character.`);
  return shortened(name);
}

function shortened(name: string): string {
  if (name.length <= LONGEST) return name;
  const composed = name.normalize('NFC');
  if (composed.length <= LONGEST) return composed;
  // Half of a pair of surrogates is no character.
  const cut = composed.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '');
  const space = cut.lastIndexOf(' ');
  // A word of half the name isn't worth it, for example in languages without spaces.
  return `${(space * 2 > cut.length ? cut.slice(0, space) : cut).trimEnd()}…`;
}
