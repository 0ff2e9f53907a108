import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react';
import { useKeys } from '../../lib/use-keys.ts';
import { useDensity } from './use-density.ts';
import { useGestures } from './use-gestures.ts';
import { useSize } from './use-size.ts';
import css from './zoom.module.css';
import {
  FIT,
  type Frame,
  largestScale,
  layout,
  moveBy,
  overflows,
  pinch,
  type Size,
  scaleOf,
  type View,
  zoomTo,
} from './zoom.ts';
import { ZoomControls } from './zoom-controls.tsx';

const STEP = 1.5;
/** Distance in CSS pixels of one press of an arrow key. */
const MOVE = 60;

/** A view that is kept elsewhere, such as one that several stages share. */
export interface KeptView {
  /** The view of a picture in this frame. */
  of: (frame: Frame) => View;
  change: (change: (view: View) => View, frame: Frame) => void;
}

interface StageProps {
  /** Size of the picture in its own pixels; undefined while it is unknown. */
  natural: Size | undefined;
  /** A vector drawing is measured in CSS pixels, others in dots of the screen. */
  isVector: boolean;
  kept: KeptView;
  /** Follows the view only. The keys and buttons are those of another stage. */
  isFollower?: boolean;
  /** Uses the keys 1 and 2 for 100 % and 200 %, unless the page has them for something else. */
  hasScaleKeys?: boolean;
  /** Reports the size in dots of the screen. */
  onSize?: ((dots: Size) => void) | undefined;
  /** Notes and buttons of the picture. */
  footer?: ReactNode;
  /** Draws the picture in boxes of this place and size. `scale` is in dots for each of its pixels. */
  children: (scale: number, box: CSSProperties) => ReactNode;
}

/**
 * Shows a picture as a whole, and from 100 % up to single pixels: by wheel, two fingers, buttons and keys. A picture
 * larger than its area can be moved.
 */
export function Stage(props: StageProps) {
  const { natural, isVector, kept, isFollower = false, hasScaleKeys = false, onSize, footer, children } = props;
  const area = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(area);
  const dots = useDensity();
  const isReady = natural !== undefined && width > 0 && height > 0;
  const frame = {
    area: { width, height },
    natural: natural ?? { width: 1, height: 1 },
    density: isVector ? 1 : dots,
  };
  const view = isReady ? kept.of(frame) : FIT;
  const box = layout(view, frame);
  const isLarge = isReady && overflows(view, frame);
  const change = (to: (old: View) => View) => isReady && kept.change(to, frame);
  const scaleBy = (factor: number) => change((old) => zoomTo(old, frame, scaleOf(old, frame) * factor));
  const scaleTo = (scale: number) => change((old) => zoomTo(old, frame, scale));
  const shift = (x: number, y: number) => change((old) => moveBy(old, frame, { x, y }));
  const fit = () => change(() => FIT);
  const closer = () => void scaleBy(STEP);
  const further = () => void scaleBy(1 / STEP);
  const [shownWidth, shownHeight] = [Math.round(box.width * dots), Math.round(box.height * dots)];

  useGestures(area, {
    canMove: isLarge,
    pinch: (by) => change((old) => pinch(old, frame, by)),
    toggle: (at) =>
      change((old) => (old.scale === 'fit' ? zoomTo(old, frame, Math.max(1, 2 * scaleOf(old, frame)), at) : FIT)),
  });
  useKeys(isFollower ? {} : { '+': closer, '=': closer, '-': further, '0': () => void fit() });
  useKeys(hasScaleKeys ? { '1': () => void scaleTo(1), '2': () => void scaleTo(2) } : {});
  useKeys(isLarge && !isFollower ? arrows(shift) : {}, 'first');
  useEffect(() => {
    if (isReady) onSize?.({ width: shownWidth, height: shownHeight });
  }, [isReady, shownWidth, shownHeight, onSize]);

  const style = isReady
    ? { width: box.width, height: box.height, transform: `translate(${box.left}px, ${box.top}px)` }
    : { width: '100%', height: '100%' };
  return (
    <div className={css['zoom']} data-large={isLarge || undefined} data-noted={footer !== undefined || undefined}>
      <div className={css['area']} ref={area}>
        {children(isReady ? scaleOf(view, frame) : 1, style)}
      </div>
      {!isFollower && (
        <div className={css['footer']}>
          {footer}
          <ZoomControls
            scale={isReady ? scaleOf(view, frame) : undefined}
            onCloser={closer}
            onFurther={further}
            onFit={() => void fit()}
            onScale={(scale) => void scaleTo(scale)}
            largest={largestScale(frame)}
          />
        </div>
      )}
    </div>
  );
}

/** Box of a picture. Boxes of one stage lie exactly on each other. */
export const Layer = ({ box, children }: { box: CSSProperties; children: ReactNode }) => (
  <div className={css['content']} style={box}>
    {children}
  </div>
);

const arrows = (shift: (x: number, y: number) => unknown) => ({
  ArrowLeft: () => void shift(MOVE, 0),
  ArrowRight: () => void shift(-MOVE, 0),
  ArrowUp: () => void shift(0, MOVE),
  ArrowDown: () => void shift(0, -MOVE),
});
