import type { PictureDiff } from '@gofigr/compare';
import { Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { NotCompared } from '../not-compared.tsx';
import type { Alignment } from '../search.ts';
import { differenceQuery } from './difference-query.ts';
import { Mask } from './mask.tsx';
import css from './pictures.module.css';
import type { ShownPicture } from './shown-picture.ts';

interface DifferenceProps {
  a: ShownPicture;
  b: ShownPicture;
  threshold: number;
  align: Alignment;
}

/** The changed pixels in red, with boxes around them. It lies over the second picture. */
export function Changes(props: DifferenceProps) {
  const { data } = useDifference(props);
  if (!data) return null;
  const { area, boxes } = data.summary;
  return (
    <>
      <Mask key={`${props.threshold} ${props.align}`} tiles={data.tiles} area={area} />
      <svg
        className={css['changes']}
        viewBox={`0 0 ${area.width} ${area.height}`}
        preserveAspectRatio="none"
        aria-hidden
      >
        {boxes.map(({ x, y, width, height }) => (
          <rect key={`${x},${y}`} x={x} y={y} width={width} height={height} />
        ))}
      </svg>
    </>
  );
}

/** Says how much differs. */
export function Measured(props: DifferenceProps) {
  const { data, error } = useDifference(props);
  if (error) return <NotCompared what="The pictures" reason={error.message.replace(/\.$/, '')} />;
  if (!data) {
    return (
      <Text size="sm" c="dimmed" className={css['bar'] ?? ''} component="output">
        <Loader size={14} /> Comparing each pixel …
      </Text>
    );
  }
  return (
    <Text size="sm" className={css['bar'] ?? ''} component="output">
      {wordsOf(data.summary)}
    </Text>
  );
}

const useDifference = ({ a, b, threshold, align }: DifferenceProps) =>
  useQuery(differenceQuery(a, b, threshold, align));

const ALIGNED = {
  'top-left': 'aligned at the top left',
  centre: 'aligned at the centre',
  scaled: 'the second scaled to the first',
};

function wordsOf({ equal, a, b, align, changed, differing, percent, boxes }: PictureDiff): string {
  const count = (number: number) => number.toLocaleString('en');
  const sizes =
    align === 'same'
      ? ''
      : ` The sizes differ: ${a.width} × ${a.height} and ${b.width} × ${b.height}, ${ALIGNED[align]}.`;
  if (equal) return 'All pixels are the same.';
  if (changed === 0 && differing > 0)
    return `${count(differing)} pixels differ, all below the threshold or by anti-aliasing only.${sizes}`;
  if (changed === 0) return `All compared pixels are the same.${sizes}`;
  const share = percent < 0.01 ? 'less than 0.01' : percent.toLocaleString('en', { maximumFractionDigits: 2 });
  return `${count(changed)} pixels differ, ${share} %, in ${count(boxes.length)} ${boxes.length === 1 ? 'place' : 'places'}.${sizes}`;
}
