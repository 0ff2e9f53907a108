import type { ApiKey, ApiKeyUse } from '@gofigr/contract';
import type { KeyUsage, Use } from '../../kernel/auth/index.ts';
import { elapsed, formatOptionalTime, formatTime } from '../../kernel/clock.ts';
import type { KeyRow } from './store.ts';

/** The last use, whether it is written yet or not. */
function lastUse(row: KeyRow, usage: KeyUsage): Partial<Use> {
  const pending = usage.pending(row.id);
  if (pending && elapsed(row.last_used ?? 0, pending.time) > 0) return pending;
  if (row.last_used === null) return {};
  return { time: row.last_used, address: row.last_address ?? '', client: row.last_client ?? '' };
}

export const toApiKey = (row: KeyRow, usage: KeyUsage, token: string | null = null): ApiKey => ({
  api_id: row.id,
  name: row.name,
  token,
  created: formatTime(row.created),
  last_used: formatOptionalTime(lastUse(row, usage).time ?? null),
  expiry: formatOptionalTime(row.expiry),
  workspace: row.workspace_id,
});

export function toApiKeyUse(row: KeyRow, usage: KeyUsage): ApiKeyUse {
  const { time = null, address = null, client = null } = lastUse(row, usage);
  return { api_id: row.id, address, client, last_used: formatOptionalTime(time) };
}
