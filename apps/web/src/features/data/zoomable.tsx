import type { ReactNode } from 'react';
import { Layer, Stage } from '../../ui/zoom/stage.tsx';
import type { Size } from '../../ui/zoom/zoom.ts';
import { useView } from './use-view.ts';

interface ZoomableProps {
  /** Size of the picture in its own pixels; undefined while it is unknown. */
  natural: Size | undefined;
  isVector: boolean;
  /** Pictures at the same place, such as the revisions of a figure, share scale and position. */
  place: string;
  onSize?: (dots: Size) => void;
  footer?: ReactNode;
  /** The picture, which fills its box. `scale` is in dots for each of its pixels. */
  children: (scale: number) => ReactNode;
}

/** Shows its content on a stage that keeps its view from revision to revision. */
export function Zoomable({ natural: known, place, children, ...rest }: ZoomableProps) {
  const { kept, natural } = useView(place, known);
  return (
    <Stage natural={natural} kept={kept} hasScaleKeys {...rest}>
      {(scale, box) => <Layer box={box}>{children(scale)}</Layer>}
    </Stage>
  );
}
