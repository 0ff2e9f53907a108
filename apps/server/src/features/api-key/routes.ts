import { apiKey } from '@gofigr/contract';
import { recordAudit } from '../../kernel/audit.ts';
import type { KeyUsage, SignedIn } from '../../kernel/auth/index.ts';
import { type Clock, parseTime } from '../../kernel/clock.ts';
import { type Database, transact } from '../../kernel/db/index.ts';
import { ApiError, invalid, notAllowed, notFound } from '../../kernel/errors.ts';
import { originOf, type Route, route } from '../../kernel/http/index.ts';
import { objects } from '../../kernel/objects/index.ts';
import { createKeyWith } from './service.ts';
import { findKey, listKeys, revokeKey } from './store.ts';
import { toApiKey, toApiKeyUse } from './wire.ts';

export interface ApiKeyDeps {
  database: Database;
  clock: Clock;
  usage: KeyUsage;
}

/** Keys that the caller may see: a key for one workspace sees itself alone. */
const seenBy = ({ userId, scope, credentialId }: SignedIn) => ({ userId, only: scope === null ? null : credentialId });

export function apiKeyRoutes(deps: ApiKeyDeps): Route[] {
  const { clock, usage } = deps;
  const { db } = deps.database;
  const create = createKeyWith(deps);

  /** Answers 403 for every workspace that the user can't reach, whatever the reason (docs/protocol.md, section 3). */
  async function checkScope(principal: SignedIn, id: string): Promise<string> {
    try {
      return (await objects.authorise(db, principal, 'view', 'workspace', id)).id;
    } catch (error) {
      throw error instanceof ApiError ? notAllowed() : error;
    }
  }

  function checkExpiry(text: string): number {
    const expiry = parseTime(text);
    if (expiry === null) throw invalid('expiry', 'must be a time, such as 2030-01-31T12:00:00+00:00');
    if (expiry <= clock.now()) throw invalid('expiry', 'must be in the future');
    return expiry;
  }

  return [
    route(apiKey.list, async ({ principal }) =>
      (await listKeys(db, seenBy(principal))).map((row) => toApiKey(row, usage)),
    ),

    route(apiKey.create, async ({ principal, body, request }) => {
      const workspaceId = body.workspace ? await checkScope(principal, body.workspace) : null;
      const name = body.name.trim();
      if (name === '') throw invalid('name', 'must not be empty');
      const expiry = body.expiry ? checkExpiry(body.expiry) : null;
      const { row, token } = await create({ ...principal, origin: originOf(request) }, { name, expiry, workspaceId });
      return toApiKey(row, usage, token);
    }),

    route(apiKey.current, async ({ principal }) => {
      const row = principal.via === 'api_key' && (await findKey(db, seenBy(principal), principal.credentialId));
      if (!row) throw notFound('This request is made without an API key; no key');
      return toApiKey(row, usage);
    }),

    route(apiKey.uses, async ({ principal }) =>
      (await listKeys(db, seenBy(principal))).map((row) => toApiKeyUse(row, usage)),
    ),

    route(apiKey.get, async ({ principal, params }) => {
      const row = await findKey(db, seenBy(principal), params.id.toLowerCase());
      if (!row) throw notFound('No API key of yours');
      return toApiKey(row, usage);
    }),

    route(apiKey.delete, async ({ principal: { userId, username }, params, request }) => {
      await transact(db, async (trx) => {
        const key = await revokeKey(trx, userId, params.id.toLowerCase());
        if (!key) throw notFound('No API key of yours');
        const object = { id: key.id, kind: 'api_key', name: key.name };
        const audit = { event: 'key_revoked', at: clock.now(), by: username } as const;
        await recordAudit(trx, { ...audit, object, origin: originOf(request) });
      });
    }),
  ];
}
