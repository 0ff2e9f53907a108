import { MAX_PEOPLE, people, user } from '@gofigr/contract';
import type { SignedIn } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { invalid, notAllowed, notFound } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { checkedPng } from '../../kernel/png.ts';
import type { Avatars } from './service/avatars.ts';
import {
  findAnyByName,
  findById,
  knowEachOther,
  type PeopleQuery,
  type ProfileFields,
  peopleKnown,
  type UserRow,
  updateProfile,
} from './store.ts';
import { toPerson, toUser } from './wire.ts';

const PAGE = 100;
const MOST = 200;

export function userRoutes({ db, avatars }: { db: Db; avatars: Avatars }): Route[] {
  async function self(principal: SignedIn): Promise<UserRow> {
    const row = await findById(db, principal.userId);
    if (!row) throw notFound('No user');
    return row;
  }

  /** A user whom the caller may see. Unknown and hidden usernames get the same answer, so that nobody learns which exist. */
  async function visible({ userId, isStaff, scope }: SignedIn, username: string): Promise<UserRow> {
    const row = await findAnyByName(db, username);
    const knows = await knowEachOther(db, userId, row?.id ?? '', scope);
    const seesEverybody = isStaff && scope === null;
    if (row?.id !== userId && !seesEverybody && !knows) throw notAllowed();
    if (!row) throw notFound('No user');
    return row;
  }

  return [
    route(user.list, async ({ principal }) => [toUser(await self(principal))]),

    route(user.get, async ({ principal, params }) => toUser(await visible(principal, params.username))),

    route(people.list, async ({ principal, query }) =>
      (await peopleKnown(db, principal, queryOf(query))).map(toPerson),
    ),

    route(people.avatar, async ({ principal, params, request, reply }) => {
      const { id, avatar } = await visible(principal, params.username);
      const drawn = avatar === null ? null : await avatars.draw(avatar, { author: id, caller: principal.userId });
      if (!drawn?.bytes) throw notFound('No picture');
      void reply.headers({ etag: drawn.etag, 'cache-control': 'private, max-age=300' });
      if (request.headers['if-none-match'] === drawn.etag) return reply.code(304).send();
      return reply.code(200).type('image/webp').send(drawn.bytes);
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

function queryOf({
  find,
  usernames,
  limit: given,
}: {
  find?: string;
  usernames?: string;
  limit?: string;
}): PeopleQuery {
  const limit = Number(given ?? PAGE);
  if (limit < 1 || limit > MOST) throw invalid('limit', `must be from 1 to ${MOST}`);
  const names = usernames?.split(',').filter((username) => username !== '') ?? null;
  if (names !== null && names.length > MAX_PEOPLE) throw invalid('usernames', `must be at most ${MAX_PEOPLE}`);
  return { find: find?.trim() || null, usernames: names, limit };
}
