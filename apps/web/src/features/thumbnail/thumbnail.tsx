import type { Parts } from '@gofigr/client/wire';
import { IconChartScatter, IconFile } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { use } from 'react';
import { callBlob, urlOf } from '../../lib/api.ts';
import { nextTask } from '../../lib/next-task.ts';
import { usePicture } from '../../lib/use-picture.ts';
import { CARD_SIZES, CardSizeContext } from '../../ui/card-size.tsx';
import css from './thumbnail.module.css';

interface ThumbnailProps {
  kind: 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';
  id: string;
  size?: 'card' | 'small';
  /** Changes with the image. Browsers cache the image of a version permanently. */
  version: string | null;
}

/** Widths in pixels to choose from. */
const PIXELS = { card: [256, 512, 1024], small: [64, 128] } as const;
const SMALL = 64;

/** Shows the image of an object, or a placeholder. It has no alternative text, because the name stands next to it. */
export function Thumbnail({ kind, id, size = 'card', version }: ThumbnailProps) {
  const cards = use(CardSizeContext);
  const width = size === 'card' ? CARD_SIZES[cards].picture : SMALL;
  const partsOf = (pixels: number) => ({
    path: { id, size: String(pixels) },
    query: { v: String(version === null ? 0 : Date.parse(version)) },
  });
  const pictures = PIXELS[size].map((pixels) => {
    const url = urlOf(`GET /${kind}/:id/thumbnail/:size/picture/`, partsOf(pixels));
    return { url, source: `${url} ${pixels}w` };
  });
  const once = pictures[0]?.url ?? '';
  const { isBroken, onError } = usePicture(once);
  const isFile = kind === 'asset' || kind === 'asset_revision';
  return (
    <div className={`${css['frame']} ${css[size]} ${isBroken && isFile ? css['file'] : ''}`}>
      {isBroken ? (
        <Missing kind={kind} parts={partsOf(PIXELS[size][0])} size={size} />
      ) : (
        <img
          src={once}
          srcSet={pictures.map(({ source }) => source).join(', ')}
          sizes={`${width}px`}
          alt=""
          loading="lazy"
          decoding="async"
          className={css['picture']}
          onError={onError}
        />
      )}
    </div>
  );
}

type MissingProps = Required<Pick<ThumbnailProps, 'kind' | 'size'>> & {
  parts: Parts<`GET /${ThumbnailProps['kind']}/:id/thumbnail/:size/picture/`>;
};

/** Tells why there is no picture. */
function Missing({ kind, parts, size }: MissingProps) {
  const { path, query } = parts;
  const { data: reason } = useQuery({
    queryKey: [kind, path.id, 'no picture', path.size, query?.v],
    queryFn: async ({ signal }) => {
      // Each in a task of its own: the pictures of a whole gallery may be missing.
      await nextTask();
      return (await callBlob(`GET /${kind}/:id/thumbnail/:size/picture/`, { ...parts, signal }, 'GoFigr-Reason'))
        .header;
    },
  });
  const Placeholder = kind === 'asset' || kind === 'asset_revision' ? IconFile : IconChartScatter;
  return (
    <span className={css['missing']} title={reason ?? undefined}>
      <Placeholder size={size === 'card' ? 40 : 20} stroke={1.2} aria-hidden />
      {reason && size === 'card' && `No picture. ${reason}`}
    </span>
  );
}
