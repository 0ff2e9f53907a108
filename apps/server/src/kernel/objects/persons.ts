import { sql } from 'kysely';
import type { Principal } from '../auth/principal.ts';
import { type Db, forIds } from '../db/index.ts';
import { hashToken } from '../ids.ts';
import { rootsOf } from './objects.ts';

/**
 * IDs of the members of every workspace and organization that a user reaches, and of their organizations. `accepted`:
 * only where both sides have accepted. `within`: only through these workspaces.
 */
export const companionsOf = (
  db: Db,
  userId: string,
  which: 'all' | 'accepted' = 'accepted',
  within: readonly string[] | null = null,
) => {
  const roots = db
    .selectFrom(rootsOf(db, userId, which).as('r'))
    .select('r.id')
    .$if(within !== null, (query) => query.where('r.id', 'in', within ?? []));
  return db
    .selectFrom('members as c')
    .select('c.user_id as id')
    .$if(which === 'accepted', (query) => query.where('c.accepted', 'is not', null))
    .where((eb) =>
      eb.or([
        eb('c.object_id', 'in', roots),
        eb(
          'c.object_id',
          'in',
          eb.selectFrom('workspaces as w').select('w.organization_id').where('w.id', 'in', roots),
        ),
      ]),
    );
};

/** A name that tells a mail address. */
export const isMailLike = (name: string): boolean => name.includes('@');

interface NamedPerson {
  id: string;
  first_name: string;
  last_name: string;
}

/** A person's name for people who may not see the account; null if there is none, or one that has a mail address. */
export function fullNameOf(person: { first_name: string | null; last_name: string | null }): string | null {
  const name = `${person.first_name ?? ''} ${person.last_name ?? ''}`.trim();
  return name === '' || isMailLike(name) ? null : name;
}

/** The stand-in for a mail-like username. It has spaces, so it is no username, and each person has another. */
export const standInOf = (person: NamedPerson): string =>
  `${fullNameOf(person) ?? NOBODY} (${hashToken(`stand-in of ${person.id}`).slice(0, 8)})`;

const NOBODY = 'a member';

/**
 * Stand-ins for the mail-like usernames among these that the caller may not see. They may see their own, those of
 * people in a common workspace or organization, and those of people who worked in one of their workspaces before.
 */
export async function standIns(
  db: Db,
  principal: Principal,
  usernames: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const own = principal.kind === 'user' ? principal.username : null;
  const asked = [...new Set(usernames)].filter((username) => isMailLike(username) && username !== own);
  // Administrators list all accounts anyway.
  if (asked.length === 0 || (principal.kind === 'user' && principal.isStaff && principal.scope === null))
    return new Map();
  const people = await forIds(asked, (some) => peopleNamed(db, principal, some));
  const known = new Set(people.filter(({ known: isKnown }) => isKnown === 1).map(({ username }) => username));
  const unknown = asked.filter((username) => !known.has(username));
  for (const username of await formerColleagues(db, principal, unknown)) known.add(username);
  const byName = new Map(people.map((person) => [person.username, person]));
  return new Map(
    unknown
      .filter((username) => !known.has(username))
      .map((username) => {
        const person = byName.get(username);
        return [username, person ? standInOf(person) : NOBODY];
      }),
  );
}

const peopleNamed = (db: Db, principal: Principal, usernames: readonly string[]) => {
  const { userId, scope } = principal.kind === 'user' ? principal : { userId: '', scope: null };
  const isKnown = sql<number>`case when u.id in (${companionsOf(db, userId, 'all', scope)}) then 1 else 0 end`;
  return db
    .selectFrom('users as u')
    .select(['u.id', 'u.username', 'u.first_name', 'u.last_name', isKnown.as('known')])
    .where('u.username', 'in', usernames)
    .execute();
};

/** Those who did something in a workspace that the caller reaches. They may have left it, or have no account any more. */
async function formerColleagues(db: Db, principal: Principal, usernames: readonly string[]): Promise<string[]> {
  if (principal.kind === 'anonymous') return [];
  const rows = await forIds(usernames, (some) =>
    db
      .selectFrom('activity as a')
      .select('a.username')
      .distinct()
      .where('a.workspace_id', 'in', rootsOf(db, principal.userId))
      .$if(principal.scope !== null, (query) => query.where('a.workspace_id', 'in', principal.scope ?? []))
      .where('a.username', 'in', some)
      .execute(),
  );
  return rows.map(({ username }) => username);
}
