/**
 * Every table, for both engines. Times are whole microseconds, flags 0 or 1, JSON is text (it must come back as it
 * was sent), IDs are lower-case UUIDs as text.
 */
import type { AuditEvent, KeyPermission, Kind, LeakAction, OrganizationRole, WorkspaceRole } from '@gofigr/contract';
import type { Generated } from 'kysely';

export interface UserTable {
  id: string;
  username: string;
  /** The username in lower case: no two accounts differ by case only. */
  username_key: string;
  email: string;
  first_name: string;
  last_name: string;
  password_hash: string;
  avatar: string | null;
  user_profile: string;
  is_active: number;
  is_staff: number;
  date_joined: number;
  /** The workspace that a service account belongs to; null: a person. */
  service_of: string | null;
  /** Action when a key of theirs is published. */
  leak_action: Generated<LeakAction>;
}

/** Everything that proves who someone is, API keys included; only the SHA-256 of each is kept. */
export interface CredentialTable {
  seq: Generated<number>;
  id: string;
  /** A revoked key stays as such, so that it can't come back and whoever still uses it can be told. */
  kind: 'access' | 'refresh' | 'session' | 'api_key' | 'revoked_key' | 'setup' | 'reset';
  hash: string;
  user_id: string | null;
  /** The refresh token an access token came from. */
  parent_id: string | null;
  name: string;
  /** JSON list of the only workspaces that an API key reaches; no foreign keys: without them it must reach nothing. */
  workspaces: string | null;
  permission: Generated<KeyPermission>;
  /** Whether an API key changes members and invitations. */
  manages_people: Generated<number>;
  /** JSON list of the addresses and networks that an API key works from; null: any. */
  addresses: string | null;
  /** When an API key was disabled. */
  disabled: number | null;
  /** SHA-256 of the secret before the last rotation, and until when it is valid too. */
  previous_hash: string | null;
  previous_expiry: number | null;
  /** Name of the machine of the last use, where the client sends it. */
  last_machine: string | null;
  /** The last expiry notice that was mailed. */
  noticed: string | null;
  /** Username of the person who made the key of a service account. */
  created_by: string | null;
  /** Length of a hexadecimal secret that was made elsewhere; null: not known, or of this server's format. */
  hex_length: number | null;
  created: number;
  expiry: number | null;
  last_used: number | null;
  last_address: string | null;
  last_client: string | null;
}

/** A key that was published; it outlives the revision. */
export interface KeyLeakTable {
  seq: Generated<number>;
  id: string;
  key_id: string;
  revision_id: string;
  /** Name of the datum, without keys; empty: the metadata of the revision. */
  data_name: string;
  action: LeakAction;
  /** Who published it. */
  username: string;
  timestamp: number;
}

/** The one table of the tree. `created_by` and its siblings hold usernames, which never change and outlive accounts. */
export interface ObjectTable {
  seq: Generated<number>;
  id: string;
  kind: Kind;
  /** null for a workspace, also in an organization: deleting an organization must delete nothing below. */
  parent_id: string | null;
  /** The workspace it lies in or is; an organization's own ID. */
  workspace_id: string;
  name: string;
  /** `nameKeyOf(name)`: what is looked for by name is found by it. */
  name_key: string;
  description: string | null;
  size_bytes: number;
  created_on: number;
  created_by: string;
  updated_on: number | null;
  updated_by: string | null;
  child_updated_on: number | null;
  child_updated_by: string | null;
}

export interface MemberTable {
  object_id: string;
  user_id: string;
  role: WorkspaceRole | OrganizationRole;
  created: number;
  /** When the user agreed to belong here; null: not yet, and until then their profile stays hidden. */
  accepted: number | null;
  /** Username of whoever made them a member without asking; null: nobody, they came by themselves. */
  added_by: string | null;
}

/** Networks from which users signed in lately: guesses of others don't keep them out there. */
export interface SignInPlaceTable {
  user_id: string;
  /** kernel/auth/network.ts */
  network: string;
  last_used: number;
}

export interface WorkspaceTable {
  id: string;
  workspace_type: 'primary' | 'secondary';
  organization_id: string | null;
  /** When it joined its organization. */
  organization_joined: number | null;
}

export interface OrganizationTable {
  id: string;
  email: string | null;
  logo: string | null;
  allow_per_workspace_storage_settings: number;
}

/** Whatever is listed here can be viewed, with all below it, by anyone who knows its ID. */
export interface LinkShareTable {
  object_id: string;
  created: number;
}

/** Whatever is listed here can be viewed, with all below it, by this user. */
export interface UserShareTable {
  object_id: string;
  user_id: string;
  created: number;
}

/** Invitations that can still be accepted; spent and withdrawn ones are in the audit list only. */
export interface InvitationTable {
  id: string;
  /** SHA-256 of the token. */
  hash: string;
  /** The workspace or organization. */
  object_id: string;
  email: string;
  role: WorkspaceRole | OrganizationRole;
  /** Username of whoever made it. */
  initiator: string;
  created: number;
  expiry: number;
}

/** Names, not references: entries outlive what they tell of. */
export interface AuditTable {
  seq: Generated<number>;
  id: string;
  timestamp: number;
  event: AuditEvent;
  /** Who did it. */
  username: string | null;
  /** Whom it concerns. */
  subject: string | null;
  object_id: string | null;
  object_kind: string | null;
  object_name: string | null;
  address: string | null;
  client: string | null;
  details: string;
}

export interface AssetTable {
  id: string;
  /** The analysis it is for, or null for the whole workspace. */
  analysis_id: string | null;
}

/** Which asset revisions a figure's revision was made from. */
export interface AssetLinkTable {
  figure_revision_id: string;
  asset_revision_id: string;
  use_type: 'direct' | 'indirect';
  position: number;
}

/** Revisions of figures and of assets; only figures' have short IDs and clean rooms. */
export interface RevisionTable {
  id: string;
  revision_index: number;
  metadata: string;
  is_clean_room: number;
  short_id: string | null;
  /** The revision that it was derived from, while that is there. */
  derived_from: string | null;
  /** The API key that published it, also after it is revoked; null: a person by another way. */
  key_id: string | null;
}

/** What a picture looks like, by the hash of its bytes: can be made again, so it is in no backup. */
export interface PictureTable {
  hash: string;
  /** Hex of 256 bits (kernel/pictures). */
  fingerprint: string;
}

export interface DataTable {
  id: string;
  /** The revision or asset revision that holds it. */
  owner_id: string;
  position: number;
  name: string;
  type: string;
  hash: string;
  size_bytes: number;
  is_clean_room: number;
  metadata: string;
  /** ID of the store that holds the bytes; null: the server's own. */
  store: string | null;
}

/** Blobs whose bytes are not what their hash says, or are gone; no row when they are whole again. */
export interface DamagedBlobTable {
  hash: string;
  size_bytes: number;
  problem: 'damaged' | 'missing' | 'unreadable';
  /** Of the file when it was found so; empty when there was none. */
  state: string;
  found_on: number;
}

export interface ActivityTable {
  seq: Generated<number>;
  id: string;
  workspace_id: string;
  analysis_id: string | null;
  username: string;
  timestamp: number;
  action: 'create' | 'update' | 'move' | 'delete';
  target_id: string;
  target_type: string;
  target_name: string;
}

export interface ShortIdPrefixTable {
  prefix: string;
  user_id: string;
  created: number;
}

/** Where a notebook page leaves what it knows for its kernel; gone after minutes. */
export interface MetadataProxyTable {
  id: string;
  /** SHA-256 of the token. */
  hash: string;
  user_id: string;
  created: number;
  updated: number | null;
  expiry: number;
  metadata: string;
}

/** What the server remembers of itself. */
export interface SettingTable {
  name: string;
  value: string;
}

export interface Schema {
  metadata_proxies: MetadataProxyTable;
  settings: SettingTable;
  users: UserTable;
  credentials: CredentialTable;
  key_leaks: KeyLeakTable;
  objects: ObjectTable;
  members: MemberTable;
  sign_in_places: SignInPlaceTable;
  workspaces: WorkspaceTable;
  organizations: OrganizationTable;
  assets: AssetTable;
  asset_links: AssetLinkTable;
  link_shares: LinkShareTable;
  user_shares: UserShareTable;
  invitations: InvitationTable;
  audit: AuditTable;
  revisions: RevisionTable;
  data: DataTable;
  damaged_blobs: DamagedBlobTable;
  pictures: PictureTable;
  activity: ActivityTable;
  short_id_prefixes: ShortIdPrefixTable;
}
