import type { Figure } from '@gofigr/contract';
import { Skeleton } from '@mantine/core';
import { useDebouncedValue, useReducedMotion } from '@mantine/hooks';
import { IconMovie } from '@tabler/icons-react';
import { keepPreviousData, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { figureQuery } from '../../features/figure/index.ts';
import { Breadcrumb } from '../../features/path/index.ts';
import { useKeys } from '../../lib/use-keys.ts';
import { useSettled } from '../../lib/use-settled.ts';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { useLockedView } from '../../ui/zoom/use-locked-view.ts';
import css from './film.module.css';
import { FilmControls } from './film-controls.tsx';
import type { FilmSearch } from './film-search.ts';
import { Frame } from './frame.tsx';
import { frameQuery } from './frame-query.ts';
import side from './side.module.css';
import { Strip } from './strip.tsx';

/** Time for which a playing film shows each revision, in milliseconds. */
const PACE = 900;
/** Time without a step before a picture that isn't there yet is asked for, in milliseconds. */
const CALM = 80;
/** Revisions to load before they are shown, in this order. */
const AHEAD = [1, -1, 2, -2];

/** Shows the revisions of a figure one after the other at the same place. All its state is in the address. */
export function FilmPage({ id, search }: { id: string; search: FilmSearch }) {
  const { data: figure } = useSuspenseQuery(figureQuery(id));
  return (
    <Page title={`${figure.name}: film`} size="full">
      <header className={side['head']}>
        <Breadcrumb kind="figure" id={id} />
        <h1>Film</h1>
      </header>
      {figure.revisions.length === 0 ? (
        <Empty icon={<IconMovie size={30} stroke={1.4} />} title="No revisions yet">
          Publish to this figure, and its film begins.
        </Empty>
      ) : (
        <Film figure={figure} search={search} />
      )}
    </Page>
  );
}

function Film({ figure: { api_id: figure, name, revisions }, search }: { figure: Figure; search: FilmSearch }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const isStill = useReducedMotion(undefined, { getInitialValueInEffect: false });
  const [chosen, setChosen] = useState(search.revision);
  const [isPlaying, setIsPlaying] = useState(search.play === true && !isStill);
  const found = revisions.findIndex(({ api_id: id }) => id === chosen);
  const index = found === -1 ? revisions.length - 1 : found;
  const id = revisions[index]?.api_id ?? '';
  const change = (part: FilmSearch) =>
    void navigate({ to: '.', search: (old) => ({ ...old, ...part }), replace: true, resetScroll: false });
  // A playing film does not change the address with each step.
  useSettled(isPlaying ? search.revision : chosen, search.revision, (revision) => change({ revision }));
  useSettled(isPlaying || undefined, search.play, (play) => change({ play }));
  const kept = useLockedView(search.view, (view) => change({ view }));

  const isLoaded = queryClient.getQueryData(frameQuery(id).queryKey) !== undefined;
  const [calm] = useDebouncedValue(id, CALM);
  const wanted = isLoaded ? id : calm;
  const frame = useQuery({ ...frameQuery(wanted), placeholderData: keepPreviousData });
  const isPast = wanted !== id || frame.isPlaceholderData;
  const isShown = !isPast && frame.data !== undefined;
  const go = (to: number) => setChosen(revisions[Math.min(Math.max(to, 0), revisions.length - 1)]?.api_id);
  const toggle = () => setIsPlaying(!isPlaying);
  const step = (by: number) => () => {
    setIsPlaying(false);
    go(index + by);
  };
  useKeys({
    ArrowLeft: step(-1),
    ArrowRight: step(1),
    Home: () => go(0),
    End: () => go(revisions.length - 1),
    p: toggle,
  });

  useEffect(() => {
    if (!isShown) return undefined;
    for (const by of AHEAD) {
      const next = revisions[index + by];
      if (next) void queryClient.prefetchQuery(frameQuery(next.api_id));
    }
    if (!isPlaying) return undefined;
    const timer = setTimeout(() => setChosen(revisions[(index + 1) % revisions.length]?.api_id), PACE);
    return () => clearTimeout(timer);
  }, [isShown, isPlaying, index, revisions, queryClient]);

  return (
    <>
      <div className={css['stage']}>
        <Loaded of={frame} what="The picture" skeleton={<Skeleton height="100%" radius={0} />}>
          {(data) => (
            <Frame
              frame={data}
              title={`${name}, revision ${data.revision.revision_index + 1}`}
              kept={kept}
              isPast={isPast}
            />
          )}
        </Loaded>
      </div>
      <FilmControls
        figure={figure}
        revisions={revisions}
        index={index}
        isPlaying={isPlaying}
        onToggle={toggle}
        onGo={(to) => {
          setIsPlaying(false);
          go(to);
        }}
      />
      <Strip
        revisions={revisions}
        index={index}
        onPick={(to) => {
          setIsPlaying(false);
          go(to);
        }}
      />
    </>
  );
}
