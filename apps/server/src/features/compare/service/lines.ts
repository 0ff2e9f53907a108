import { withAssets } from '@gofigr/compare';
import type { Principal } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { startsOfStored } from '../store.ts';
import { usedAssets } from './used-assets.ts';

/**
 * The stored line of each revision, with the used assets that the reader may view. `revisions` are revisions of one
 * figure in order of their number, which the reader may view. Leaves out those whose comparison with the one before it
 * is missing or older than a change of either.
 */
export async function storedLines(
  db: Db,
  principal: Principal,
  revisions: readonly string[],
): Promise<Map<string, string>> {
  const starts = new Map((await startsOfStored(db, revisions)).map((row) => [row.revision_id, row]));
  const assetsOf = await usedAssets(db, principal, revisions);
  const lines = new Map<string, string>();
  for (const [index, id] of revisions.entries()) {
    const before = revisions[index - 1];
    const stored = starts.get(id);
    const found = stored && stored.before_id === before ? lineIn(stored.start) : undefined;
    if (before !== undefined && found) lines.set(id, withAssets(found, assetsOf(before), assetsOf(id)).line);
  }
  return lines;
}

/** Reads the first fields of a stored result. A line that is not whole there ends with "…". */
export function lineIn(start: string): { line: string; equal: boolean } | undefined {
  const [, text, rest] = /^\{"line":"((?:[^"\\]|\\u[\da-f]{4}|\\[^u])*)(.*)/su.exec(start) ?? [];
  if (text === undefined || rest === undefined) return undefined;
  const line = `${JSON.parse(`"${text}"`)}${rest.startsWith('"') ? '' : '…'}`;
  return { line, equal: rest.startsWith('","equal":true') };
}
