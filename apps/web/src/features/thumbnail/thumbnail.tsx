import { IconChartScatter, IconFile } from '@tabler/icons-react';
import { useState } from 'react';
import { urlOf } from '../../lib/api.ts';
import css from './thumbnail.module.css';

interface ThumbnailProps {
  kind: 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';
  id: string;
  size?: 'card' | 'small';
  /** Is another when the picture may be: browsers keep what they have of this one for good. */
  version: string | null;
}

/** Pixels, for screens of one and of two pixels a point. */
const PIXELS = { card: [256, 512], small: [64, 128] } as const;

/** The picture of a thing, or a placeholder while there is none. What it shows is named beside it: no alternative text. */
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
