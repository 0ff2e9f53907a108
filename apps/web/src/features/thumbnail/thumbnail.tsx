import { IconChartScatter, IconFile } from '@tabler/icons-react';
import { useState } from 'react';
import { urlOf } from '../../lib/api.ts';
import css from './thumbnail.module.css';

interface ThumbnailProps {
  kind: 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';
  id: string;
  size?: 'card' | 'small';
  /** Changes with the image. Browsers cache the image of a version permanently. */
  version: string | null;
}

/** Widths in pixels, for screens with one and with two pixels per point. */
const PIXELS = { card: [256, 512], small: [64, 128] } as const;

/** Shows the image of an object, or a placeholder. It has no alternative text, because the name stands next to it. */
export function Thumbnail({ kind, id, size = 'card', version }: ThumbnailProps) {
  const [once, twice] = PIXELS[size].map((pixels) =>
    urlOf(`GET /${kind}/:id/thumbnail/:size/picture/`, {
      path: { id, size: String(pixels) },
      query: { v: String(version === null ? 0 : Date.parse(version)) },
    }),
  );
  const [missing, setMissing] = useState<string>();
  const isFile = kind === 'asset' || kind === 'asset_revision';
  const Placeholder = isFile ? IconFile : IconChartScatter;
  return (
    <div className={`${css['frame']} ${css[size]} ${missing === once && isFile ? css['file'] : ''}`}>
      {missing === once ? (
        <Placeholder size={size === 'card' ? 40 : 20} stroke={1.2} aria-hidden />
      ) : (
        <img
          src={once}
          srcSet={`${once} 1x, ${twice} 2x`}
          alt=""
          loading="lazy"
          decoding="async"
          className={css['picture']}
          onError={() => setMissing(once)}
        />
      )}
    </div>
  );
}
