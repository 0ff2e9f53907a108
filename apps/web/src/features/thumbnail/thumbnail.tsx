import { IconChartScatter } from '@tabler/icons-react';
import { useState } from 'react';
import { apiUrl } from '../../lib/api.ts';
import css from './thumbnail.module.css';

interface ThumbnailProps {
  kind: 'analysis' | 'figure' | 'revision';
  id: string;
  size?: 'card' | 'small';
  /** Changes when the picture may have changed, so that a cached one isn't shown. */
  version?: string | null;
}

const PIXELS = { card: 512, small: 128 } as const;

/** The picture of a thing, or a placeholder while there is none. What it shows is named beside it: no alternative text. */
export function Thumbnail({ kind, id, size = 'card', version }: ThumbnailProps) {
  const query = version ? `?v=${Date.parse(version)}` : '';
  const url = apiUrl(`/${kind}/${id}/thumbnail/${PIXELS[size]}/picture/${query}`);
  const [missing, setMissing] = useState<string>();
  return (
    <div className={`${css['frame']} ${css[size]}`}>
      {missing === url ? (
        <IconChartScatter size={size === 'card' ? 40 : 20} stroke={1.2} aria-hidden />
      ) : (
        <img
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          className={css['picture']}
          onError={() => setMissing(url)}
        />
      )}
    </div>
  );
}
