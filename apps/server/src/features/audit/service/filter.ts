import { AUDIT_EVENTS, AUDIT_GROUPS, type AuditEvent, type AuditGroup } from '@gofigr/contract';
import { invalid, notAllowed } from '../../../kernel/errors.ts';
import { timeOf } from '../../../kernel/query-time.ts';
import type { AuditFilter } from '../store.ts';
import type { Reader } from '../wire.ts';

/** A filter as a request or a command gives it. */
export interface AskedFilter {
  everyone?: 'true' | undefined;
  event?: string | undefined;
  group?: string | undefined;
  user?: string | undefined;
  object?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  address?: string | undefined;
}

/** Beginnings of the names of events, by group. Events with another beginning belong to `server`. */
const BEGINNINGS: Record<Exclude<AuditGroup, 'server'>, RegExp> = {
  accounts: /^(account|password|user_(?!sharing)|mail|email|profile|data_)/,
  sign_ins: /^(sign_|session_)/,
  keys: /^(key_|leak_)/,
  people: /^(member_|owner_|invitation_|access_)/,
  sharing: /^(link_|user_sharing_|picture_|share)/,
};

export function groupOf(event: AuditEvent): AuditGroup {
  for (const group of AUDIT_GROUPS) if (group !== 'server' && BEGINNINGS[group].test(event)) return group;
  return 'server';
}

/** The filter for a reader. Throws `not_allowed` for entries of everyone, and `invalid_request` for an unknown value. */
export function filterFor(reader: Reader, asked: AskedFilter): AuditFilter {
  const everyone = asked.everyone === 'true';
  if (everyone && !reader.isStaff) throw notAllowed();
  return {
    reader: everyone ? null : reader,
    events: eventsOf(asked),
    user: asked.user ?? null,
    object: asked.object?.toLowerCase() ?? null,
    since: timeOf('since', asked.since),
    until: timeOf('until', asked.until),
    address: asked.address ?? null,
  };
}

function eventsOf({ event, group }: AskedFilter): readonly AuditEvent[] | null {
  if (event !== undefined && !AUDIT_EVENTS.some((known) => known === event))
    throw invalid('event', `must be one of ${AUDIT_EVENTS.join(', ')}`);
  if (group !== undefined && !AUDIT_GROUPS.some((known) => known === group))
    throw invalid('group', `must be one of ${AUDIT_GROUPS.join(', ')}`);
  if (event === undefined && group === undefined) return null;
  return AUDIT_EVENTS.filter(
    (known) => (event === undefined || known === event) && (group === undefined || groupOf(known) === group),
  );
}
