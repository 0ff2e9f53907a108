import { user } from '@gofigr/contract';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { notAllowed, notFound } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { checkedPng } from '../../kernel/png.ts';
import { findById, findByName, knowEachOther, type ProfileFields, type UserRow, updateProfile } from './store.ts';
import { toUser } from './wire.ts';

export function userRoutes({ db }: { db: Db }): Route[] {
  async function self(principal: SignedIn): Promise<UserRow> {
    const row = await findById(db, principal.userId);
    if (!row) throw notFound('No user');
    return row;
  }

  return [
    route(user.list, async ({ principal }) => [toUser(await self(principal))]),

    route(user.get, async ({ principal, params }) => {
      const { userId, isStaff, scope } = principal;
      const row = await findByName(db, params.username);
      const knows = await knowEachOther(db, userId, row?.id ?? '', scope);
      const seesEverybody = isStaff && scope === null;
      // Unknown and hidden usernames get the same answer, so that callers can't find out which exist.
      if (row?.id !== userId && !seesEverybody && !knows) throw notAllowed();
      if (!row) throw notFound('No user');
      return toUser(row);
    }),

    route(user.update, async ({ principal, body }) => {
      const fields: ProfileFields = {};
      if (body.first_name !== undefined) fields.first_name = body.first_name ?? '';
      if (body.last_name !== undefined) fields.last_name = body.last_name ?? '';
      if (body.avatar !== undefined) fields.avatar = body.avatar === null ? null : checkedPng('avatar', body.avatar);
      if (body.user_profile !== undefined) fields.user_profile = JSON.stringify(body.user_profile);
      await updateProfile(db, principal.userId, fields);
      return toUser(await self(principal));
    }),
  ];
}
