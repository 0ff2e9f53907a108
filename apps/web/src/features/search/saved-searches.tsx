import type { SavedSearch } from '@gofigr/contract';
import { ActionIcon, Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBookmark, IconBookmarkFilled, IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../lib/failure.ts';
import { quoted } from '../../lib/format.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { lazyDialog } from '../../ui/lazy-dialog.tsx';
import { TARGET, TextLink } from '../../ui/links.tsx';
import { notifyUndo } from '../../ui/notify-undo.ts';
import { Section } from '../../ui/section.tsx';
import css from './saved-searches.module.css';
import { deleteSavedSearch, keepSearch, savedSearchesQuery } from './saved-searches-query.ts';

const NameDialog = lazyDialog(async () => (await import('./name-dialog.tsx')).NameDialog);

/** Saves a search under a name, or tells the name that it has. */
export function SaveSearch({ q }: { q: string }) {
  const [isNaming, setIsNaming] = useState(false);
  const { data: searches } = useQuery(savedSearchesQuery);
  const saved = searches?.find((one) => one.q === q);
  if (!searches) return null;
  if (saved)
    return (
      <Text size="sm" className={css['saved'] ?? ''}>
        <IconBookmarkFilled size={14} aria-hidden /> Saved as <bdi>{quoted(saved.name)}</bdi>
      </Text>
    );
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconBookmark size={14} />}
        onClick={() => setIsNaming(true)}
      >
        Save this search
      </Button>
      {isNaming && <NameDialog q={q} onClose={() => setIsNaming(false)} />}
    </>
  );
}

/** Lists the saved searches, to run, rename and delete them. Shows nothing if there are none. */
export function SavedSearches() {
  const { data: searches = [] } = useQuery(savedSearchesQuery);
  const [renamed, setRenamed] = useState<SavedSearch>();
  const invalidate = useInvalidate();
  if (searches.length === 0) return null;
  const remove = async ({ api_id: id, name, q }: SavedSearch): Promise<void> => {
    await deleteSavedSearch(id);
    notifyUndo(`Deleted ${quoted(name)}.`, async () => {
      await keepSearch(name, { id: undefined, q });
      await invalidate('savedSearches');
    });
    await invalidate('savedSearches');
  };
  const fail = (error: unknown) => notifications.show({ color: 'red', message: messageOf(error) });
  return (
    <Section title="Saved searches">
      <ul className={css['list']} aria-label="Saved searches">
        {searches.map((search) => (
          <li key={search.api_id} className={css['row']}>
            <div className={css['words']}>
              <TextLink to="/search" search={{ q: search.q }} size="sm" {...TARGET}>
                <bdi>{search.name}</bdi>
              </TextLink>
              <Text size="xs" c="dimmed" dir="auto">
                {search.q}
              </Text>
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={32}
              aria-label={`Rename ${search.name}`}
              onClick={() => setRenamed(search)}
            >
              <IconPencil size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={32}
              aria-label={`Delete ${search.name}`}
              onClick={() => void remove(search).catch(fail)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {renamed && (
        <NameDialog id={renamed.api_id} name={renamed.name} q={renamed.q} onClose={() => setRenamed(undefined)} />
      )}
    </Section>
  );
}
