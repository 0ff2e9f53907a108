import { ActionIcon, Button, CloseButton } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { messageOf } from '../../lib/failure.ts';
import { useInvalidate } from '../../lib/invalidate.ts';
import { lazyCode } from '../../lib/lazy-code.ts';
import css from './tag-line.module.css';
import { changeTags, tagsQuery } from './tags-query.ts';

const TagField = lazyCode(async () => (await import('./tag-field.tsx')).TagField);

interface TagLineProps {
  figure: string;
  analysis: string;
  canEdit: boolean;
}

/** Shows the tags of a figure. Each leads to the figures of the analysis that have it. */
export function TagLine({ figure, analysis, canEdit }: TagLineProps) {
  const { data: tags } = useQuery(tagsQuery(figure));
  const [isAdding, setIsAdding] = useState(false);
  const [failure, setFailure] = useState<string>();
  const queryClient = useQueryClient();
  const invalidate = useInvalidate();
  const change = async (what: { add?: string[]; remove?: string[] }): Promise<boolean> => {
    try {
      queryClient.setQueryData(tagsQuery(figure).queryKey, await changeTags(figure, what));
      setFailure(undefined);
      void invalidate('described');
      return true;
    } catch (error) {
      setFailure(messageOf(error));
      return false;
    }
  };
  // Keeps the place of what is below, unless there can be no tags.
  if (!tags) return canEdit && <div className={css['tags']} />;
  if (tags.length === 0 && !canEdit) return null;
  return (
    <ul className={css['tags']} aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag} className={css['tag']}>
          <Link to="/analysis/$id" params={{ id: analysis }} search={{ tags: [tag] }} dir="auto">
            {tag}
          </Link>
          {canEdit && (
            <CloseButton
              size={24}
              iconSize={12}
              aria-label={`Remove the tag ${tag}`}
              onClick={() => void change({ remove: [tag] })}
            />
          )}
        </li>
      ))}
      {canEdit && (
        <li>
          {isAdding ? (
            <Suspense>
              <TagField
                tags={tags}
                failure={failure}
                onAdd={(tag) => change({ add: [tag] })}
                onClose={() => setIsAdding(false)}
              />
            </Suspense>
          ) : tags.length === 0 ? (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              leftSection={<IconTag size={13} />}
              onClick={() => setIsAdding(true)}
            >
              Add tags
            </Button>
          ) : (
            <ActionIcon variant="subtle" color="gray" size={24} aria-label="Add tags" onClick={() => setIsAdding(true)}>
              <IconTag size={14} />
            </ActionIcon>
          )}
        </li>
      )}
    </ul>
  );
}
