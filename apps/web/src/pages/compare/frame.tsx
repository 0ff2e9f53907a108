import { IconPhotoOff } from '@tabler/icons-react';
import { type KeptView, Layer, Stage } from '../../ui/zoom/stage.tsx';
import css from './frame.module.css';
import type { FrameOfRevision } from './frame-query.ts';

/** Dots of the screen for a pixel of the picture from which pixels are shown as squares. */
const SQUARE = 2;

interface FrameProps {
  frame: FrameOfRevision;
  title: string;
  kept: KeptView;
  /** Only follows the view of another frame. */
  isFollower?: boolean;
  /** Another frame is still loading. */
  isPast?: boolean;
}

/** Shows the picture of a revision in a view that it shares with others. It fills its positioned parent. */
export function Frame({ frame: { picture }, title, kept, isFollower = false, isPast = false }: FrameProps) {
  if (!picture) {
    return (
      <p className={css['none']}>
        <IconPhotoOff size={24} stroke={1.4} aria-hidden /> No picture to show
      </p>
    );
  }
  return (
    <Stage natural={picture.natural} isVector={picture.isVector} kept={kept} isFollower={isFollower}>
      {(scale, box) => (
        <Layer box={box}>
          <img
            key={picture.url}
            src={picture.url}
            alt={title}
            className={css['picture']}
            draggable={false}
            data-square={(!picture.isVector && scale >= SQUARE) || undefined}
            data-past={isPast || undefined}
          />
        </Layer>
      )}
    </Stage>
  );
}
