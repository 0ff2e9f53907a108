import { useEffect, useRef, useState } from 'react';
import type { Size } from '../../../ui/zoom/zoom.ts';
import type { Tile } from './messages.ts';

interface MaskProps {
  tiles: readonly Tile[];
  area: Size;
}

/** Draws the changed pixels over the compared area, one tile a frame: all at once would block the page. */
export function Mask({ tiles, area }: MaskProps) {
  const [count, setCount] = useState(1);
  useEffect(() => {
    if (count >= tiles.length) return undefined;
    const frame = requestAnimationFrame(() => setCount(count + 1));
    return () => cancelAnimationFrame(frame);
  }, [count, tiles.length]);
  return tiles.slice(0, count).map((tile) => <DrawnTile key={`${tile.x},${tile.y}`} tile={tile} area={area} />);
}

function DrawnTile({ tile, area }: { tile: Tile; area: Size }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { x, y, bitmap } = tile;
  useEffect(() => {
    if (!canvas.current) return;
    canvas.current.width = bitmap.width;
    canvas.current.height = bitmap.height;
    canvas.current.getContext('2d')?.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  return (
    <canvas
      ref={canvas}
      aria-hidden
      style={{
        position: 'absolute',
        inset: 'auto',
        left: `${(100 * x) / area.width}%`,
        top: `${(100 * y) / area.height}%`,
        width: `${(100 * bitmap.width) / area.width}%`,
        height: `${(100 * bitmap.height) / area.height}%`,
      }}
    />
  );
}
