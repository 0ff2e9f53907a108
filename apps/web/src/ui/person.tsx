import type { ReactNode } from 'react';
import { fullNameOf, initialsOf, shownUsername } from '../lib/person-name.ts';
import { usePerson } from './people.ts';
import css from './person.module.css';

/** Returns the full name of a user, or the username until it is known. */
export function useShownName(username: string | null): string | null {
  const person = usePerson(username);
  return username === null ? null : (person && fullNameOf(person)) || shownUsername(username);
}

/** A person in running text. The username is the tooltip. */
export function PersonName({ username }: { username: string }) {
  const name = useShownName(username);
  return <bdi title={name === shownUsername(username) ? undefined : username}>{name}</bdi>;
}

interface PersonProps {
  username: string;
  /** Follows the name. */
  note?: ReactNode;
  /** Replaces the username in the second line. */
  second?: string | undefined;
}

/** A person in a list: picture or initials, full name, and the username below it. */
export function Person({ username, note, second }: PersonProps) {
  const name = useShownName(username) ?? '';
  const below = second ?? (name === shownUsername(username) ? undefined : username);
  return (
    <div className={css['person']}>
      <Avatar username={username} name={name} />
      <div className={css['words']}>
        <div>
          <bdi style={{ fontWeight: 600 }}>{name === 'a member' ? 'A member' : name}</bdi>
          {note}
        </div>
        {below !== undefined && (
          <div className={css['second']}>
            <bdi>{below}</bdi>
          </div>
        )}
      </div>
    </div>
  );
}

function Avatar({ username, name }: { username: string; name: string }) {
  const picture = usePerson(username)?.picture;
  return (
    <span className={css['avatar']} data-initials={initialsOf(name)} aria-hidden>
      {picture && <img src={picture} alt="" loading="lazy" />}
    </span>
  );
}
