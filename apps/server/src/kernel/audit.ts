import type { AuditEvent } from '@gofigr/contract';
import { type Db, noteChange } from './db/index.ts';
import { newId } from './ids.ts';

/** Origin of a request. */
export interface ClientOrigin {
  address: string;
  client: string;
  /** Name of the machine, where the client sends it. */
  machine?: string | null;
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
  noteAudit(db, record);
}

const PEOPLE = /^(member|owner|invitation)_/;
const SHARING = /^(link_|user_sharing_|access_requested)/;
const CREDENTIALS =
  /^(account_(disabled|enabled|deleted)|sign_out|session_ended|password_|key_(?!created|used|failed))/;

/** Tells open pages of a change of rights, after its commit. */
function noteAudit(db: Db, { event, by, subject = by, object }: AuditRecord): void {
  const kind = PEOPLE.test(event) ? 'people' : SHARING.test(event) ? 'sharing' : undefined;
  if (kind && object) noteChange(db, { kind, ids: [object.id] });
  if (typeof subject !== 'string') return;
  if (kind) noteChange(db, { kind: 'access', ids: [], username: subject });
  if (CREDENTIALS.test(event)) noteChange(db, { kind: 'credentials', ids: [], username: subject });
}
