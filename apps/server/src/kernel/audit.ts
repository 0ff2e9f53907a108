import type { AuditEvent } from '@gofigr/contract';
import type { Db } from './db/index.ts';
import { newId } from './ids.ts';

/** Origin of a request. */
export interface ClientOrigin {
  address: string;
  client: string;
}

/** A change of permissions or credentials, with names and IDs only, never a secret. */
export interface AuditRecord {
  event: AuditEvent;
  at: number;
  /** Username of the acting user; null if nobody was signed in. */
  by: string | null;
  /** Username of the affected user; by default the acting user. */
  subject?: string | null;
  /** The workspace, organization, shared object or API key. */
  object?: { id: string; kind: string; name: string };
  /** Absent for administrators' commands. */
  origin?: ClientOrigin;
  details?: Record<string, string | number | boolean | null>;
}

/** Writes an entry of the audit list, in the transaction of the change if there is one. */
export async function recordAudit(db: Db, record: AuditRecord): Promise<void> {
  const { event, at, by, subject = by, object, origin, details = {} } = record;
  await db
    .insertInto('audit')
    .values({
      id: newId(),
      timestamp: at,
      event,
      username: by,
      subject,
      object_id: object?.id ?? null,
      object_kind: object?.kind ?? null,
      object_name: object?.name ?? null,
      address: origin?.address ?? null,
      client: origin?.client ?? null,
      details: JSON.stringify(details),
    })
    .execute();
}
