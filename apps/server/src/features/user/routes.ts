import { user } from '@gofigr/contract';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { invalid, notAllowed, notFound } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { findById, findByName, type ProfileFields, shareWorkspace, type UserRow, updateProfile } from './store.ts';
import { toUser } from './wire.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function userRoutes({ db }: { db: Db }): Route[] {
  async function self(principal: SignedIn): Promise<UserRow> {
    const row = await findById(db, principal.userId);
    if (!row) throw notFound('No user');
    return row;
  }

  return [
    route(user.list, async ({ principal }) => [toUser(await self(principal))]),

    route(user.get, async ({ principal, params }) => {
      const row = await findByName(db, params.username);
      if (!row) throw notFound('No user');
      const visible =
        row.id === principal.userId || principal.isStaff || (await shareWorkspace(db, principal.userId, row.id));
      if (!visible) throw notAllowed();
      return toUser(row);
    }),

    route(user.update, async ({ principal, body }) => {
      const fields: ProfileFields = {};
      if (body.first_name !== undefined) fields.first_name = body.first_name ?? '';
      if (body.last_name !== undefined) fields.last_name = body.last_name ?? '';
      if (body.avatar !== undefined) fields.avatar = body.avatar === null ? null : checkedAvatar(body.avatar);
      if (body.user_profile !== undefined) fields.user_profile = JSON.stringify(body.user_profile);
      await updateProfile(db, principal.userId, fields);
      return toUser(await self(principal));
    }),
  ];
}

/** Clients draw it as PNG, so nothing else is kept. */
function checkedAvatar(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  if (!bytes.subarray(0, PNG.length).equals(PNG)) throw invalid('avatar', 'must be a PNG picture in base64');
  return bytes.toString('base64');
}
