import { readFile } from 'node:fs/promises';
import { formatOf } from '../../../kernel/data-format.ts';
import type { NoStill } from '../../../kernel/pages/index.ts';
import type { Pictures, Turn } from '../../../kernel/pictures/index.ts';
import type { DataRow } from '../../revision/index.ts';
import type { Drawer, Wanted } from './drawer.ts';
import { drawPlaceholder } from './placeholder.ts';
import { keepSealed, unseal } from './sealed.ts';
import { createStills, type StillDeps } from './stills.ts';

export interface PageDrawerDeps extends StillDeps {
  pictures: Pick<Pictures, 'thumbnail'>;
}

/** A thumbnail of an interactive page, or a picture that says why there is none. */
export interface PageThumbnail {
  bytes: Uint8Array;
  /** Name of the picture for its tag. */
  tag: string;
  standsFor?: NoStill;
}

/** Draws thumbnails of interactive pages from one picture of each page. */
export function createPageDrawer(deps: PageDrawerDeps, { keptAt }: Pick<Drawer, 'keptAt'>) {
  const stills = createStills(deps);
  return {
    hasRoom: deps.pages.hasRoom,
    /** Returns null if the picture of the page can't be drawn again. Throws for damaged bytes, and if too many wait. */
    async thumbnail(row: DataRow, wanted: Wanted, turn: Turn): Promise<PageThumbnail | null> {
      const path = keptAt(row.hash, wanted);
      const tag = `${row.hash}-${wanted.size}-${wanted.as}`;
      const kept = await readFile(path).then(unseal, () => null);
      if (kept) return { bytes: kept, tag };
      const still = await stills.of(row, turn);
      if ('why' in still) {
        const bytes = await drawPlaceholder(still.why, { ...wanted, turn }, deps);
        return bytes && { bytes, tag: `${still.why}-${wanted.size}-${wanted.as}`, standsFor: still.why };
      }
      const { picture } = await deps.pictures.thumbnail({ path: still.file, format: 'png', ...wanted }, turn);
      if (!picture) return null;
      await keepSealed(path, picture);
      return { bytes: picture, tag };
    },
  };
}

/** The interactive page among the data of a revision. */
export const pageOf = (data: readonly DataRow[]): DataRow | undefined =>
  data.find((row) => row.type === 'image' && formatOf(row)?.shown === 'frame');
