import type { Db } from '../db/index.ts';
import { may } from './decide.ts';
import type { StoredObject } from './objects.ts';

export interface Manager {
  id: string;
  email: string;
}

/** People with open accounts who may manage an object and have accepted their membership, in order of joining. */
export async function managersOf(db: Db, { workspace_id, kind }: StoredObject): Promise<Manager[]> {
  const rows = await db
    .selectFrom('members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.email', 'm.role'])
    .where('u.is_active', '=', 1)
    .where('u.service_of', 'is', null)
    .where('m.accepted', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('m.object_id', '=', workspace_id),
        eb('m.object_id', '=', (query) =>
          query.selectFrom('workspaces').select('organization_id').where('id', '=', workspace_id),
        ),
      ]),
    )
    .orderBy('m.created')
    .execute();
  const managers = rows.filter(({ role }) => may([role], false, 'manage', kind));
  return [...new Map(managers.map(({ id, email }) => [id, { id, email }])).values()];
}
