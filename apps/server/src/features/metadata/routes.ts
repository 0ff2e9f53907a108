import { metadata } from '@gofigr/contract';
import { createRateLimit, type Principal, type SignedIn } from '../../kernel/auth/index.ts';
import { type Clock, parseTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError, invalid, notAllowed, notFound } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import { hashToken, newId, newToken } from '../../kernel/ids.ts';
import { networkOf } from '../../kernel/network.ts';
import { deleteExpired, deleteProxy, fillProxy, findProxy, insertProxy, type ProxyRow } from './store.ts';
import { toProxy } from './wire.ts';

const SECOND = 1_000_000;

/**
 * Default lifetime. It is short, because the notebook's kernel polls until the proxy expires (docs/protocol.md, section 9).
 */
const DEFAULT_LIFETIME = 60 * SECOND;

/** Longest lifetime, a minute less than a day; longer requests are shortened. */
const MAX_LIFETIME = (24 * 60 - 1) * 60 * SECOND;

const MAX_BYTES = 64 * 1024;

/** Limit per network: far more than notebooks need. Reading is not limited, since kernels poll. */
const POSTS_A_MINUTE = 120;

export function metadataRoutes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  const rateLimit = createRateLimit({ points: POSTS_A_MINUTE, seconds: 60 }, { db, limit: 'metadata' });

  async function find(token: string): Promise<ProxyRow> {
    const row = await findProxy(db, hashToken(token), clock.now());
    if (!row) throw notFound('No metadata proxy, or one that has expired,');
    return row;
  }

  async function own(principal: SignedIn, token: string): Promise<ProxyRow> {
    const row = await find(token);
    if (row.user_id !== principal.userId) throw notAllowed();
    return row;
  }

  return [
    route(metadata.create, async ({ principal, body }) => {
      const created = clock.now();
      await deleteExpired(db, created);
      const token = newToken('gfmeta');
      const row = {
        id: newId(),
        hash: hashToken(token),
        user_id: principal.userId,
        created,
        updated: null,
        expiry: expiryOf(body.expiry, created),
        metadata: '{}',
      };
      await insertProxy(db, row);
      return toProxy({ ...row, username: principal.username }, token);
    }),

    route(metadata.get, async ({ principal, params }) => toProxy(await own(principal, params.token), params.token)),

    route(metadata.post, async ({ principal, params, body, request }) => {
      await rateLimit.check(networkOf(request.ip));
      const row = await find(params.token);
      const text = JSON.stringify(body.metadata);
      if (Buffer.byteLength(text) > MAX_BYTES)
        throw new ApiError('body_too_large', `Metadata may have at most ${MAX_BYTES} bytes.`);
      const updated = clock.now();
      await fillProxy(db, row.hash, text, updated);
      return isInitiator(principal, row) ? toProxy({ ...row, metadata: text, updated }, params.token) : null;
    }),

    route(metadata.delete, async ({ principal, params }) => deleteProxy(db, (await own(principal, params.token)).hash)),
  ];
}

const isInitiator = (principal: Principal, row: ProxyRow): boolean =>
  principal.kind === 'user' && principal.userId === row.user_id;

function expiryOf(wish: string | null | undefined, created: number): number {
  if (wish === null || wish === undefined) return created + DEFAULT_LIFETIME;
  const expiry = parseTime(wish);
  if (expiry === null) throw invalid('expiry', 'must be a time, such as 2030-01-31T12:00:00+00:00');
  if (expiry <= created) throw invalid('expiry', 'must be in the future');
  return Math.min(expiry, created + MAX_LIFETIME);
}
