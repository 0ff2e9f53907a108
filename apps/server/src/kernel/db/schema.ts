/**
 * Every table, for both engines. Times are whole microseconds, flags are 0 or 1, IDs are lower-case UUIDs as text. JSON
 * is text, because it must be returned exactly as it was sent.
 */
import type {
  AuditEvent,
  KeyPermission,
  Kind,
  LeakAction,
  OrganizationRole,
  ShownKind,
  WorkspaceRole,
} from '@gofigr/contract';
import type { Generated } from 'kysely';

export interface UserTable {
  id: string;
  username: string;
  /** The username in lower case: usernames must differ in more than case. */
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
  /** The server's action when one of the user's keys is published. */
  leak_action: Generated<LeakAction>;
}

/** Usernames of deleted users: their content keeps them, so nobody else may have them. */
export interface DeletedUsernameTable {
  username_key: string;
  deleted_on: number;
}

/** Everything that proves a caller's identity, including API keys; only the SHA-256 of each is stored. */
export interface CredentialTable {
  seq: Generated<number>;
  id: string;
  /**
   * A revoked key stays as such, so that it can't come back and whoever still uses it can be told. A resting key is that
   * of a service account whose workspace is in the trash.
   */
  kind:
    | 'access'
    | 'refresh'
    | 'session'
    | 'api_key'
    | 'revoked_key'
    | 'resting_key'
    | 'setup'
    | 'reset'
    | 'email'
    | 'device';
  hash: string;
  user_id: string | null;
  /** The refresh token that an access token came from. */
  parent_id: string | null;
  name: string;
  /** JSON list of the only workspaces that an API key reaches; no foreign keys: without them it must reach nothing. */
  workspaces: string | null;
  permission: Generated<KeyPermission>;
  /** Tells whether an API key changes members and invitations. */
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

/** A publication of a key; the row outlives the revision. */
export interface KeyLeakTable {
  seq: Generated<number>;
  id: string;
  key_id: string;
  revision_id: string;
  /** Name of the datum, without keys; empty: the metadata of the revision. */
  data_name: string;
  action: LeakAction;
  /** Publisher. */
  username: string;
  timestamp: number;
}

/**
 * The hierarchy, in one table. `created_by` and similar columns hold usernames, which never change and outlive users.
 */
export interface ObjectTable {
  seq: Generated<number>;
  id: string;
  kind: Kind;
  /** null for a workspace, even in an organization: deleting an organization must not delete anything below. */
  parent_id: string | null;
  /** The workspace that contains it or that it is; an organization's own ID. Deleted objects have a mark (objects/removed.ts). */
  workspace_id: string;
  name: string;
  /** `nameKeyOf(name)`: look-ups by name use it. */
  name_key: string;
  description: string | null;
  size_bytes: number;
  created_on: number;
  created_by: string;
  updated_on: number | null;
  updated_by: string | null;
  child_updated_on: number | null;
  child_updated_by: string | null;
  /** Kind of the newest revision of a figure; null for other objects, and without revisions. */
  shown_kind: Generated<ShownKind | null>;
  /** Tells whether that revision has a table. */
  has_table: Generated<number | null>;
}

/** Deleted objects that can be restored. What was deleted with one of them has no row. */
export interface TrashTable {
  /** Pages are in this order. */
  seq: Generated<number>;
  object_id: string;
  /** The workspace that it was deleted from or that it is; follows moves of its parent. */
  workspace_id: string;
  /** Its parent, which may be in the trash too; null for a workspace. */
  parent_id: string | null;
  deleted_on: number;
  deleted_by: string;
}

/** Tags of figures. */
export interface FigureTagTable {
  figure_id: string;
  /** The tag in lower case: a figure's tags must differ in more than case. */
  tag_key: string;
  tag: string;
}

/** Columns that lists of figures filter and sort by. Triggers on `objects` and `figure_tags` write it (0026-listed-figures.ts). */
export interface ListedFigureTable {
  id: string;
  seq: number;
  parent_id: string | null;
  workspace_id: string;
  created_by: string;
  shown_kind: ShownKind | null;
  has_table: number | null;
  /** `objects.CHANGED` */
  changed_on: number;
  size_bytes: number;
  /** In lower case, and the first 200 characters only. */
  name: string;
  /** The keys of its tags, each between line breaks, and the first 300 characters only; empty without tags. */
  tags: string;
}

/** Objects that people starred. Who may no longer view an object doesn't see its star either. */
export interface StarTable {
  /** Lists are in this order. */
  seq: Generated<number>;
  user_id: string;
  object_id: string;
  starred_on: number;
}

/** Searches that people saved for themselves. */
export interface SavedSearchTable {
  id: string;
  user_id: string;
  name: string;
  /** Names that differ only in case are one. */
  name_key: string;
  q: string;
  created: number;
}

export interface MemberTable {
  object_id: string;
  user_id: string;
  role: WorkspaceRole | OrganizationRole;
  created: number;
  /** Time of acceptance; null while it is pending, and until then the user's profile stays hidden. */
  accepted: number | null;
  /** Username of the user who added this member without asking; null if the user joined otherwise. */
  added_by: string | null;
}

/** Networks that users signed in from recently: other callers' failed attempts don't lock users out of them. */
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
  /** Time of joining its organization. */
  organization_joined: number | null;
}

export interface OrganizationTable {
  id: string;
  email: string | null;
  logo: string | null;
  allow_per_workspace_storage_settings: number;
}

/** Objects that anyone who knows the ID can view, with everything below. */
export interface LinkShareTable {
  object_id: string;
  created: number;
  /** Null: never. An expired link gives no right. */
  expiry: number | null;
  /** Username of the user who switched the link on; null: not known. */
  shared_by: string | null;
}

/** Links to the picture of a figure or a revision, and to nothing else of it. */
export interface PictureLinkTable {
  object_id: string;
  /** Not hashed, because people copy the link again later. It shows a picture that the database's reader has, too. */
  token: string;
  created: number;
  /** Null: never. */
  expiry: number | null;
}

/** Objects that this user can view, with everything below. */
export interface UserShareTable {
  object_id: string;
  user_id: string;
  created: number;
  /** Username of the user who shared it; null: not known. */
  shared_by: string | null;
  /** The username or mail address that it was shared with; null: those who share it need not know either. */
  named_as: string | null;
}

/** Requests for access to an object, one of each person and object; gone after 30 days. */
export interface AccessRequestTable {
  id: string;
  object_id: string;
  /** The person who asks. */
  user_id: string;
  /** Text of the person who asks; may be empty. */
  message: string;
  created: number;
  /** When managers got a mail about this request. */
  mailed: number | null;
  /** When it was granted or declined; null: it is open. */
  answered: number | null;
}

/** Invitations that can still be accepted; used and withdrawn ones are only in the audit list. */
export interface InvitationTable {
  id: string;
  /** SHA-256 of the token. */
  hash: string;
  /** The workspace, organization or shared object. */
  object_id: string;
  email: string;
  /** `viewer` for an object that is shared. */
  role: WorkspaceRole | OrganizationRole;
  /** Username of the inviting user. */
  initiator: string;
  created: number;
  expiry: number;
}

/** Contains names, not references: entries outlive the objects that they name. */
export interface AuditTable {
  seq: Generated<number>;
  id: string;
  timestamp: number;
  event: AuditEvent;
  /** The acting user. */
  username: string | null;
  /** The affected user. */
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
  /** The analysis that it belongs to, or null for the whole workspace. */
  analysis_id: string | null;
}

/** Links from a figure's revision to the asset revisions that it was made from. */
export interface AssetLinkTable {
  figure_revision_id: string;
  asset_revision_id: string;
  use_type: 'direct' | 'indirect';
  position: number;
}

/** Revisions of figures and of assets; only figures' have short IDs and clean rooms. */
export interface RevisionTable {
  id: string;
  /** The figure or asset, as in `objects`: with the number it is an index. */
  parent_id: string;
  revision_index: number;
  metadata: string;
  is_clean_room: number;
  short_id: string | null;
  /** The revision that it was derived from, as long as that exists. */
  derived_from: string | null;
  /** The API key that published it, also after it is revoked; null: a person by another way. */
  key_id: string | null;
}

/** Fingerprints of pictures, by the hash of their bytes. They can be computed again, so backups omit them. */
export interface PictureTable {
  hash: string;
  /** Hex of 256 bits (kernel/pictures). */
  fingerprint: string;
}

/** Descriptions of pictures, by the hash of their bytes. They can be computed again, so backups omit them. */
export interface LikenessTable {
  hash: string;
  /** Base64 (`describe` of `@gofigr/likeness`); empty: the bytes have no picture. */
  descriptor: string;
}

/** Texts that pictures show, by the hash of their bytes. They can be read again, so backups omit them. */
export interface PictureTextTable {
  hash: string;
  /** Lines; empty: there is none, or it can't be read. */
  text: string;
}

/** Differences of a revision from the one before it. They can be computed again, so backups omit them. */
export interface ComparisonTable {
  revision_id: string;
  before_id: string;
  /** Hash of all that was compared. Another one means that a revision changed since. */
  state: string;
  /** JSON, without the used assets, which readers may see in part. */
  result: string;
  made_on: number;
}

export interface DataTable {
  id: string;
  /** The revision or asset revision that contains it. */
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

/** A bucket that a workspace or an organization chose for its data. */
export interface StoreTable {
  id: string;
  /** The workspace or organization; null when it was deleted. */
  object_id: string | null;
  /** As it was sent. */
  vendor: string;
  /** JSON: the parameters as they were sent, without credentials. */
  params: string;
  bucket: string;
  prefix: string;
  endpoint: string | null;
  region: string | null;
  /** Encrypted; null: those of the server. */
  credentials: string | null;
  /** 1: new data go here. */
  is_current: number;
  changed_on: number;
}

/** Blobs of up to 64 kB, on SQLite only. Backups have them as files. */
export interface BlobTable {
  hash: string;
  bytes: Uint8Array;
  /** Milliseconds since 1970. */
  kept_at: number;
}

/** Blobs whose bytes don't match their hash or are missing; a repaired blob has no row. */
export interface DamagedBlobTable {
  hash: string;
  size_bytes: number;
  problem: 'damaged' | 'missing' | 'unreadable';
  /** State of the file when the damage was found; empty if there was no file. */
  state: string;
  found_on: number;
  /** The bucket in which it was found; null: the server's own store. */
  store: string | null;
}

export interface ActivityTable {
  seq: Generated<number>;
  id: string;
  workspace_id: string;
  analysis_id: string | null;
  username: string;
  timestamp: number;
  action: 'create' | 'update' | 'move' | 'delete' | 'restore';
  target_id: string;
  target_type: string;
  target_name: string;
}

export interface ShortIdPrefixTable {
  prefix: string;
  user_id: string;
  created: number;
}

/** Metadata that a notebook page passes to its kernel; expires after minutes. */
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

/** A terminal that asks to sign in by a browser; gone after minutes. */
export interface DeviceCodeTable {
  id: string;
  /** SHA-256 of the code that the terminal holds, and of the one that the person reads. */
  device_hash: string;
  user_hash: string;
  client: string;
  machine: string | null;
  address: string;
  /** JSON: the key that the client asks for. */
  wish: string;
  created: number;
  expiry: number;
  last_asked: number | null;
  /** `used`: the token was handed out; `spent`: it has made its key. */
  state: 'pending' | 'approved' | 'denied' | 'used' | 'spent';
  user_id: string | null;
  /** JSON: the key that the person approved. */
  granted: string | null;
  /** The token that was handed out. */
  credential_id: string | null;
}

/** Objects to put into the search index again. Triggers write the rows (0030-search-queue.ts). */
export interface SearchQueueTable {
  seq: Generated<number>;
  object_id: string;
  /** 1: a search does not find the object until then, because the index may have text that is gone. */
  hides: number;
}

/** Bytes that a client uploads before it publishes them. */
export interface UploadTable {
  id: string;
  user_id: string;
  /** The API key that uploads them; empty: none. */
  key_id: string;
  /** As the client announced it; true when the upload is complete. */
  hash: string;
  size_bytes: number;
  /** Bytes that have arrived, and the number of their parts. */
  received: number;
  parts: number;
  /** 1: all bytes are kept under their hash, and have no parts any more. */
  is_complete: number;
  /** 1: texts that look like API keys are in them. */
  has_keys: number;
  updated: number;
}

/** Parts of unfinished uploads, each kept as a blob of the server's own store. */
export interface UploadPartTable {
  upload_id: string;
  /** Place of its first byte. */
  start: number;
  size_bytes: number;
  hash: string;
}

/** The room that the uploads of a person take, with all keys. Triggers keep it. */
export interface UploadTotalTable {
  user_id: string;
  /** Their bytes, and 4 kB for each row and file. */
  bytes: number;
}

/** Values that the server stores about itself. */
export interface SettingTable {
  name: string;
  value: string;
}

/** Settings that administrators chose in the app. */
export interface ChoiceTable {
  name: string;
  value: string;
}

/** Attempts that limits count on PostgreSQL. On SQLite the only server counts them in memory. */
export interface AttemptTable {
  /** Hash of the limit and the caller. */
  id: string;
  count: number;
  /** End of the window, in milliseconds of the database's clock. */
  until: number;
}

export interface Schema {
  metadata_proxies: MetadataProxyTable;
  device_codes: DeviceCodeTable;
  settings: SettingTable;
  choices: ChoiceTable;
  users: UserTable;
  deleted_usernames: DeletedUsernameTable;
  credentials: CredentialTable;
  key_leaks: KeyLeakTable;
  objects: ObjectTable;
  trash: TrashTable;
  figure_tags: FigureTagTable;
  listed_figures: ListedFigureTable;
  stars: StarTable;
  saved_searches: SavedSearchTable;
  members: MemberTable;
  sign_in_places: SignInPlaceTable;
  workspaces: WorkspaceTable;
  organizations: OrganizationTable;
  assets: AssetTable;
  asset_links: AssetLinkTable;
  link_shares: LinkShareTable;
  picture_links: PictureLinkTable;
  user_shares: UserShareTable;
  access_requests: AccessRequestTable;
  invitations: InvitationTable;
  audit: AuditTable;
  revisions: RevisionTable;
  data: DataTable;
  stores: StoreTable;
  blobs: BlobTable;
  damaged_blobs: DamagedBlobTable;
  pictures: PictureTable;
  likenesses: LikenessTable;
  picture_texts: PictureTextTable;
  comparisons: ComparisonTable;
  activity: ActivityTable;
  short_id_prefixes: ShortIdPrefixTable;
  search_queue: SearchQueueTable;
  uploads: UploadTable;
  upload_parts: UploadPartTable;
  upload_totals: UploadTotalTable;
  attempts: AttemptTable;
}
