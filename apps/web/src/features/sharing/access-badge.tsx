import type { ObjectAccess } from '@gofigr/contract';
import { IconLock, IconUsers, IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { plural } from '../../lib/format.ts';
import css from './access-badge.module.css';
import { accessQuery, type SharedKind } from './sharing.ts';

const ICONS = { private: IconLock, people: IconUsers, link: IconWorld } as const;

/** Ends a line of facts with a few words about who can see the object, and for visitors who shares it. */
export function AccessBadge({ kind, id }: { kind: SharedKind; id: string }) {
  const access = useQuery(accessQuery(kind, id)).data;
  if (!access) return null;
  const Icon = ICONS[access.visibility];
  return (
    <>
      {' · '}
      <span className={css['badge']}>
        <Icon size={14} aria-hidden />
        {wordsOf(access)}
      </span>
      {access.people === null && (
        <>
          {' · '}
          <span>
            shared by <bdi>{access.shared_by ?? 'a member'}</bdi>
          </span>
        </>
      )}
    </>
  );
}

function wordsOf({ visibility, people }: ObjectAccess): string {
  if (visibility === 'link') return 'anyone with the link';
  if (visibility === 'private') return 'private';
  return people === null ? 'shared with you' : plural(people, 'person', 'people');
}
