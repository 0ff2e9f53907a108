import { queryOptions } from '@tanstack/react-query';
import type { Size } from '../../../ui/zoom/zoom.ts';
import { loadImage } from './load-image.ts';
import type { ShownPicture } from './shown-picture.ts';

/** Size of a picture in its own pixels. */
export const sizeQuery = ({ url, hash }: ShownPicture) =>
  queryOptions({
    queryKey: ['data', 'size', hash],
    queryFn: async (): Promise<Size> => {
      const image = await loadImage(url);
      return { width: image.naturalWidth || 1, height: image.naturalHeight || 1 };
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
