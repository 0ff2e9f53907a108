import type { Data } from '@gofigr/contract';
import { Suspense, useState } from 'react';
import { lazyCode } from '../../lib/lazy-code.ts';
import { usePicture } from '../../lib/use-picture.ts';
import type { Size } from '../../ui/zoom/zoom.ts';
import { pictureUrl } from './datum.ts';
import { NoPreview } from './no-preview.tsx';
import css from './viewer.module.css';

// The image is shown first. The code to zoom is loaded later.
const Zoomable = lazyCode(async () => (await import('./zoomable.tsx')).Zoomable);

/** Dots of the screen for a pixel of the picture from which pixels are shown as squares. */
const SQUARE = 2;
/** Difference of the proportions of a picture and its drawing as SVG: sizes are rounded to pixels. */
const ALIKE = 0.02;

interface PictureProps {
  datum: Data;
  title: string;
  place: string;
  isVector: boolean;
  /** The same picture as SVG, which is shown enlarged. */
  drawing: Data | undefined;
}

/** Shows every image, also SVG, with `<img>`: there, scripts and links in it don't work. */
export function Picture({ datum, title, place, isVector, drawing }: PictureProps) {
  const url = pictureUrl(datum);
  const { isBroken, onError } = usePicture(url);
  const [natural, setNatural] = useState<Size>();
  if (isBroken) return <NoPreview datum={datum}>The browser can't show this image.</NoPreview>;
  const image = (isSquare: boolean) => (
    <img
      src={url}
      alt={title}
      className={css['picture']}
      data-square={isSquare || undefined}
      draggable={false}
      onError={onError}
      onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
        width > 0 && height > 0 && setNatural({ width, height })
      }
    />
  );
  return (
    <Suspense fallback={image(false)}>
      <Zoomable natural={natural} isVector={isVector} place={place}>
        {(scale) => (
          <>
            {image(!isVector && scale >= SQUARE)}
            {drawing && natural && scale > 1 && <Enlarged drawing={drawing} natural={natural} />}
          </>
        )}
      </Zoomable>
    </Suspense>
  );
}

/** Covers an enlarged picture with its drawing as SVG, if that has the same proportions. */
function Enlarged({ drawing, natural }: { drawing: Data; natural: Size }) {
  const [isAlike, setIsAlike] = useState(false);
  return (
    <img
      src={pictureUrl(drawing)}
      alt=""
      className={css['drawing']}
      draggable={false}
      hidden={!isAlike}
      onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
        const proportions = (naturalWidth * natural.height) / (naturalHeight * natural.width);
        setIsAlike(Math.abs(proportions - 1) < ALIKE);
      }}
    />
  );
}
