import { adminKey, apiKey, type KeyPermission, leak, MAX_GRACE_HOURS, serviceKey } from '@gofigr/contract';
import { isNetwork, type KeyUsage, type SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database, Trx } from '../../kernel/db/index.ts';
import { invalid, notAllowed, notFound } from '../../kernel/errors.ts';
import { type Call, originOf, type Route, route } from '../../kernel/http/index.ts';
import type { Mail } from '../../kernel/mail.ts';
import { objects } from '../../kernel/objects/index.ts';
import { entriesOf } from '../audit/index.ts';
import type { KeyChecks } from './service/checks.ts';
import { revokeLeaked } from './service/leaks.ts';
import { type KeyFields, type KeyService, keyFieldsOf } from './service.ts';
import { leakActionOf, leaksOf } from './store/leaks.ts';
import { findKey, findUnrevoked, type KeyRow, keysAfter, keysOf, publishedBy, serviceKeysOf } from './store.ts';
import { toApiKey, toApiKeyUse, toKeyLeak } from './wire.ts';

export interface ApiKeyDeps {
  database: Database;
  clock: Clock;
  usage: KeyUsage;
  keys: KeyService;
  checks: KeyChecks;
  mail: Mail;
  publicUrl: URL;
  /** Limits the new key of a terminal to the approved rights. Works once. */
  narrow(trx: Trx, credentialId: string, fields: KeyFields): Promise<KeyFields>;
}

const HOUR = 3_600_000_000;
/** Keys on a page of the administrators' list. */
const PAGE = 200;
/** Leaks in their list. */
const LEAKS = 200;

/** Tells whether a caller sees only the key that it uses. */
const seesItselfAlone = ({ scope, key }: SignedIn): boolean => scope !== null || key?.permission === 'publish';

interface SentFields {
  name?: string;
  expiry?: string | null;
  permission?: KeyPermission;
  addresses?: string[] | null;
  workspace?: string | null;
  workspaces?: string[] | null;
  manages_people?: boolean;
}

export function apiKeyRoutes(deps: ApiKeyDeps): Route[] {
  const { clock, usage, keys, mail, publicUrl } = deps;
  const { checkExpiry, checkWorkspaces } = deps.checks;
  const { db } = deps.database;

  /** Finds a key that the caller owns, or a key of a service account in a workspace that they manage. */
  async function find(principal: SignedIn, sentId: string): Promise<KeyRow> {
    const id = sentId.toLowerCase();
    const row = await findKey(db, id);
    const isSeen = row && (!seesItselfAlone(principal) || id === principal.credentialId);
    if (isSeen && (row.user_id === principal.userId || (await managesService(principal, row)))) return row;
    throw notFound('No API key of yours');
  }

  const managesService = async (principal: SignedIn, { service_of }: KeyRow): Promise<boolean> =>
    principal.via !== 'api_key' &&
    service_of !== null &&
    objects.can(db, principal, 'manage', { kind: 'workspace', id: service_of });

  const actorOf = ({ principal, request }: Pick<Call, 'principal' | 'request'> & { principal: SignedIn }) => ({
    username: principal.username,
    origin: originOf(request),
  });

  function checkAddresses(addresses: readonly string[]): string[] | null {
    for (const [index, text] of addresses.entries())
      if (!isNetwork(text))
        throw invalid(`addresses.${index}`, 'must be an address or a network, such as 192.0.2.7 or 2001:db8::/32');
    return addresses.length === 0 ? null : [...new Set(addresses)];
  }

  /** Returns the fields that a body has, after checks. */
  async function fieldsOf(principal: SignedIn, sent: SentFields): Promise<Partial<KeyFields>> {
    const { name, expiry, permission, addresses, workspace, workspaces, manages_people } = sent;
    if (workspace != null && workspaces != null) throw invalid('workspaces', 'must not be sent with `workspace`');
    const bound = workspaces ?? (workspace == null ? workspace : [workspace]);
    // wire: 403 wins over 400
    const reached = bound && (await checkWorkspaces(principal, bound));
    if (name?.trim() === '') throw invalid('name', 'must not be empty');
    if (manages_people && permission !== undefined && permission !== 'full')
      throw invalid('manages_people', 'is for keys with full permission');
    return {
      ...(name !== undefined && { name: name.trim() }),
      ...(expiry !== undefined && { expiry: checkExpiry(expiry) }),
      ...(permission !== undefined && { permission }),
      ...(addresses !== undefined && { addresses: addresses && checkAddresses(addresses) }),
      ...(reached !== undefined && { workspaces: reached }),
      ...(manages_people !== undefined && { managesPeople: manages_people }),
    };
  }

  const newKey = async (principal: SignedIn, sent: SentFields & { name: string }): Promise<KeyFields> => ({
    name: sent.name,
    expiry: checkExpiry(null),
    permission: 'full',
    workspaces: null,
    addresses: null,
    managesPeople: false,
    ...(await fieldsOf(principal, sent)),
  });

  /** Throws `not_allowed` unless the person approved all rights of the key for the terminal. */
  async function approveRotation(trx: Trx, { userId, credentialId }: SignedIn, key: KeyRow): Promise<void> {
    const fields = keyFieldsOf(key);
    const { permission, workspaces, expiry } = await deps.narrow(trx, credentialId, fields);
    const isCovered =
      permission === fields.permission &&
      expiry === fields.expiry &&
      JSON.stringify(workspaces) === JSON.stringify(fields.workspaces);
    if (!isCovered || fields.managesPeople || key.user_id !== userId) throw notAllowed();
  }

  return [
    route(apiKey.list, async ({ principal }) => {
      const rows = await keysOf(db, principal.userId);
      const seen = seesItselfAlone(principal) ? rows.filter(({ id }) => id === principal.credentialId) : rows;
      return seen.map((row) => toApiKey(row, usage));
    }),

    route(apiKey.create, async ({ principal, body, request }) => {
      const fields = await newKey(principal, body);
      const { row, token } = await keys.create(
        { ...principal, origin: originOf(request) },
        fields,
        principal.via === 'device' ? { narrow: (trx, wished) => deps.narrow(trx, principal.credentialId, wished) } : {},
      );
      return toApiKey(row, usage, token);
    }),

    route(apiKey.current, async ({ principal }) => {
      if (principal.via !== 'api_key') throw notFound('This request is made without an API key; no key');
      return toApiKey(await find(principal, principal.credentialId), usage);
    }),

    route(apiKey.revokeCurrent, async (call) => {
      const { principal } = call;
      if (principal.via !== 'api_key') throw notFound('This request is made without an API key; no key');
      await keys.revoke(actorOf(call), await find(principal, principal.credentialId));
    }),

    route(apiKey.uses, async ({ principal }) =>
      (await keysOf(db, principal.userId)).map((row) => toApiKeyUse(row, usage)),
    ),

    route(apiKey.get, async ({ principal, params }) => toApiKey(await find(principal, params.id), usage)),

    route(apiKey.change, async (call) => {
      const key = await find(call.principal, call.params.id);
      const isService = key.service_of !== null;
      if (isService && (call.body.workspace !== undefined || call.body.workspaces !== undefined))
        throw invalid('workspaces', 'are fixed for the key of a service account');
      if (isService && call.body.manages_people) throw invalid('manages_people', 'is not for service accounts');
      const fields = await fieldsOf(call.principal, call.body);
      const permission = fields.permission ?? key.permission;
      // A key without full permission cannot manage people.
      const people = permission === 'full' ? {} : { managesPeople: false };
      if (permission !== 'full' && fields.managesPeople)
        throw invalid('manages_people', 'is for keys with full permission');
      return toApiKey(await keys.change(actorOf(call), key, { ...fields, ...people }), usage);
    }),

    route(apiKey.rotate, async (call) => {
      const key = await find(call.principal, call.params.id);
      if (key.expiry !== null && key.expiry <= clock.now())
        throw invalid('expiry', 'has passed: choose a later one first');
      const { principal } = call;
      const grace = graceHours(call.body.grace_hours) * HOUR;
      const approve = (trx: Trx): Promise<void> => approveRotation(trx, principal, key);
      const { row, token } = await keys.rotate(
        actorOf(call),
        key,
        grace,
        principal.via === 'device' ? approve : undefined,
      );
      return toApiKey(row, usage, token);
    }),

    route(apiKey.disable, async (call) =>
      toApiKey(await keys.setDisabled(actorOf(call), await find(call.principal, call.params.id), true), usage),
    ),

    route(apiKey.enable, async (call) =>
      toApiKey(await keys.setDisabled(actorOf(call), await find(call.principal, call.params.id), false), usage),
    ),

    route(apiKey.log, async ({ principal, params }) => {
      const { id } = await find(principal, params.id);
      return { entries: await entriesOf(db, id, principal), published: await publishedBy(db, id) };
    }),

    route(apiKey.delete, async (call) => keys.revoke(actorOf(call), await find(call.principal, call.params.id))),

    route(serviceKey.list, async ({ objects: { workspace } }) =>
      (await serviceKeysOf(db, workspace.id)).map((row) => toApiKey(row, usage)),
    ),

    route(serviceKey.create, async (call) => {
      const fields = await newKey(call.principal, call.body);
      const { row, token } = await keys.createForService(actorOf(call), call.objects.workspace.id, fields);
      return toApiKey(row, usage, token);
    }),

    route(leak.list, async ({ principal }) => (await leaksOf(db, principal, LEAKS)).map(toKeyLeak)),

    route(leak.settings, async ({ principal }) => ({ action: await leakActionOf(db, principal.userId) })),

    route(leak.change, async (call) => {
      const { action } = call.body;
      await keys.changeLeakAction(call.principal.userId, actorOf(call), action);
      return { action };
    }),

    route(leak.report, async ({ body, request }) =>
      revokeLeaked({ db, clock, mail, publicUrl }, body.credentials, originOf(request)),
    ),

    route(adminKey.list, async ({ principal, query }) => {
      if (!principal.isStaff) throw notAllowed();
      const limit = Math.min(Number(query.limit ?? PAGE), PAGE);
      if (limit < 1) throw invalid('limit', `must be from 1 to ${PAGE}`);
      // One more than the limit shows whether there is a next page.
      const rows = await keysAfter(db, Number(query.after ?? 0), limit + 1, query.username ?? null);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const next = rows.length > limit && last ? String(last.seq) : null;
      return { entries: shown.map((row) => toApiKey(row, usage)), next };
    }),

    route(adminKey.delete, async (call) => {
      if (!call.principal.isStaff) throw notAllowed();
      const key = await findUnrevoked(db, call.params.id.toLowerCase());
      if (!key) throw notFound('No API key');
      await keys.revoke(actorOf(call), key, 'administrator');
    }),
  ];
}

/** Reads the hours of a grace period, also when they are written as `24.0`. Throws `invalid_request`. */
function graceHours(sent: unknown): number {
  const hours = Number(JSON.stringify(sent ?? 0));
  if (hours >= 0 && hours <= MAX_GRACE_HOURS) return hours;
  throw invalid('grace_hours', `must be a number from 0 to ${MAX_GRACE_HOURS}`);
}
