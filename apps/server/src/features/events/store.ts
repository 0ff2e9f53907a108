import type { SignedIn } from '../../kernel/auth/index.ts';
import { type Db, forIds } from '../../kernel/db/index.ts';
import { isThere } from '../../kernel/objects/index.ts';

/** An object with the roots and the parents that give rights on it. */
interface Located {
  id: string;
  workspace_id: string;
  organization_id: string | null;
  path: string[];
}

async function locate(db: Db, ids: readonly string[]): Promise<Located[]> {
  const rows = await forIds(ids, (some) =>
    db
      .selectFrom('objects as o')
      .leftJoin('objects as p', 'p.id', 'o.parent_id')
      .leftJoin('workspaces as w', 'w.id', 'o.workspace_id')
      .select(['o.id', 'o.workspace_id', 'w.organization_id', 'o.parent_id', 'p.parent_id as grandparent_id'])
      .where('o.id', 'in', some)
      .where(isThere('o'))
      .execute(),
  );
  return rows.map(({ parent_id, grandparent_id, ...row }) => ({
    ...row,
    path: [row.id, parent_id, grandparent_id].filter((id) => id !== null),
  }));
}

/** Knowledge of some objects that a caller may have. */
export interface Audience {
  /** The same for all who may learn the same; empty if that is nothing. */
  key: string;
  /** Tells whether the caller may learn the ID of an object. */
  mayLearn(id: string): boolean;
}

/**
 * Reads which of these users may learn of these objects now: members, and those with whom they are shared by name. A link
 * gives no such right, because its ID is the secret. A caller then costs a look at each workspace, not at each object.
 */
export async function audienceOf(
  db: Db,
  ids: readonly string[],
  userIds: readonly string[],
): Promise<(principal: Pick<SignedIn, 'userId' | 'scope'>) => Audience> {
  const located = await locate(db, ids);
  const roots = new Set(located.flatMap((at) => [at.workspace_id, at.organization_id ?? at.workspace_id]));
  const shared = new Set(located.flatMap(({ path }) => path));
  const of = async (table: 'members' | 'user_shares', objectIds: ReadonlySet<string>, by: 'object_id' | 'user_id') => {
    const rows = await forIds([...objectIds], (some) =>
      db
        .selectFrom(table)
        .select(['object_id', 'user_id'])
        .where('object_id', 'in', some)
        .where('user_id', 'in', userIds)
        .execute(),
    );
    const other = by === 'object_id' ? 'user_id' : 'object_id';
    return new Map(
      [...Map.groupBy(rows, (row) => row[by])].map(([id, some]) => [id, new Set(some.map((row) => row[other]))]),
    );
  };
  const [members, shares] = [await of('members', roots, 'object_id'), await of('user_shares', shared, 'user_id')];
  const byId = new Map(located.map((at) => [at.id, at]));
  const places = Map.groupBy(located, ({ workspace_id }) => workspace_id);
  return ({ userId, scope }) => {
    const inScope = [...places].filter(([workspace]) => scope === null || scope.includes(workspace));
    const isMember = ([workspace, [one]]: [string, Located[]]) =>
      members.get(workspace)?.has(userId) === true || members.get(one?.organization_id ?? '')?.has(userId) === true;
    const whole = new Set(inScope.filter(isMember).map(([workspace]) => workspace));
    const own = shares.get(userId);
    const single = new Set(
      own &&
        inScope.flatMap(([workspace, inside]) =>
          whole.has(workspace) ? [] : inside.filter(({ path }) => path.some((id) => own.has(id))).map(({ id }) => id),
        ),
    );
    return {
      key: [...whole, ...single].join(' '),
      mayLearn: (id) => single.has(id) || whole.has(byId.get(id)?.workspace_id ?? ''),
    };
  };
}

/** The sign-ins and API keys among these that still work. */
export async function workingOf(db: Db, credentialIds: readonly string[], now: number): Promise<Set<string>> {
  const rows = await forIds(credentialIds, (some) =>
    db
      .selectFrom('credentials as c')
      .innerJoin('users as u', 'u.id', 'c.user_id')
      .select('c.id')
      .where('c.id', 'in', some)
      .where('c.kind', 'in', ['session', 'access', 'api_key'])
      .where('c.disabled', 'is', null)
      .where('u.is_active', '=', 1)
      .where((eb) => eb.or([eb('c.expiry', 'is', null), eb('c.expiry', '>', now)]))
      .execute(),
  );
  return new Set(rows.map(({ id }) => id));
}
