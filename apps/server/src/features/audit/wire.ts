import type { AuditEntry } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import type { AuditRow } from './store.ts';

/** The person who reads the list, or the administrator who runs a command. */
export interface Reader {
  username: string;
  isStaff: boolean;
}

/** An entry of the audit list. Only the acting user and administrators see the origin. */
export function toEntry(row: AuditRow, reader: Reader): AuditEntry {
  const showsOrigin = reader.isStaff || row.username === reader.username || row.username === null;
  return {
    api_id: row.id,
    timestamp: formatTime(row.timestamp),
    event: row.event,
    username: row.username,
    subject: row.subject,
    object_id: row.object_id,
    object_kind: row.object_kind,
    object_name: row.object_name,
    address: showsOrigin ? row.address : null,
    client: showsOrigin ? row.client : null,
    details: JSON.parse(row.details) as Record<string, unknown>, // written by recordAudit
  };
}

export const COLUMNS = [
  'timestamp',
  'event',
  'username',
  'subject',
  'object_kind',
  'object_name',
  'object_id',
  'address',
  'client',
  'details',
  'api_id',
] as const satisfies readonly (keyof AuditEntry)[];

/** A line of a CSV file (RFC 4180). Cells that a spreadsheet would read as a formula start with an apostrophe. */
export const csvLine = (cells: readonly (string | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(value: string | null): string {
  const text = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
