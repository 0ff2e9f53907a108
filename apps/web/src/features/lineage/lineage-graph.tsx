import type { Lineage } from '@gofigr/contract';
import { VisuallyHidden } from '@mantine/core';
import { IconChartScatter, IconFileDatabase } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fragment, useId, useLayoutEffect, useMemo, useRef } from 'react';
import { plural } from '../../lib/format.ts';
import { arrange, BOX, type Box, type Column, curve, type Line, placeBoxes } from './arrange.ts';
import css from './lineage.module.css';

/** Draws a lineage from left to right. Without the drawing it is a list of columns, each a list of links. */
export function LineageGraph({ lineage }: { lineage: Lineage }) {
  const { columns, lines } = useMemo(() => arrange(lineage), [lineage]);
  const { width, height, at } = useMemo(() => placeBoxes(columns), [columns]);
  const scroll = useRef<HTMLElement>(null);
  const marker = useId();
  const start = columns.findIndex(({ distance }) => distance === 0);
  useLayoutEffect(() => {
    // The shown object is in the middle.
    const view = scroll.current;
    if (view) view.scrollLeft = start * (BOX.width + BOX.gapX) - (view.clientWidth - BOX.width) / 2;
  }, [start]);
  const nameOf = new Map(columns.flatMap(({ boxes }) => boxes.map(({ key, name }) => [key, name] as const)));
  const sourcesOf = (key: string) => [
    ...new Set(lines.flatMap(({ from, to }) => (to === key ? [nameOf.get(from) ?? ''] : []))),
  ];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls it
    <section ref={scroll} className={css['scroll']} aria-label="Sources and results" tabIndex={0}>
      <div className={css['graph']} style={{ width, height }}>
        <svg className={css['lines']} width={width} height={height} aria-hidden>
          <defs>
            <marker id={marker} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0,0 L8,4 L0,8 z" className={css['head']} />
            </marker>
          </defs>
          {lines.map((line) => (
            <Edge key={`${line.from} ${line.to}`} line={line} at={at} marker={marker} />
          ))}
        </svg>
        {columns.map((column) => (
          <ul key={column.distance} aria-label={labelOf(column)} className={css['column']}>
            {column.boxes.map((box) => {
              const { x = 0, y = 0 } = at.get(box.key) ?? {};
              return (
                <li
                  key={box.key}
                  className={css['place']}
                  style={{ left: x, top: y, width: BOX.width, height: BOX.height }}
                >
                  <BoxLink box={box} isShown={column.distance === 0} sources={sourcesOf(box.key)} />
                </li>
              );
            })}
          </ul>
        ))}
      </div>
    </section>
  );
}

interface EdgeProps {
  line: Line;
  at: ReturnType<typeof placeBoxes>['at'];
  marker: string;
}

function Edge({ line: { from, to, type }, at, marker }: EdgeProps) {
  const [start, end] = [at.get(from), at.get(to)];
  if (!start || !end) return null;
  return <path d={curve(start, end)} className={css['line']} data-type={type} markerEnd={`url(#${marker})`} />;
}

const labelOf = ({ distance }: Column): string =>
  distance === 0 ? 'This one' : `${distance < 0 ? 'Sources' : 'Results'}, ${plural(Math.abs(distance), 'step')} away`;

interface BoxLinkProps {
  box: Box;
  isShown: boolean;
  /** Names of what it was made from. */
  sources: readonly string[];
}

function BoxLink({ box: { kind, name, revisions }, isShown, sources }: BoxLinkProps) {
  const [newest] = revisions;
  if (!newest) return null;
  const Icon = kind === 'revision' ? IconChartScatter : IconFileDatabase;
  return (
    <Link
      to={`/${kind}/$id`}
      params={{ id: newest.api_id }}
      className={css['box']}
      data-kind={kind}
      title={name}
      {...(isShown && { 'aria-current': 'true' as const })}
    >
      <Icon size={18} stroke={1.4} aria-hidden />
      <span className={css['words']}>
        <span className={css['name']} dir="auto">
          {name}
        </span>
        <span className={css['facts']}>{numbersOf(revisions.map((one) => one.revision_index + 1))}</span>
      </span>
      {sources.length > 0 && (
        <VisuallyHidden>
          , made from{' '}
          {sources.map((source, index) => (
            <Fragment key={source}>
              {index > 0 && ', '}
              <bdi>{source}</bdi>
            </Fragment>
          ))}
        </VisuallyHidden>
      )}
    </Link>
  );
}

/** Numbers of revisions, the newest first: `r3`, `r5, r3`, `7 revisions`. */
const numbersOf = (numbers: readonly number[]): string =>
  numbers.length <= 3 ? numbers.map((number) => `r${number}`).join(', ') : plural(numbers.length, 'revision');
