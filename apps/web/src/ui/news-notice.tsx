import { Button, Paper } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import css from './edge-notice.module.css';

interface NewsNoticeProps {
  /** Such as `3 new figures`; undefined if there is nothing new. */
  news: string | undefined;
  onShow: () => void;
}

/** Tells of something new at the edge of the page, which moves nothing until the user wants to see it. */
export const NewsNotice = ({ news, onShow }: NewsNoticeProps) => (
  <output className={css['place']}>
    {news !== undefined && (
      <Paper className={css['notice']} withBorder shadow="md" radius="xl">
        <Button variant="subtle" radius="xl" leftSection={<IconArrowUp size={14} />} onClick={onShow}>
          {news} – show
        </Button>
      </Paper>
    )}
  </output>
);
