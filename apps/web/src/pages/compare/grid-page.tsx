import { ActionIcon, Skeleton, Tooltip } from '@mantine/core';
import { IconEyeOff, IconX } from '@tabler/icons-react';
import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type CSSProperties, useRef } from 'react';
import { type CompareSearch, compareLink, MOST_SIDES } from '../../features/compare/index.ts';
import { figureQuery } from '../../features/figure/index.ts';
import { isMissing, isRefusal } from '../../lib/failure.ts';
import { Failure } from '../../ui/failure.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { When } from '../../ui/when.tsx';
import type { KeptView } from '../../ui/zoom/stage.tsx';
import { useLockedView } from '../../ui/zoom/use-locked-view.ts';
import { useSize } from '../../ui/zoom/use-size.ts';
import { columnsFor, GAP } from './columns.ts';
import { NoRevision } from './find-revision.ts';
import { Frame } from './frame.tsx';
import type { FrameOfRevision } from './frame-query.ts';
import css from './grid.module.css';
import { Picker } from './picker.tsx';
import side from './side.module.css';
import { sideQuery } from './side-query.ts';

/** Shows up to 12 revisions, of one figure or of several, with one zoom for all. All its state is in the address. */
export function GridPage({ sides, search }: { sides: readonly string[]; search: CompareSearch }) {
  const grid = useRef<HTMLUListElement>(null);
  const { width } = useSize(grid);
  const navigate = useNavigate();
  const frames = useQueries({ queries: sides.map((id) => sideQuery(id)) });
  const kept = useLockedView(
    search.view,
    (view) => void navigate({ to: '.', search: (old) => ({ ...old, view }), replace: true, resetScroll: false }),
  );
  const open = (ids: readonly string[]) => void navigate({ ...compareLink(ids), search, resetScroll: false });
  const [first, ...others] = frames.flatMap(({ data }) => (data ? [data.revision.figure] : []));
  const isOneFigure = others.every((figure) => figure === first);
  const figure = useQuery({ ...figureQuery(first ?? ''), enabled: first !== undefined && isOneFigure }).data;
  const leader = frames.findIndex(({ data }) => data?.picture);
  const columns = columnsFor(sides.length, width);
  const rows = Math.ceil(sides.length / columns);
  const isFull = sides.length >= MOST_SIDES;
  return (
    <Page title={sides.length === 1 ? 'Compare' : `Compare ${sides.length}`} size="full">
      <header className={css['head']}>
        <h1>{sides.length === 1 ? 'Compare with …' : `Compare ${sides.length}`}</h1>
        {isFull ? (
          <span className={css['quiet']}>No more than {MOST_SIDES}.</span>
        ) : (
          <Picker label="Add a figure or revision" action="Add" figure={figure} onPick={(id) => open([...sides, id])} />
        )}
      </header>
      <ul
        ref={grid}
        className={css['grid']}
        aria-label="Compared revisions"
        // React's type lacks own properties.
        style={{ gap: GAP, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, '--rows': rows } as CSSProperties}
      >
        {sides.map((id, index) => {
          const frame = frames[index];
          return (
            <li key={`${id}/${sides.indexOf(id) === index ? '' : index}`}>
              {frame && (
                <Cell
                  frame={frame}
                  kept={kept}
                  isFollower={index !== leader}
                  onRemove={sides.length > 1 ? () => open(sides.toSpliced(index, 1)) : undefined}
                />
              )}
            </li>
          );
        })}
      </ul>
    </Page>
  );
}

interface CellProps {
  frame: UseQueryResult<FrameOfRevision>;
  kept: KeptView;
  isFollower: boolean;
  onRemove: (() => void) | undefined;
}

function Cell({ frame: { data, error, refetch }, kept, isFollower, onRemove }: CellProps) {
  const name = data
    ? `${data.revision.figure_metadata.name} · Revision #${data.revision.revision_index + 1}`
    : undefined;
  const isHidden = error instanceof NoRevision || isMissing(error) || isRefusal(error);
  return (
    <section className={css['cell']} aria-label={name ?? (isHidden ? 'Not found or no access' : 'Loading')}>
      <div className={css['title']}>
        <div className={side['words']}>
          {data && (
            <TextLink
              to="/revision/$id"
              params={{ id: data.revision.api_id }}
              size="sm"
              fw={600}
              className={css['name'] ?? ''}
              title={name ?? ''}
            >
              <span dir="auto">{data.revision.figure_metadata.name}</span>
              <span>{`\u00a0· #${data.revision.revision_index + 1}`}</span>
            </TextLink>
          )}
          {data && (
            <div className={css['quiet']}>
              <When time={data.revision.created_on} />
            </div>
          )}
        </div>
        {onRemove && (
          <Tooltip label="Remove from this comparison">
            <ActionIcon variant="subtle" size={28} aria-label={`Remove ${name ?? 'this one'}`} onClick={onRemove}>
              <IconX size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <div className={css['stage']} data-empty={!data || undefined}>
        {data && <Frame frame={data} title={name ?? ''} kept={kept} isFollower={isFollower} />}
        {!data && !error && <Skeleton height="100%" radius={0} />}
        {!data && isHidden && (
          <p className={css['hidden']}>
            <IconEyeOff size={20} stroke={1.4} aria-hidden /> Not found or no access
          </p>
        )}
        {!data && error && !isHidden && (
          <Failure error={error} what="This revision could not be loaded" onRetry={() => void refetch()} />
        )}
      </div>
    </section>
  );
}
