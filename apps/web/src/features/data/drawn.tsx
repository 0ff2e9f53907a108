import type { Data, PictureFacts } from '@gofigr/contract';
import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../lib/failure.ts';
import zoomCss from '../../ui/zoom/zoom.module.css';
import type { Size } from '../../ui/zoom/zoom.ts';
import { drawnQuery, sizeFor } from './drawn-query.ts';
import { NoPreview } from './no-preview.tsx';
import { Pages } from './pages.tsx';
import css from './viewer.module.css';
import { Zoomable } from './zoomable.tsx';

const FIRST = 2048;
const SQUARE = 2;
const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 7 });

/** Shows a picture that the server draws, such as EPS and TIFF, page by page. Enlarged, it is drawn anew. */
export function Drawn({ datum, title, place }: { datum: Data; title: string; place: string }) {
  const [page, setPage] = useState(1);
  const [dots, setDots] = useState<Size>({ width: 0, height: 0 });
  const first = useQuery(drawnQuery(datum, page, FIRST));
  const size = first.data ? sizeFor(dots, first.data.facts) : FIRST;
  const larger = useQuery({ ...drawnQuery(datum, page, size), enabled: size > FIRST });
  // The largest size may take the server too long. Then the last one stays.
  const [last, setLast] = useState<{ page: number; drawn: typeof larger.data }>();
  if (larger.data && larger.data !== last?.drawn) setLast({ page, drawn: larger.data });
  const shown = (last?.page === page ? last.drawn : undefined) ?? first.data;
  const [pages, setPages] = useState(1);
  const found = first.data?.facts.pages;
  if (found !== undefined && found !== pages) setPages(found);
  const steps = <Pages page={page} count={pages} onPage={setPage} />;
  if (first.error)
    return (
      <>
        <NoPreview datum={datum}>There is no picture to show. {messageOf(first.error)}</NoPreview>
        <div className={zoomCss['footer']}>{steps}</div>
      </>
    );
  if (!shown) return <Skeleton height="100%" radius={0} />;
  const { facts, url } = shown;
  return (
    <Zoomable
      natural={facts}
      isVector={facts.vector}
      place={place}
      onSize={setDots}
      footer={
        <>
          {steps}
          <Range facts={facts} />
        </>
      }
    >
      {(scale) => (
        <img
          src={url}
          alt={title}
          className={css['picture']}
          data-square={(!facts.vector && scale >= SQUARE) || undefined}
          draggable={false}
        />
      )}
    </Zoomable>
  );
}

/** Says which values are black and white. */
function Range({ facts: { range } }: { facts: PictureFacts }) {
  if (!range) return null;
  return (
    <Text size="xs" className={css['note'] ?? ''}>
      Shown from {number.format(range.least)} to {number.format(range.most)}
    </Text>
  );
}
