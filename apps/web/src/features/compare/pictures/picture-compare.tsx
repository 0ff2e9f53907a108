import { Button, NativeSelect, SegmentedControl, Skeleton, Slider } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useKeys } from '../../../lib/use-keys.ts';
import { useActiveInView } from '../../../ui/active-in-view.ts';
import { Later } from '../../../ui/later.tsx';
import { Layer, Stage } from '../../../ui/zoom/stage.tsx';
import { useLockedView } from '../../../ui/zoom/use-locked-view.ts';
import type { Size } from '../../../ui/zoom/zoom.ts';
import { NotCompared } from '../not-compared.tsx';
import { ALIGNMENTS, type Alignment, type CompareSearch, MODES, type Mode } from '../search.ts';
import { Changes, Measured } from './difference.tsx';
import { Drawn } from './drawn.tsx';
import css from './pictures.module.css';
import { placementOf } from './placement.ts';
import type { ShownPicture } from './shown-picture.ts';
import { sizeQuery } from './size-query.ts';

const NAMES: Record<Mode, string> = {
  beside: 'Side by side',
  swipe: 'Swipe',
  onion: 'Onion skin',
  blink: 'Blink',
  difference: 'Difference',
};
const ALIGNED: Record<Alignment, string> = {
  'top-left': 'Align top left',
  centre: 'Align centre',
  scaled: 'Scale to the first',
};
/** Difference of two colours that counts unless another is chosen; the library's own. */
const THRESHOLD = 0.1;
/** Time for which each picture is shown, in milliseconds. More than three changes a second can hurt people. */
const BLINK = 800;

interface PictureCompareProps {
  a: ShownPicture;
  b: ShownPicture;
  search: CompareSearch;
  onChange: (change: CompareSearch) => void;
  /** Chooses the picture, at the end of the bar. */
  choice: ReactNode;
}

/** Shows two pictures in one of five ways, with one zoom for both. */
export function PictureCompare({ a, b, search, onChange, choice }: PictureCompareProps) {
  const sizes = [useQuery(sizeQuery(a)), useQuery(sizeQuery(b))];
  const [size, other] = sizes.map(({ data }) => data);
  const failed = sizes.find(({ isError }) => isError);
  const { mode = 'beside', threshold = THRESHOLD, align = 'top-left' } = search;
  useKeys(Object.fromEntries(MODES.map((one, index) => [`${index + 1}`, () => onChange({ mode: one })])));
  const row = useActiveInView<HTMLDivElement>();
  if (failed) return <NotCompared what="The pictures" reason="the browser can't show one of them" />;
  return (
    <>
      <div className={css['bar']}>
        <div className={css['modes']} ref={row}>
          <SegmentedControl
            size="xs"
            aria-label="Way to compare"
            value={mode}
            onChange={(value) => onChange({ mode: value })} // one of `data`
            data={MODES.map((value) => ({ value, label: NAMES[value] }))}
          />
        </div>
        <Options a={a} b={b} unlike={isUnlike(size, other)} search={search} onChange={onChange} />
        <div className={css['push']}>{choice}</div>
      </div>
      {mode === 'difference' && <Measured a={a} b={b} threshold={threshold} align={align} />}
      {size && other ? (
        <Later before={<Skeleton className={css['stage'] ?? ''} />}>
          <Shown a={a} b={b} sizes={[size, other]} search={search} onChange={onChange} />
        </Later>
      ) : (
        <Skeleton className={css['stage'] ?? ''} />
      )}
    </>
  );
}

const isUnlike = (a: Size | undefined, b: Size | undefined): boolean =>
  a !== undefined && b !== undefined && (a.width !== b.width || a.height !== b.height);

type PartProps = Omit<PictureCompareProps, 'choice'>;

function Options({ a, b, unlike, search, onChange }: PartProps & { unlike: boolean }) {
  const { mode, share = 50, threshold = THRESHOLD } = search;
  return (
    <>
      {(mode === 'swipe' || mode === 'onion') && (
        <div className={css['slider']} data-arrows="own">
          {a.label}
          <Slider
            value={share}
            onChange={(value) => onChange({ share: value })}
            label={(value) => `${value} %`}
            thumbLabel={mode === 'swipe' ? 'Place of the line' : `Opacity of ${b.label}`}
            style={{ flex: 1 }}
          />
          {b.label}
        </div>
      )}
      {mode === 'difference' && (
        <div className={css['slider']} data-arrows="own">
          Threshold
          <Threshold value={threshold} onChange={(value) => onChange({ threshold: value })} />
        </div>
      )}
      {unlike && (
        <NativeSelect
          size="xs"
          aria-label="Placement of unlike sizes"
          value={search.align ?? 'top-left'}
          onChange={(event) => onChange({ align: event.currentTarget.value as Alignment })} // one of `data`
          data={ALIGNMENTS.map((value) => ({ value, label: ALIGNED[value] }))}
        />
      )}
    </>
  );
}

/** A slider whose value counts when it is let go: each one compares the whole pictures again. */
function Threshold({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [moving, setMoving] = useState<number>();
  return (
    <Slider
      value={moving ?? value}
      min={0}
      max={0.5}
      step={0.01}
      onChange={setMoving}
      onChangeEnd={(end) => {
        setMoving(undefined);
        onChange(end);
      }}
      label={(shown) => shown.toFixed(2)}
      thumbLabel="Threshold"
      style={{ flex: 1 }}
    />
  );
}

function Shown({ a, b, sizes, search, onChange }: PartProps & { sizes: [Size, Size] }) {
  const kept = useLockedView(search.view, (text) => onChange({ view: text }));
  const { mode = 'beside', share = 50, threshold = THRESHOLD, align = 'top-left' } = search;
  const { area, ...places } = placementOf(...sizes, align);
  const stage = { natural: area, isVector: a.isVector && b.isVector, kept };
  const first = (scale: number) => <Drawn picture={a} place={places.a} scale={scale} />;
  const second = (scale: number) => <Drawn picture={b} place={places.b} scale={scale} />;
  const blink = useBlink(mode === 'blink');
  if (mode === 'beside') {
    return (
      <div className={css['beside']}>
        {[a, b].map(({ label }, index) => (
          <figure key={index} className={css['side']}>
            <figcaption>{label}</figcaption>
            <section className={css['stage']} aria-label={label}>
              <Stage {...stage} isFollower={index === 0}>
                {(scale, box) => <Layer box={box}>{index === 0 ? first(scale) : second(scale)}</Layer>}
              </Stage>
            </section>
          </figure>
        ))}
      </div>
    );
  }
  const footer = mode === 'blink' && (
    <Button variant="default" size="compact-xs" h={28} onClick={blink.step}>
      {blink.running ? 'Stop' : 'Switch'}
    </Button>
  );
  return (
    <div className={css['shown']}>
      <section className={css['stage']} aria-label={NAMES[mode]}>
        <Stage {...stage} footer={footer || undefined}>
          {(scale, box) => (
            <>
              {mode === 'swipe' && (
                <>
                  <div className={css['layer']} style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}>
                    <Layer box={box}>{first(scale)}</Layer>
                  </div>
                  <div className={css['layer']} style={{ clipPath: `inset(0 0 0 ${share}%)` }}>
                    <Layer box={box}>{second(scale)}</Layer>
                  </div>
                  <div className={css['line']} style={{ left: `${share}%` }} />
                </>
              )}
              {mode === 'onion' && (
                <>
                  <Layer box={box}>{first(scale)}</Layer>
                  <div className={css['layer']} style={{ opacity: share / 100 }}>
                    <Layer box={box}>{second(scale)}</Layer>
                  </div>
                </>
              )}
              {mode === 'blink' && (
                <>
                  <Layer box={box}>{blink.on ? second(scale) : first(scale)}</Layer>
                  <span className={css['label']} style={{ left: 8 }}>
                    {(blink.on ? b : a).label}
                  </span>
                </>
              )}
              {mode === 'difference' && (
                <>
                  <div className={`${css['layer']} ${css['faint']}`}>
                    <Layer box={box}>{second(scale)}</Layer>
                  </div>
                  <Layer box={box}>
                    <Changes a={a} b={b} threshold={threshold} align={align} />
                  </Layer>
                </>
              )}
            </>
          )}
        </Stage>
      </section>
    </div>
  );
}

/** Turns between two pictures, by itself unless the user prefers less motion. A step stops it. */
function useBlink(wanted: boolean) {
  const isStill = useReducedMotion();
  const [on, setOn] = useState(false);
  const [stopped, setStopped] = useState(false);
  const running = wanted && !stopped && !isStill;
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setOn((old) => !old), BLINK);
    return () => clearInterval(timer);
  }, [running]);
  return {
    on,
    running,
    step: () => {
      setStopped(true);
      if (!running) setOn((old) => !old);
    },
  };
}
