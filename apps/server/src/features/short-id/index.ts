import { shortId } from '@gofigr/contract';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, isConflict, type Trx } from '../../kernel/db/index.ts';
import { notFound } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { randomBase62 } from '../../kernel/ids.ts';
import { tree, wire } from '../../kernel/tree/index.ts';

/** Characters of a short ID that the server hands out; the client counts in those behind them (protocol.md, section 8). */
const PREFIX_LENGTH = 8;

export function shortIdRoutes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  async function reserve(userId: string): Promise<string> {
    const prefix = randomBase62(PREFIX_LENGTH);
    try {
      await db.insertInto('short_id_prefixes').values({ prefix, user_id: userId, created: clock.now() }).execute();
      return prefix;
    } catch (error) {
      if (isConflict(error, 'prefix')) return reserve(userId);
      throw error;
    }
  }

  return [
    route(shortId.reserve, async ({ principal }) => ({ prefix: await reserve(principal.userId) })),
    route(shortId.get, async ({ principal, params }) => {
      const row = await db
        .selectFrom('revisions')
        .select('id')
        .where('short_id', '=', params.short_id)
        .executeTakeFirst();
      if (!row) throw notFound('No revision');
      const revision = await tree.authorise(db, principal, 'view', 'revision', row.id);
      return { revision: revision.id, figure: wire.parentId(revision) };
    }),
  ];
}

/** Whether a short ID begins with a prefix that the user reserved. */
export async function ownsShortId(trx: Trx, userId: string, id: string): Promise<boolean> {
  const row = await trx
    .selectFrom('short_id_prefixes')
    .select('prefix')
    .where('prefix', '=', id.slice(0, PREFIX_LENGTH))
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row !== undefined;
}
