import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useKeys } from '../../lib/use-keys.ts';
import css from './viewer.module.css';

interface PagesProps {
  page: number;
  count: number;
  onPage: (page: number) => void;
}

/** Steps through the pages of a document, also by the keys Page Up and Page Down. */
export function Pages({ page, count, onPage }: PagesProps) {
  const back = page > 1 ? () => onPage(page - 1) : undefined;
  const forth = page < count ? () => onPage(page + 1) : undefined;
  useKeys({ PageUp: back, PageDown: forth });
  if (count < 2) return null;
  return (
    <div className={css['note']}>
      <Tooltip label="Previous page (Page Up)">
        <ActionIcon variant="subtle" size={24} aria-label="Previous page" disabled={!back} onClick={back}>
          <IconChevronLeft size={16} />
        </ActionIcon>
      </Tooltip>
      <Text component="output" size="xs">
        Page {page.toLocaleString('en')} of {count.toLocaleString('en')}
      </Text>
      <Tooltip label="Next page (Page Down)">
        <ActionIcon variant="subtle" size={24} aria-label="Next page" disabled={!forth} onClick={forth}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
