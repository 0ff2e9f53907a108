import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { EmptyTrash, Trash, type TrashSearch, trashQuery } from '../../features/trash/index.ts';
import { plural } from '../../lib/format.ts';
import { Empty } from '../../ui/empty.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { More } from '../../ui/more.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';

/** Lists what the user may restore: of all workspaces, or of one. */
export function TrashPage({ search }: { search: TrashSearch }) {
  const trash = useInfiniteQuery(trashQuery(search));
  const [asked, setAsked] = useState(false);
  const first = trash.data?.pages[0];
  const name = search.workspace === undefined ? undefined : first?.entries[0]?.workspace_name;
  return (
    <Page title="Trash" size="normal">
      <PageHeader
        title="Trash"
        below={
          <>
            {first && restingWords(first.days)}
            {search.workspace !== undefined && (
              <>
                {' '}
                This is the trash of {name === undefined ? 'one workspace' : <bdi>{name}</bdi>}.{' '}
                <TextLink to="/trash" search={{}} size="sm" underline="always">
                  Show all
                </TextLink>
              </>
            )}
          </>
        }
        actions={
          first !== undefined &&
          first.total > 0 && (
            <Button variant="default" c="var(--mantine-color-error)" onClick={() => setAsked(true)}>
              Empty trash
            </Button>
          )
        }
      />
      <Loaded of={trash} what="The trash" skeleton={<LinesSkeleton height={72} />}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          return entries.length === 0 ? (
            <Empty icon={<IconTrash size={32} stroke={1.4} />} title="The trash is empty">
              Workspaces, analyses, figures, revisions and assets that somebody deletes appear here, if you may restore
              them.
            </Empty>
          ) : (
            <>
              <Trash entries={entries} />
              <More of={trash}>Show more</More>
            </>
          );
        }}
      </Loaded>
      {first && <EmptyTrash search={search} page={first} opened={asked} onClose={() => setAsked(false)} />}
    </Page>
  );
}

const restingWords = (days: number): string =>
  days === 0
    ? 'What is deleted now does not rest here: it is deleted for good at once.'
    : `What is deleted rests here for ${plural(days, 'day')}. Then it is deleted for good.`;
