import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stores } from '../../../kernel/blobs/index.ts';
import type { NoStill, Pages } from '../../../kernel/pages/index.ts';
import type { Lend, Turn } from '../../../kernel/pictures/index.ts';
import type { DataRow } from '../../revision/index.ts';
import { keepSealed, unseal } from './sealed.ts';

/** A page that failed is not tried again for so long: it would fail the same way. In milliseconds. */
const PAUSE_MS = 10 * 60_000;
const MOST_FAILURES = 10_000;

export interface StillDeps {
  blobs: Pick<Stores, 'of'>;
  pages: Pick<Pages, 'still' | 'hasRoom'>;
  folder: string;
}

/** The file of a page's picture, or the reason why there is none. */
export type KeptStill = { file: string } | { why: NoStill };

/** Keeps pictures of interactive pages. Thumbnails of all sizes are drawn from them. */
export function createStills({ blobs, pages, folder }: StillDeps) {
  const failures = new Map<string, { until: number; why: NoStill }>();
  const fileOf = (hash: string): string => join(folder, hash.slice(0, 2), `${hash}-page.png`);

  function remember(hash: string, why: NoStill): void {
    failures.delete(hash);
    failures.set(hash, { until: performance.now() + PAUSE_MS, why });
    const [oldest] = failures.keys();
    if (failures.size > MOST_FAILURES && oldest !== undefined) failures.delete(oldest);
  }

  return {
    async of(row: DataRow, turn: Turn): Promise<KeptStill> {
      const file = fileOf(row.hash);
      if (await readFile(file).then(unseal, () => null)) return { file };
      const failure = failures.get(row.hash);
      if (failure && performance.now() < failure.until) return { why: failure.why };
      const lend: Lend = (work) => blobs.of(row.store).withLocalFile(row.hash, row.size_bytes, work);
      const still = await pages.still({ path: row.hash, lend }, turn);
      if (still.picture) {
        await keepSealed(file, still.picture);
        return { file };
      }
      // Another machine's browser has nothing to do with this page.
      if (still.why !== 'unavailable') remember(row.hash, still.why);
      return { why: still.why };
    },
  };
}
