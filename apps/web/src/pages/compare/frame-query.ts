import type { Revision } from '@gofigr/contract';
import { queryOptions } from '@tanstack/react-query';
import { pictureOf } from '../../features/data/index.ts';
import { revisionQuery } from '../../features/revision/index.ts';
import type { Size } from '../../ui/zoom/zoom.ts';

/** A revision with its picture, which the browser has decoded. */
export interface FrameOfRevision {
  revision: Revision;
  /** Undefined if it has no picture that can be shown. */
  picture: { url: string; isVector: boolean; natural: Size } | undefined;
}

/** The picture of a revision, ready to be shown at once. */
export const frameQuery = (id: string) =>
  queryOptions({
    queryKey: ['revision', id, 'frame'],
    queryFn: async ({ client }): Promise<FrameOfRevision> => {
      const revision = await client.ensureQueryData(revisionQuery(id));
      const { url, isVector } = pictureOf(revision);
      const natural = await sizeOf(url);
      return { revision, picture: natural && { url, isVector, natural } };
    },
    // A picture that could not be shown is tried again.
    staleTime: ({ state }) => (state.data?.picture ? 60_000 : 0),
  });

async function sizeOf(url: string): Promise<Size | undefined> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return { width: image.naturalWidth || 1, height: image.naturalHeight || 1 };
  } catch {
    return undefined;
  }
}
