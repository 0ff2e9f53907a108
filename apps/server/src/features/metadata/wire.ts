import type { MetadataProxy } from '@gofigr/contract';
import { formatOptionalTime, formatTime } from '../../kernel/clock.ts';
import { parseExact } from '../../kernel/json-stream/index.ts';
import type { ProxyRow } from './store.ts';

export const toProxy = (row: ProxyRow, token: string): MetadataProxy => ({
  api_id: row.id,
  initiator: row.username,
  token,
  created: formatTime(row.created),
  updated: formatOptionalTime(row.updated),
  expiry: formatTime(row.expiry),
  metadata: parseExact(row.metadata),
});
