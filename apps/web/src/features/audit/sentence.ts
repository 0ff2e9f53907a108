import type { AuditEntry, AuditEvent } from '@gofigr/contract';

type Words = (entry: AuditEntry) => string;

const object = ({ object_name }: AuditEntry) => (object_name ? `“${object_name}”` : 'something');
const subject = ({ subject: name }: AuditEntry) => name ?? 'somebody';
const role = ({ details }: AuditEntry) =>
  typeof details['role'] === 'string' ? ` as ${details['role'].replaceAll('_', ' ')}` : '';
const reason = ({ details }: AuditEntry) => (typeof details['reason'] === 'string' ? ` (${details['reason']})` : '');

const datum = ({ details }: AuditEntry) =>
  typeof details['data'] === 'string' ? `“${details['data']}”` : 'the metadata of a revision';

const SENTENCES: Record<AuditEvent, Words> = {
  account_created: () => 'The account was created',
  sign_in: () => 'Signed in',
  sign_in_failed: () => 'A sign-in failed: wrong password or name',
  sign_out: () => 'Signed out',
  session_ended: ({ details }) =>
    details['how'] === undefined ? 'One browser or client was signed out' : 'Signed out everywhere else',
  password_changed: () => 'The password was changed',
  password_reset_requested: () => 'A link for a new password was created',
  password_reset: () => 'The password was set with a link',
  key_created: (entry) => `The API key ${object(entry)} was created`,
  key_changed: (entry) => `The API key ${object(entry)} was changed`,
  key_rotated: (entry) => `The API key ${object(entry)} got a new secret`,
  key_disabled: (entry) => `The API key ${object(entry)} was disabled`,
  key_enabled: (entry) => `The API key ${object(entry)} was enabled`,
  key_expired: (entry) => `The API key ${object(entry)} expired`,
  key_used_from_new_address: (entry) => `The API key ${object(entry)} was used from a new address`,
  key_failed: (entry) =>
    entry.object_name ? `The API key ${object(entry)} was refused${reason(entry)}` : 'An unknown API key was refused',
  key_revoked: (entry) => `The API key ${object(entry)} was revoked${reason(entry)}`,
  key_leaked: (entry) => `The API key ${object(entry)} was published in ${datum(entry)}`,
  leak_action_changed: ({ details }) => `What happens to published API keys was changed: ${String(details['action'])}`,
  member_added: (entry) => `${subject(entry)} was added to ${object(entry)}${role(entry)}`,
  member_accepted: (entry) => `${subject(entry)} joined ${object(entry)}${role(entry)}`,
  member_changed: (entry) =>
    `The role of ${subject(entry)} in ${object(entry)} was changed${role(entry).replace(' as ', ' to ')}`,
  member_removed: (entry) => `${subject(entry)} was removed from ${object(entry)}`,
  owner_changed: (entry) => `${subject(entry)} became the owner of ${object(entry)}`,
  invitation_created: (entry) => `An invitation to ${object(entry)}${role(entry)} was created`,
  invitation_withdrawn: (entry) => `An invitation to ${object(entry)} was withdrawn`,
  invitation_accepted: (entry) => `${subject(entry)} accepted an invitation to ${object(entry)}${role(entry)}`,
  invitation_failed: (entry) => `${subject(entry)} could not accept an invitation to ${object(entry)}`,
  link_sharing_enabled: (entry) => `${object(entry)} was shared by link`,
  link_sharing_disabled: (entry) => `${object(entry)} is no longer shared by link`,
  user_sharing_enabled: (entry) => `${object(entry)} was shared with ${subject(entry)}`,
  user_sharing_disabled: (entry) => `${object(entry)} is no longer shared with ${subject(entry)}`,
};

/** Describes an entry in a sentence. */
export const sentenceOf = (entry: AuditEntry): string => SENTENCES[entry.event](entry);
