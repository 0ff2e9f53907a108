import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { changesQuery, changeText } from '../../features/revision/index.ts';
import { withCode } from '../../ui/with-code.tsx';
import type { ListedRevision } from './neighbours.ts';
import css from './timeline.module.css';

interface ChangeProps {
  figure: string;
  revision: ListedRevision;
  /** Number of the newest revision. */
  newest: number;
}

/** Tells what changed in a revision, in a few lines of text. Longer texts can be opened. */
export function Change({ figure, revision, newest }: ChangeProps) {
  const { data: changes } = useQuery(changesQuery('figure', figure, revision.revision_index, newest));
  const change = changes?.find((one) => one.revision === revision.api_id);
  const number = revision.revision_index + 1;
  return (
    <Folded key={JSON.stringify(change)} what={`all changes of revision #${number}`}>
      {change && withCode(changeText(change, revision.revision_index))}
    </Folded>
  );
}

/** Shows a text that does not change. Of a long one, only the first lines, until it is opened. */
function Folded({ what, children }: { what: string; children: ReactNode }) {
  const text = useRef<HTMLDivElement>(null);
  const [isLong, setLong] = useState(false);
  const [isOpen, setOpen] = useState(false);
  useLayoutEffect(() => {
    const element = text.current;
    if (!element || isOpen) return undefined;
    const measure = () => setLong(element.scrollHeight > element.clientHeight + 1);
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    measure();
    return () => sizes.disconnect();
  }, [isOpen]);
  return (
    <>
      <div ref={text} className={css['change']} data-open={isOpen} data-long={isLong} dir="auto">
        {children}
      </div>
      {isLong && (
        <ActionIcon
          variant="subtle"
          size={24}
          className={css['more'] ?? ''}
          aria-expanded={isOpen}
          aria-label={`${isOpen ? 'Fold' : 'Show'} ${what}`}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <IconChevronUp size={15} /> : <IconChevronDown size={15} />}
        </ActionIcon>
      )}
    </>
  );
}
