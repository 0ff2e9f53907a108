import type { AuditEntry, AuditEvent } from '@gofigr/contract';
import { formatDay, quoted } from '../../lib/format.ts';

type Words = (entry: AuditEntry) => string;

const object = ({ object_name }: AuditEntry) => (object_name ? quoted(object_name) : 'something');
const subject = ({ subject: name }: AuditEntry) => name ?? 'somebody';
const role = ({ details }: AuditEntry) =>
  typeof details['role'] === 'string' ? ` as ${details['role'].replaceAll('_', ' ')}` : '';
const expiry = ({ details }: AuditEntry) =>
  typeof details['expiry'] === 'string' ? ` until ${formatDay(details['expiry'])}` : '';
const kindOf = (kind: string | null) =>
  kind === null ? 'something' : `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind.replace('_', ' ')}`;
const reason = ({ details }: AuditEntry) => (typeof details['reason'] === 'string' ? ` (${details['reason']})` : '');

const datum = ({ details }: AuditEntry) =>
  typeof details['data'] === 'string' ? quoted(details['data']) : 'the metadata of a revision';

const SENTENCES: Record<AuditEvent, Words> = {
  account_created: () => 'The account was created',
  account_disabled: (entry) => `The account of ${subject(entry)} was disabled`,
  account_enabled: (entry) => `The account of ${subject(entry)} was enabled`,
  account_promoted: (entry) => `${subject(entry)} became an administrator of this server`,
  account_demoted: (entry) => `${subject(entry)} is no longer an administrator of this server`,
  account_deleted: (entry) => `The account of ${subject(entry)} was deleted`,
  sign_in: () => 'Signed in',
  sign_in_failed: ({ details }) =>
    `A sign-in failed: ${details['how'] === undefined ? 'wrong password or name' : 'the account is disabled'}`,
  sign_out: () => 'Signed out',
  session_ended: ({ details }) =>
    details['how'] === undefined ? 'One browser or client was signed out' : 'Signed out everywhere else',
  password_changed: () => 'The password was changed',
  password_reset_requested: () => 'A link for a new password was created',
  password_reset: () => 'The password was set with a link',
  email_change_requested: () => 'Another email address was asked for',
  email_change_withdrawn: () => 'The change of the email address was withdrawn',
  email_changed: () => 'The email address was changed',
  data_exported: () => 'All data were downloaded',
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
  link_sharing_enabled: (entry) => `${object(entry)} was shared by link${expiry(entry)}`,
  link_sharing_disabled: (entry) => `${object(entry)} is no longer shared by link`,
  link_expiry_changed: (entry) => `The link to ${object(entry)} now works${expiry(entry) || ' without an end'}`,
  picture_link_created: (entry) => `A link to the picture of ${object(entry)} was created${expiry(entry)}`,
  picture_link_changed: (entry) =>
    `The link to the picture of ${object(entry)} now works${expiry(entry) || ' without an end'}`,
  picture_link_withdrawn: (entry) => `The link to the picture of ${object(entry)} was withdrawn`,
  user_sharing_enabled: (entry) => `${object(entry)} was shared with ${subject(entry)}`,
  storage_changed: ({ details, ...entry }) => {
    const { bucket } = details;
    const where = typeof bucket === 'string' ? `to the bucket ${bucket}` : 'to the storage of this server';
    return `New data of ${object({ details, ...entry })} go ${where}`;
  },
  registration_changed: ({ details }) => `Who may open an account was changed: ${String(details['registration'])}`,
  user_sharing_disabled: (entry) => `${object(entry)} is no longer shared with ${subject(entry)}`,
  access_requested: ({ object_kind }) => `Access to ${kindOf(object_kind)} was requested`,
  object_restored: (entry) => `${object(entry)} was restored from the trash`,
  object_purged: (entry) => `${object(entry)} was deleted for good`,
  access_declined: (entry) => `A request for access to ${object(entry)} was declined`,
};

/** Describes an entry in a sentence. */
export const sentenceOf = (entry: AuditEntry): string => SENTENCES[entry.event](entry);

/** Names of all events, sorted. */
export const eventNames = (): string[] => Object.keys(SENTENCES).toSorted();
