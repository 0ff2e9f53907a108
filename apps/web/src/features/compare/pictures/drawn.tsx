import css from './pictures.module.css';
import type { Place } from './placement.ts';
import type { ShownPicture } from './shown-picture.ts';

/** Dots of the screen for a pixel of the picture from which pixels are shown as squares. */
const SQUARE = 2;

interface DrawnProps {
  picture: ShownPicture;
  place: Place;
  scale: number;
}

/** A picture at its place in the compared area. */
export const Drawn = ({ picture, place, scale }: DrawnProps) => (
  <img
    src={picture.url}
    alt={picture.label}
    draggable={false}
    className={css['drawn']}
    style={{
      left: `${place.left}%`,
      top: `${place.top}%`,
      width: `${place.width}%`,
      height: `${place.height}%`,
      ...(scale >= SQUARE && !picture.isVector && { imageRendering: 'pixelated' }),
    }}
  />
);
