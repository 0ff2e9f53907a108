import { IconUsers, IconWorld } from '@tabler/icons-react';
import { plural } from '../lib/format.ts';
import css from './access-mark.module.css';

interface Access {
  visibility: 'private' | 'people' | 'link';
  people: number | null;
  guests: number | null;
}

/** Begins a card's facts with who can see it, if those are more than the members of the workspace. */
export function AccessMark({ access }: { access: Access | undefined }) {
  if (!access) return null;
  const { visibility, people, guests } = access;
  if (visibility === 'link')
    return (
      <>
        <span className={css['mark']} title="Anyone with the link can see it">
          <IconWorld size={13} aria-hidden />
          link
        </span>
        {' · '}
      </>
    );
  if (people === null || !guests) return null;
  return (
    <>
      <span
        className={css['mark']}
        title={`Shared by name with ${plural(guests, 'person', 'people')} outside of the workspace`}
      >
        <IconUsers size={13} aria-hidden />
        {plural(people, 'person', 'people')}
      </span>
      {' · '}
    </>
  );
}
