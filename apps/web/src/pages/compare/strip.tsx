import type { Figure } from '@gofigr/contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Thumbnail } from '../../features/thumbnail/index.ts';
import { useSize } from '../../ui/zoom/use-size.ts';
import css from './film.module.css';

/** Width of a revision in the strip, in pixels. */
const ITEM = 80;

interface StripProps {
  revisions: Figure['revisions'];
  index: number;
  onPick: (index: number) => void;
}

/** Shows the thumbnails of all revisions in a row. Only those in view are drawn. */
export function Strip({ revisions, index, onPick }: StripProps) {
  const scroll = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- warns users of the React compiler, which isn't used here
  const items = useVirtualizer({
    horizontal: true,
    count: revisions.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ITEM,
    overscan: 6,
  });
  const { width } = useSize(scroll);
  useEffect(() => {
    items.scrollToIndex(index, { align: 'center' });
  }, [items, index, width]);
  return (
    <div ref={scroll} className={css['strip']}>
      <ul aria-label="Revisions" style={{ width: items.getTotalSize() }}>
        {items.getVirtualItems().map(({ index: at, start }) => {
          const revision = revisions[at];
          if (!revision) return null;
          return (
            <li
              key={revision.api_id}
              style={{ left: start, width: ITEM }}
              aria-setsize={revisions.length}
              aria-posinset={at + 1}
            >
              <button
                type="button"
                aria-label={`Revision #${revision.revision_index + 1}`}
                aria-current={at === index}
                tabIndex={at === index ? 0 : -1}
                onClick={() => onPick(at)}
              >
                <Thumbnail kind="revision" id={revision.api_id} size="small" version={revision.updated_on} />
                <span>#{revision.revision_index + 1}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
