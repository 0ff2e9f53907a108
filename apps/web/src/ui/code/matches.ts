/** Matches that are kept. More can't be stepped through. */
export const MOST_MATCHES = 1_000_000;

/** Finds a text in another, ignoring case. Returns the start and end of each match. */
export function findMatches(text: string, query: string): Uint32Array<ArrayBuffer> {
  if (query === '') return new Uint32Array();
  const found: number[] = [];
  const pattern = new RegExp(query.replace(/[$()*+./?[\\\]^{|}-]/g, String.raw`\$&`), 'giu');
  for (const { index, 0: match } of text.matchAll(pattern)) {
    found.push(index, index + match.length);
    if (found.length === 2 * MOST_MATCHES) break;
  }
  return Uint32Array.from(found);
}

/** Returns the number of the first match that ends after a position; the number of matches if there is none. */
export function matchAfter(matches: Uint32Array, position: number): number {
  let [low, high] = [0, matches.length / 2];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((matches[2 * middle + 1] ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
