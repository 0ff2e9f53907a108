import type { ApiKey, ApiKeyUse, KeyLeak } from '@gofigr/contract';
import type { KeyUsage, Use } from '../../kernel/auth/index.ts';
import { elapsed, formatOptionalTime, formatTime } from '../../kernel/clock.ts';
import type { LeakRow } from './store/leaks.ts';
import type { KeyRow } from './store.ts';

/** The last use, even if it is not written yet. */
function lastUse(row: KeyRow, usage: KeyUsage): Partial<Use> {
  const pending = usage.pending(row.id);
  if (pending && elapsed(row.last_used ?? 0, pending.time) > 0) return pending;
  if (row.last_used === null) return {};
  return {
    time: row.last_used,
    address: row.last_address ?? '',
    client: row.last_client ?? '',
    machine: row.last_machine,
  };
}

/** Reads a list that this feature stored as JSON. */
const listOf = (text: string | null): string[] | null => (text === null ? null : (JSON.parse(text) as string[])); // written by us

export function toApiKey(row: KeyRow, usage: KeyUsage, token: string | null = null): ApiKey {
  const workspaces = listOf(row.workspaces);
  return {
    api_id: row.id,
    name: row.name,
    token,
    created: formatTime(row.created),
    last_used: formatOptionalTime(lastUse(row, usage).time ?? null),
    expiry: formatOptionalTime(row.expiry),
    workspace: workspaces?.length === 1 ? (workspaces[0] ?? null) : null,
    permission: row.permission,
    workspaces,
    addresses: listOf(row.addresses),
    manages_people: row.manages_people === 1,
    disabled: formatOptionalTime(row.disabled),
    previous_expiry: formatOptionalTime(row.previous_expiry),
    username: row.username,
    created_by: row.created_by,
  };
}

export function toApiKeyUse(row: KeyRow, usage: KeyUsage): ApiKeyUse {
  const { time = null, address = null, client = null, machine = null } = lastUse(row, usage);
  return { api_id: row.id, address, client, machine, last_used: formatOptionalTime(time) };
}

export const toKeyLeak = (row: LeakRow): KeyLeak => ({
  api_id: row.id,
  key: row.key_id,
  key_name: row.key_name,
  revision: row.revision_id,
  data: row.data_name === '' ? null : row.data_name,
  action: row.action,
  username: row.username,
  timestamp: formatTime(row.timestamp),
});
