// Generated from packages/contract by "npm run fix". Do not edit.

/** Error codes of this project's server; people read `detail`. */
export type ErrorCode =
  | 'bad_request'
  | 'invalid_request'
  | 'malformed_json'
  | 'malformed_base64'
  | 'key_limit_reached'
  | 'unknown_short_id_prefix'
  | 'primary_workspace'
  | 'weak_password'
  | 'unknown_user'
  | 'owner_is_fixed'
  | 'not_a_member'
  | 'already_a_member'
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token'
  | 'access_denied'
  | 'unsupported_grant_type'
  | 'wrong_password'
  | 'contains_key'
  | 'token_not_valid'
  | 'key_not_valid'
  | 'sign_in_failed'
  | 'account_disabled'
  | 'not_allowed'
  | 'sign_in_required'
  | 'not_with_a_key'
  | 'not_with_this_key'
  | 'foreign_origin'
  | 'registration_closed'
  | 'setup_link_not_valid'
  | 'reset_link_not_valid'
  | 'email_link_not_valid'
  | 'not_found'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'already_exists'
  | 'last_administrator'
  | 'short_id_taken'
  | 'wrong_offset'
  | 'body_too_large'
  | 'upload_quota_reached'
  | 'unsupported_media_type'
  | 'range_not_satisfiable'
  | 'unknown_host'
  | 'not_drawable'
  | 'blob_missing'
  | 'wrong_hash'
  | 'too_many_attempts'
  | 'internal_error'
  | 'data_damaged'
  | 'unavailable'
  | 'outcome_unknown'
  | 'storage_full';

export interface Info {
  version: string;
  ai_enabled: boolean;
  auth0_domain: string | null;
  auth0_cli_client_id: string | null;
  auth0_audience: string | null;
  /** Tells whether terminals sign in here by a browser, on any scheme */
  device_login: boolean;
  registration: 'invite' | 'open' | 'closed';
  /** False while there are no users; then only the set-up link works */
  set_up: boolean;
  /** Tells whether the server can send mail */
  mail: boolean;
  /** Base of links, QR codes and `.gofigr` files */
  public_url: string;
  binary: BinaryUploads;
}

export interface User {
  username: string;
  first_name: string;
  last_name: string;
  email: string;
  /** ISO 8601 with microseconds and an offset */
  date_joined: string;
  is_active: boolean;
  /** Administrator of this server */
  is_staff: boolean;
  avatar: string | null;
  /** Any JSON value; returned exactly as sent */
  user_profile: unknown;
}

export interface ApiKey {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  token: string | null;
  /** ISO 8601 with microseconds and an offset */
  created: string;
  last_used: string | null;
  expiry: string | null;
  workspace: string | null;
  /** `full`: all that the owner may; `read`: view; `publish`: publish, and change what this key published */
  permission: 'full' | 'read' | 'publish';
  workspaces: string[] | null;
  addresses: string[] | null;
  /** Tells whether it changes members and invitations */
  manages_people: boolean;
  disabled: string | null;
  previous_expiry: string | null;
  /** Owner of the key: a person, or a service account of a workspace */
  username: string;
  created_by: string | null;
}

export interface Workspace {
  _shallow: false;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  workspace_type: 'primary' | 'secondary';
  organization: string | null;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  analyses: NestedAnalysis[];
  assets: NestedAsset[];
}

export interface ShallowWorkspace {
  _shallow: true;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  workspace_type: 'primary' | 'secondary';
  organization: string | null;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  analyses: null;
  assets: null;
}

export interface Analysis {
  _shallow: false;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID in lower case */
  workspace: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  figures: NestedFigure[];
}

export interface Figure {
  _shallow: false;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID in lower case */
  analysis: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  /** From v1.5 on. Sorted, without regard to case */
  tags?: string[];
  revisions: NestedRevision[];
}

export interface Revision {
  /** API ID: a random UUID in lower case */
  api_id: string;
  /** Counts from 0; displayed numbers are one higher */
  revision_index: number;
  size_bytes: number;
  is_processing: boolean;
  is_clean_room: boolean;
  /** Any JSON value; returned exactly as sent */
  metadata: unknown;
  /** API ID: a random UUID in lower case */
  figure: string;
  short_id: string | null;
  figure_metadata: FigureMetadata;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  assets: AssetLink[];
  data: Data[];
}

export interface Asset {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID in lower case */
  workspace: string;
  analysis: string | null;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  _shallow: false;
  revisions: NestedAssetRevision[];
}

export interface AssetRevision {
  /** API ID: a random UUID in lower case */
  api_id: string;
  /** Counts from 0; displayed numbers are one higher */
  revision_index: number;
  size_bytes: number;
  is_processing: boolean;
  /** Any JSON value; returned exactly as sent */
  metadata: unknown;
  /** API ID: a random UUID in lower case */
  asset: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  figure_revisions: AssetLink[];
  data: Data[];
}

export interface Activity {
  /** API ID: a random UUID in lower case */
  api_id: string;
  username: string | null;
  /** ISO 8601 with microseconds and an offset */
  timestamp: string;
  action: 'create' | 'update' | 'move' | 'delete' | 'restore';
  /** API ID: a random UUID in lower case */
  target_id: string;
  target_type: string;
  target_name: string | null;
  deleted: boolean;
  deleted_sentinel: string | null;
  thumbnail: string | null;
  analysis_id: string | null;
  analysis_name: string | null;
}

export interface Member {
  username: string;
  membership_type: string;
}

export interface ListedAnalysis {
  _shallow: true;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID in lower case */
  workspace: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  figure_count: number;
  access: AccessSummary;
}

export interface ListedFigure {
  _shallow: true;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID in lower case */
  analysis: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  revision_count: number;
  newest_revision: string | null;
  /** Sorted, without regard to case */
  tags: string[];
  kind: 'picture' | 'interactive' | 'table' | 'other' | null;
  has_table: boolean;
  access: AccessSummary;
}

export interface ListedAsset {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  _shallow: true;
  /** API ID: a random UUID in lower case */
  workspace: string;
  analysis: string | null;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  revision_count: number;
  access: AccessSummary;
}

export interface ExportManifest {
  format: 'gofigr-export';
  version: 1;
  /** ISO 8601 */
  exported_on: string;
  source: { url: string; workspace: string; name: string };
  /** Each object comes after those that it refers to. Revisions keep their order */
  objects: ExportedObject[];
  /** All files except the manifest */
  files: ExportedFile[];
}

export interface Session {
  user: User | null;
}

export interface NewSession {
  user: User;
  joined: Joined | null;
}

export interface TokenPair {
  access: string;
  refresh: string;
}

export interface AccessToken {
  access: string;
}

export interface SignIn {
  /** API ID: a random UUID in lower case */
  api_id: string;
  /** `session`: the web app; `refresh`: a client that signed in with the password */
  kind: 'session' | 'refresh';
  /** ISO 8601 with microseconds and an offset */
  created: string;
  last_used: string | null;
  /** ISO 8601 with microseconds and an offset */
  expiry: string;
  address: string | null;
  client: string | null;
  /** The sign-in used for this request */
  current: boolean;
}

export interface EmailState {
  email: string;
  pending: EmailChange | null;
}

export interface ConfirmedEmail {
  username: string;
  email: string;
}

export interface ExportContents {
  workspaces: ExportedWorkspace[];
}

export interface Person {
  username: string;
  first_name: string;
  last_name: string;
  /** Tells whether `user/{username}/avatar/` has a picture */
  has_avatar: boolean;
}

export interface ApiKeyUse {
  /** API ID: a random UUID in lower case */
  api_id: string;
  address: string | null;
  client: string | null;
  machine: string | null;
  last_used: string | null;
}

export interface ApiKeyLog {
  /** The last 200 audit entries of the key, newest first */
  entries: AuditEntry[];
  published: { revisions: number; newest: string | null };
}

export interface KeyLeak {
  /** API ID: a random UUID in lower case */
  api_id: string;
  /** API ID: a random UUID in lower case */
  key: string;
  key_name: string;
  /** Revision of a figure or an asset that it was published in */
  revision: string;
  data: string | null;
  /** The server's action at that time */
  action: 'tell' | 'redact' | 'revoke' | 'refuse';
  /** The publisher */
  username: string;
  /** ISO 8601 with microseconds and an offset */
  timestamp: string;
}

export interface LeakSettings {
  action: 'tell' | 'redact' | 'revoke' | 'refuse';
}

export interface DeviceCode {
  device_code: string;
  user_code: string;
  verification_uri: string;
  /** With the code in the fragment, which is in no log */
  verification_uri_complete: string;
  /** Seconds */
  expires_in: number;
  /** Seconds between two questions */
  interval: number;
}

export interface DeviceToken {
  access_token: string;
  token_type: 'Bearer';
  /** Seconds */
  expires_in: number;
}

export interface DeviceSignIn {
  /** From the User-Agent of the client */
  client: string;
  machine: string | null;
  /** Address that the request came from */
  address: string;
  /** ISO 8601 with microseconds and an offset */
  created: string;
  /** ISO 8601 with microseconds and an offset */
  expiry: string;
  key: { name: string | null; permission: 'full' | 'read' | 'publish' | null; workspaces: string[] | null; expiry: string | null };
}

export interface AuditPage {
  entries: AuditEntry[];
  next: string | null;
}

export interface AdminHealth {
  scrub: { enabled: boolean; mb_s: number; pass_started_on: string | null; pass_done_bytes: number; pass_total_bytes: number; last_pass_completed_on: string | null; damaged_count: number; damaged: DamagedBlob[] };
  blobs: { count: number; bytes: number };
  version: string;
  engine: 'sqlite' | 'postgres';
  backup: { completed_on: string; folder: string; problem_count: number } | null;
  mail: { configured: boolean; last_sent_on: string | null; last_failed_on: string | null; last_problem: string | null };
  disk: { free_bytes: number; total_bytes: number; has_reserve: boolean | null };
  /** Protections against hostile pictures that this machine lacks */
  missing_protection: string[];
  page_problem: string | null;
  /** Faults that an administrator should look after */
  warnings: ({ code: 'no_backup' | 'old_backup' | 'backup_problems' | 'damaged_data' | 'disk_nearly_full' | 'no_reserve' | 'mail_fails' | 'no_sandbox'; text: string })[];
}

export interface TestMail {
  /** Tells whether the mail server accepted it */
  sent: boolean;
  to: string | null;
  problem: string | null;
}

export interface ApiKeyPage {
  entries: ApiKey[];
  next: string | null;
}

export interface AdminUserPage {
  entries: AdminUser[];
  next: string | null;
}

export interface AdminUser {
  username: string;
  first_name: string;
  last_name: string;
  email: string;
  /** ISO 8601 with microseconds and an offset */
  date_joined: string;
  last_activity: string | null;
  /** Tells whether the user may sign in and use their keys */
  is_active: boolean;
  /** Administrator of this server */
  is_staff: boolean;
  /** API keys that are not revoked */
  keys: number;
  /** Workspaces that the user owns */
  workspaces: number;
  /** Size of these workspaces */
  size_bytes: number;
}

export interface ResetLink {
  link: string;
  /** ISO 8601 with microseconds and an offset */
  expiry: string;
}

export interface Belongings {
  /** Workspaces that the user owns */
  workspaces: OwnedWorkspace[];
  /** Organizations whose only `org_admin` is the user */
  organizations: OwnedOrganization[];
  /** API keys that are not revoked */
  keys: number;
  is_last_administrator: boolean;
}

export interface AdminSettings {
  registration: 'invite' | 'open' | 'closed';
  /** Tells whether the environment sets it, by `GOFIGR_REGISTRATION` */
  registration_is_fixed: boolean;
  /** `GOFIGR_AUDIT_DAYS`; 0: entries stay for ever */
  audit_days: number;
  /** `GOFIGR_ADDRESS_DAYS`; 0: addresses stay for ever */
  address_days: number;
}

export interface AdminStorage {
  /** Rows and indexes; on SQLite also data of up to `GOFIGR_SMALL_BYTES` */
  database_bytes: number;
  /** Bytes of data, each content once, wherever it is kept */
  blobs: { count: number; bytes: number };
  /** Deleted objects that can be restored, and their published bytes */
  trash: { count: number; bytes: number };
  /** Free space on the disk */
  free_bytes: number;
  workspaces: number;
  users: number;
}

export interface WorkspaceUsePage {
  entries: WorkspaceUse[];
  next: string | null;
}

export interface UserUsePage {
  entries: UserUse[];
  next: string | null;
}

export interface Organization {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  email: string | null;
  description: string | null;
  logo: string | null;
  allow_per_workspace_storage_settings: boolean;
  /** In order of joining; complete before v1.4 */
  workspaces: NestedWorkspace[];
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
}

export interface Recent {
  analyses: NestedAnalysis[];
  figures: RecentFigure[];
  assets: NestedAsset[];
}

export interface MissingBlobs {
  /** In the order of the request */
  missing: string[];
}

export interface Upload {
  /** BLAKE3 of the bytes, in lower-case hex */
  hash: string;
  size: number;
  /** Bytes that the server has, from the first one; `size`: all of them */
  received: number;
}

export interface Data {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  type: 'image' | 'code' | 'text' | 'dataframe' | 'file';
  /** BLAKE3 of the bytes, in hex */
  hash: string;
  size_bytes: number;
  is_clean_room: boolean;
  metadata: Record<string, unknown>;
  data: string | null;
}

export interface ContentLink {
  /** Path of a sandboxed page that shows the bytes; needs no cookie */
  url: string;
  /** ISO 8601 with microseconds and an offset */
  expires: string;
}

export interface ShortIdPrefix {
  prefix: string;
}

export interface ShortId {
  /** API ID: a random UUID in lower case */
  revision: string;
  /** API ID: a random UUID in lower case */
  figure: string;
}

export interface MetadataProxy {
  /** API ID: a random UUID in lower case */
  api_id: string;
  initiator: string;
  token: string;
  /** ISO 8601 with microseconds and an offset */
  created: string;
  updated: string | null;
  /** ISO 8601 with microseconds and an offset */
  expiry: string;
  /** Any JSON value; returned exactly as sent */
  metadata: unknown;
}

export interface PendingMembership {
  kind: 'workspace' | 'organization';
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  membership_type: string;
  /** Username of the user who added the caller */
  added_by: string;
  /** ISO 8601 with microseconds and an offset */
  added_on: string;
}

export interface SharedThing {
  kind: string;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  created_by: string;
  /** ISO 8601 with microseconds and an offset */
  shared_on: string;
  shared_by: string | null;
}

export interface LinkSharing {
  enabled: boolean;
}

export interface ObjectLinks {
  link: { enabled: boolean; expiry: string | null };
  /** null: there is none */
  picture: PictureLink | null;
}

export interface SharedContents {
  figures: number;
  /** Revisions of figures, or of an asset */
  revisions: number;
  /** The newest revisions, up to 1,000, that the other fields are about */
  examined: number;
  /** Revisions with code, and so on */
  code: number;
  tables: number;
  files: number;
  /** Revisions with a list of packages */
  packages: number;
  /** Revisions with other texts, such as facts about the computer */
  texts: number;
  /** Tells whether metadata name files or folders of a computer */
  local_paths: boolean;
}

export interface UserSharing {
  username: string;
  sharing_enabled: boolean;
}

export interface PictureLink {
  /** The page is `/p/{token}`, for other sites `/p/{token}/embed`, and the picture `/p/{token}/image.png` */
  token: string;
  /** false: it has expired */
  enabled: boolean;
  /** ISO 8601 with microseconds and an offset */
  created: string;
  expiry: string | null;
}

export interface WorkspaceInvitation {
  /** API ID: a random UUID in lower case */
  api_id: string;
  email: string;
  /** Username of the inviting user */
  initiator: string;
  token: string | null;
  /** Used, withdrawn and expired invitations no longer exist */
  status: 'pending';
  /** ISO 8601 with microseconds and an offset */
  created: string;
  /** ISO 8601 with microseconds and an offset */
  expiry: string;
  membership_type: string;
  /** API ID: a random UUID in lower case */
  workspace: string;
}

export interface OrganizationInvitation {
  /** API ID: a random UUID in lower case */
  api_id: string;
  email: string;
  /** Username of the inviting user */
  initiator: string;
  token: string | null;
  /** Used, withdrawn and expired invitations no longer exist */
  status: 'pending';
  /** ISO 8601 with microseconds and an offset */
  created: string;
  /** ISO 8601 with microseconds and an offset */
  expiry: string;
  membership_type: string;
  /** API ID: a random UUID in lower case */
  organization: string;
}

export interface ObjectInvitation {
  /** API ID: a random UUID in lower case */
  api_id: string;
  email: string;
  /** Username of the inviting user */
  initiator: string;
  token: string | null;
  /** Used, withdrawn and expired invitations no longer exist */
  status: 'pending';
  /** ISO 8601 with microseconds and an offset */
  created: string;
  /** ISO 8601 with microseconds and an offset */
  expiry: string;
  membership_type: string;
  kind: 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';
  /** Of the object */
  object: string;
}

export interface InvitationPreview {
  kind: 'workspace' | 'organization' | 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';
  /** Of the workspace, the organization or the object */
  name: string;
  email: string;
  initiator: string;
  membership_type: string;
  /** ISO 8601 with microseconds and an offset */
  expiry: string;
}

export interface AcceptedInvitation {
  kind: 'workspace' | 'organization' | 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';
  /** Of the workspace, the organization or the object */
  api_id: string;
  membership_type: string;
}

export interface Thumbnail {
  thumbnail: string | null;
}

export interface AccessRequest {
  /** API ID: a random UUID in lower case */
  api_id: string;
  kind: string;
  /** ID of the object */
  object: string;
  /** Name of the object */
  name: string;
  username: string | null;
  full_name: string | null;
  /** Plain text of the person who asks; may be empty */
  message: string;
  /** ISO 8601 with microseconds and an offset */
  requested_on: string;
}

export interface Comparison {
  /** API ID: a random UUID in lower case */
  a: string;
  /** API ID: a random UUID in lower case */
  b: string;
  /** ISO 8601 with microseconds and an offset */
  made_on: string;
  /** All differences in one line */
  line: string;
  /** Nothing differs. What was not compared is never equal */
  equal: boolean;
  /** `{equal, changes, unlisted}`, or `{"skipped": reason}` if it was not compared */
  parameters: object;
  /** `{equal, changes, unlisted}`, or `{"skipped": reason}` if it was not compared */
  metadata: object;
  /** `{packages, interpreter, system, git}`, or `{"skipped": reason}` if it was not compared */
  environment: object;
  pictures: ({ kind: string })[];
  code: ({ kind: string })[];
  tables: ({ kind: string })[];
  texts: ({ kind: string })[];
  files: ({ kind: string })[];
  /** Used assets that differ, as far as the caller may view them */
  assets: ({ kind: string })[];
}

export interface Contents {
  /** Workspaces of an organization. They stay when it is deleted */
  workspaces: number;
  /** Analyses below the object */
  analyses: number;
  /** Figures below the object */
  figures: number;
  /** Revisions of figures below the object */
  revisions: number;
  /** Assets below the object */
  assets: number;
  /** Revisions of assets below the object */
  asset_revisions: number;
  /** Bytes of all of them and of the object itself */
  size_bytes: number;
  /** Members of a workspace or an organization */
  members: number;
  /** Links that are on for the object or below */
  links: number;
  /** People with whom the object or something below is shared by name */
  people: number;
  /** Days that the object would rest in the trash. 0: it would be deleted for good */
  trash_days: number;
  /** Other revisions, as far as the caller may view them, that were made from it. They stay */
  used_elsewhere: number;
}

export interface Storage {
  /** `GoFigr.io`: on the server itself; `aws`: in an S3-compatible bucket */
  vendor: string;
  params: Record<string, unknown> | null;
}

export interface DataStorage {
  /** `GoFigr.io`: on the server itself; `AWS`: in a bucket */
  vendor: string;
  /** `s3://bucket/…`, in a bucket */
  path?: string;
}

export interface PathStep {
  /** API ID: a random UUID in lower case */
  api_id: string;
  kind: string;
  name: string;
}

export interface ObjectAccess {
  visibility: 'private' | 'people' | 'link';
  /** Number of people with access. Null unless the caller is a member */
  people: number | null;
  grants: AccessGrant[] | null;
  /** Full name of the person who shares it with the caller. Null for members, and if it is not known */
  shared_by: string | null;
}

export interface Lineage {
  /** The requested revision, or the revisions of the figure or asset */
  start: string[];
  /** Nearest first */
  nodes: LineageNode[];
  edges: LineageEdge[];
  /** There are more revisions, further away or at the same distance */
  cut: boolean;
}

export interface AnalysisHead {
  _shallow: true;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID in lower case */
  workspace: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  figure_count: number;
}

export interface FigurePage {
  entries: ListedFigure[];
  next: string | null;
  /** Number of entries on all pages */
  total: number;
}

export interface FigureFacets {
  /** Creators of the figures, most figures first */
  people: PersonFacet[];
  /** Most figures first */
  tags: TagFacet[];
  kinds: KindFacet[];
  has_table: number;
  starred: number;
  /** Tags are counted in so many of the newest figures */
  counted_for_tags: number;
}

export interface AnalysisPage {
  entries: ListedAnalysis[];
  next: string | null;
  /** Number of entries on all pages */
  total: number;
}

export interface AssetPage {
  entries: ListedAsset[];
  next: string | null;
  /** Number of entries on all pages */
  total: number;
}

export interface NamePage {
  entries: NamedEntry[];
  next: string | null;
}

export interface RecentEverywhere {
  analyses: RecentAnalysisAnywhere[];
  figures: RecentFigureAnywhere[];
  assets: RecentAssetAnywhere[];
}

export interface RecentAccess {
  /** API ID: a random UUID in lower case */
  api_id: string;
  access: AccessSummary;
}

export interface ActivityPage {
  entries: Activity[];
  next: string | null;
}

export interface GroupedActivityPage {
  entries: GroupedActivity[];
  next: string | null;
}

export interface RevisionChange {
  /** API ID: a random UUID in lower case */
  revision: string;
  /** Empty for the first revision and for one with the same bytes and metadata */
  changed: ('picture' | 'code' | 'data' | 'environment' | 'text' | 'files' | 'metadata')[];
  line: string | null;
}

export interface Maker {
  notebook_name: string | null;
  notebook_path: string | null;
  url: string | null;
  script: string | null;
  /** Figures that it made, of those looked at */
  figures: number;
  /** API ID: a random UUID in lower case */
  newest: string;
  /** ISO 8601 with microseconds and an offset */
  published_on: string;
}

export interface FoundName {
  kind: string;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  /** API ID: a random UUID in lower case */
  workspace: string;
  workspace_name: string;
  /** ISO 8601 with microseconds and an offset */
  changed_on: string;
}

export interface TagList {
  /** Sorted, without regard to case */
  tags: string[];
}

export interface SearchAnswer {
  opens: Opened | null;
  results: SearchResult[];
  counts: SearchCounts;
  corrected: CorrectedWord[];
  /** Older objects are still being put into the index */
  filling: boolean;
  next: string | null;
}

export interface SavedSearch {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  /** As `q` of `GET search/` */
  q: string;
  /** ISO 8601 with microseconds and an offset */
  created: string;
}

export interface TrashPage {
  entries: TrashItem[];
  next: string | null;
  /** Number of entries on all pages */
  total: number;
  /** Bytes of the entries on all pages */
  size_bytes: number;
  /** Days that deleted objects rest now. 0: they are deleted for good */
  days: number;
}

export interface Restored {
  kind: 'workspace' | 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';
  /** API ID: a random UUID in lower case */
  api_id: string;
  /** The objects that came back from the trash, outermost first */
  restored: string[];
}

export interface Emptied {
  /** Entries that are deleted for good now */
  purged: number;
}

export interface StarState {
  starred: boolean;
}

export interface StarPage {
  entries: Starred[];
  next: string | null;
}

export interface BatchAnswer {
  /** In the order of the request */
  objects: BatchResult[];
}

export interface SimilarFigures {
  /** The most similar first, at most 12 */
  figures: SimilarFigure[];
}

export interface FoundPictures {
  /** The most certain first. Empty: the picture is unknown */
  results: FoundPicture[];
}

export interface BinaryUploads {
  /** Size of the parts of `PUT blob/{hash}/` */
  part_bytes: number;
  /** Content type of a publish with its bytes as they are, after its JSON */
  publish_type: 'application/vnd.gofigr.publish';
}

export interface NestedAnalysis {
  _shallow: true;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID in lower case */
  workspace: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
}

export interface NestedAsset {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  _shallow: true;
  /** API ID: a random UUID in lower case */
  workspace: string;
  analysis: string | null;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
}

export interface NestedFigure {
  _shallow: true;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID in lower case */
  analysis: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
}

export interface NestedRevision {
  _shallow: true;
  /** API ID: a random UUID in lower case */
  api_id: string;
  /** Counts from 0; displayed numbers are one higher */
  revision_index: number;
  size_bytes: number;
  is_processing: boolean;
  is_clean_room: boolean;
  /** Any JSON value; returned exactly as sent */
  metadata: unknown;
  /** API ID: a random UUID in lower case */
  figure: string;
  short_id: string | null;
  figure_metadata: FigureMetadata;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
}

export interface FigureMetadata {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  /** API ID: a random UUID in lower case */
  analysis: string;
}

export interface AssetLink {
  /** API ID: a random UUID in lower case */
  figure_revision: string;
  /** API ID: a random UUID in lower case */
  asset_revision: string;
  use_type: 'direct' | 'indirect';
}

export interface NestedAssetRevision {
  _shallow: true;
  /** API ID: a random UUID in lower case */
  api_id: string;
  /** Counts from 0; displayed numbers are one higher */
  revision_index: number;
  size_bytes: number;
  is_processing: boolean;
  /** Any JSON value; returned exactly as sent */
  metadata: unknown;
  /** API ID: a random UUID in lower case */
  asset: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
}

export interface AccessSummary {
  visibility: 'private' | 'people' | 'link';
  /** Number of people with access. Null unless the caller is a member */
  people: number | null;
  /** Number of people among them who are no members. Null unless the caller is a member */
  guests: number | null;
}

export interface ExportedObject {
  kind: 'workspace' | 'analysis' | 'asset' | 'asset_revision' | 'figure' | 'revision';
  api_id: string;
  /** Of the JSON file that describes it */
  path: string;
}

export interface ExportedFile {
  /** Below the export's folder, with `/` between names */
  path: string;
  size: number;
  sha256: string;
}

export interface Joined {
  kind: 'workspace' | 'organization' | 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';
  /** Of what the invitation was for */
  api_id: string;
}

export interface EmailChange {
  /** The new address */
  email: string;
  /** ISO 8601 with microseconds and an offset */
  created: string;
  /** ISO 8601 with microseconds and an offset */
  expiry: string;
}

export interface ExportedWorkspace {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  size_bytes: number;
  /** Tells whether the caller is the owner; these are exported by default */
  owned: boolean;
}

export interface AuditEntry {
  /** API ID: a random UUID in lower case */
  api_id: string;
  /** ISO 8601 with microseconds and an offset */
  timestamp: string;
  event: 'account_created' | 'account_disabled' | 'account_enabled' | 'account_promoted' | 'account_demoted' | 'account_deleted' | 'sign_in' | 'sign_in_failed' | 'sign_out' | 'session_ended' | 'password_changed' | 'password_reset_requested' | 'password_reset' | 'email_change_requested' | 'email_change_withdrawn' | 'email_changed' | 'data_exported' | 'key_created' | 'key_changed' | 'key_rotated' | 'key_disabled' | 'key_enabled' | 'key_expired' | 'key_used_from_new_address' | 'key_failed' | 'key_revoked' | 'key_leaked' | 'leak_action_changed' | 'member_added' | 'member_accepted' | 'member_changed' | 'member_removed' | 'owner_changed' | 'invitation_created' | 'invitation_withdrawn' | 'invitation_accepted' | 'invitation_failed' | 'link_sharing_enabled' | 'link_sharing_disabled' | 'link_expiry_changed' | 'picture_link_created' | 'picture_link_changed' | 'picture_link_withdrawn' | 'user_sharing_enabled' | 'user_sharing_disabled' | 'access_requested' | 'access_declined' | 'object_restored' | 'object_purged' | 'registration_changed' | 'storage_changed';
  username: string | null;
  subject: string | null;
  object_id: string | null;
  object_kind: string | null;
  object_name: string | null;
  address: string | null;
  client: string | null;
  /** Details of the event, such as a role or a key */
  details: Record<string, unknown>;
}

export interface DamagedBlob {
  /** BLAKE3 of the bytes as they were published */
  hash: string;
  size_bytes: number;
  problem: 'damaged' | 'missing' | 'unreadable';
  /** ISO 8601 with microseconds and an offset */
  found_on: string;
  /** Some of the data with these bytes */
  data: ({ api_id: string; name: string; revision: string; kind: string; parent_name: string; created_by: string })[];
}

export interface OwnedWorkspace {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  figures: number;
  size_bytes: number;
  /** Usernames of the other members */
  members: string[];
  heir: string | null;
}

export interface OwnedOrganization {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  /** Usernames of the other members */
  members: string[];
}

export interface WorkspaceUse {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  owner: string | null;
  organization: string | null;
  figures: number;
  /** Of figures and of assets */
  revisions: number;
  /** Published bytes; the same bytes count each time */
  size_bytes: number;
  /** Published bytes that were deleted from it and can be restored */
  trash_bytes: number;
  /** The workspace is in the trash itself */
  deleted: boolean;
  /** ISO 8601 with microseconds and an offset */
  changed_on: string;
}

export interface UserUse {
  username: string;
  /** `gone`: what they published stays */
  account: 'person' | 'service' | 'gone';
  /** Of figures and of assets */
  revisions: number;
  /** Published bytes */
  size_bytes: number;
  api_keys: number;
  /** Workspaces that they own */
  workspaces: number;
}

export interface NestedWorkspace {
  _shallow: true;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  workspace_type: 'primary' | 'secondary';
  organization: string | null;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
}

export interface RecentFigure {
  _shallow: true;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID in lower case */
  analysis: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  /** Name of its analysis */
  analysis_name: string;
}

export interface AccessGrant {
  /** Shared by link, shared by name, member of the workspace, or member of its organization */
  reason: 'link' | 'share' | 'workspace' | 'organization';
  /** null: anyone with the link */
  username: string | null;
  /** The mail address that the person was invited by */
  named_as?: string;
  /** null: may only view it */
  role: string | null;
  on: PathStep;
}

export interface LineageNode {
  /** API ID: a random UUID in lower case */
  api_id: string;
  kind: 'revision' | 'asset_revision';
  /** Name of its figure or asset */
  name: string;
  /** Counts from 0; displayed numbers are one higher */
  revision_index: number;
  /** ID of its figure or asset */
  parent: string;
  analysis: string | null;
  short_id: string | null;
  hash: string | null;
  size_bytes: number;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  /** Steps from the start: negative for its sources, positive for its results */
  distance: number;
}

export interface LineageEdge {
  /** ID of the source */
  from: string;
  /** API ID: a random UUID in lower case */
  to: string;
  /** use: an asset revision used in a figure; derive: a figure revision derived from another; same_bytes: two copies of a file, the older first */
  type: 'use' | 'derive' | 'same_bytes';
  use_type: 'direct' | 'indirect' | null;
}

export interface PersonFacet {
  username: string;
  count: number;
}

export interface TagFacet {
  tag: string;
  count: number;
}

export interface KindFacet {
  kind: 'picture' | 'interactive' | 'table' | 'other';
  count: number;
}

export interface NamedEntry {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
}

export interface RecentAnalysisAnywhere {
  _shallow: true;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID in lower case */
  workspace: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  workspace_name: string;
  access: AccessSummary;
}

export interface RecentFigureAnywhere {
  _shallow: true;
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID in lower case */
  analysis: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  /** Name of its analysis */
  analysis_name: string;
  workspace_name: string;
  access: AccessSummary;
}

export interface RecentAssetAnywhere {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  _shallow: true;
  /** API ID: a random UUID in lower case */
  workspace: string;
  analysis: string | null;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
  child_updated_by: string | null;
  child_updated_on: string | null;
  workspace_name: string;
  access: AccessSummary;
}

export interface GroupedActivity {
  /** API ID: a random UUID in lower case */
  api_id: string;
  username: string | null;
  /** ISO 8601 with microseconds and an offset */
  timestamp: string;
  action: 'create' | 'update' | 'move' | 'delete' | 'restore';
  /** API ID: a random UUID in lower case */
  target_id: string;
  target_type: string;
  target_name: string | null;
  deleted: boolean;
  analysis_id: string | null;
  analysis_name: string | null;
  /** API ID: a random UUID in lower case */
  workspace: string;
  workspace_name: string;
  publish: Publish | null;
}

export interface Opened {
  type: 'workspace' | 'analysis' | 'figure' | 'asset' | 'revision' | 'asset_revision';
  /** API ID: a random UUID in lower case */
  api_id: string;
}

export interface SearchResult {
  type: 'workspace' | 'analysis' | 'figure' | 'asset' | 'revision' | 'asset_revision';
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  /** Begin and end of each matching word, in UTF-16 units */
  name_marks: number[][];
  workspace: string | null;
  workspace_name: string | null;
  analysis: string | null;
  analysis_name: string | null;
  /** ISO 8601 with microseconds and an offset */
  changed_on: string;
  changed_by: string;
  match: SearchMatch | null;
}

export interface SearchCounts {
  total: number;
  /** False if there are more. Then the counts are those of the best ones */
  complete: boolean;
  types: TypeCount[];
  /** Null: of objects that are shared without their workspace or analysis */
  workspaces: WorkspaceCount[];
}

export interface CorrectedWord {
  from: string;
  to: string[];
}

export interface TrashItem {
  /** ID of the deleted object */
  api_id: string;
  kind: 'workspace' | 'analysis' | 'figure' | 'revision' | 'asset' | 'asset_revision';
  name: string;
  /** ID of the workspace that it was deleted from, or that it is */
  workspace: string;
  workspace_name: string;
  parent: string | null;
  parent_name: string | null;
  with: string | null;
  deleted_by: string;
  /** ISO 8601 with microseconds and an offset */
  deleted_on: string;
  /** ISO 8601 with microseconds and an offset */
  purged_on: string;
  /** Analyses that were deleted with it */
  analyses: number;
  /** Figures that were deleted with it */
  figures: number;
  /** Revisions of figures that were deleted with it */
  revisions: number;
  /** Assets that were deleted with it */
  assets: number;
  /** Revisions of assets that were deleted with it */
  asset_revisions: number;
  /** Bytes of all of them */
  size_bytes: number;
}

export interface Starred {
  /** API ID: a random UUID in lower case */
  api_id: string;
  name: string;
  /** API ID: a random UUID in lower case */
  analysis: string;
  analysis_name: string | null;
  /** ISO 8601 with microseconds and an offset */
  starred_on: string;
  /** ISO 8601 with microseconds and an offset */
  changed_on: string;
}

export interface BatchResult {
  /** As sent */
  api_id: string;
  /** HTTP status that the operation on this object alone would answer */
  status: number;
  error?: BatchError;
}

export interface SimilarFigure {
  /** Agreement of the pictures from 0 to 1 */
  score: number;
  /** API ID: a random UUID in lower case */
  figure: string;
  figure_name: string;
  /** ID of its newest revision, which is compared */
  revision: string;
  revision_index: number;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
}

export interface FoundPicture {
  /** `exact`: this revision. `likely`: this one, or one that looks nearly the same */
  certainty: 'exact' | 'likely';
  /** Tells whether a QR code names the revision, or its picture resembles the query */
  by: 'code' | 'likeness';
  score: number | null;
  /** Page of the query, or picture of a document, from 1 */
  page: number;
  /** API ID: a random UUID in lower case */
  revision: string;
  revision_index: number;
  /** API ID: a random UUID in lower case */
  figure: string;
  figure_name: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
}

export interface Publish {
  /** ID of the figure or asset */
  parent: string;
  /** Name of the figure or asset */
  name: string;
  /** Counts from 0; displayed numbers are one higher */
  revision_index: number;
  /** The figure or asset was created for it */
  is_new: boolean;
  /** Asset revisions that the figure was made from */
  files: number;
}

export interface SearchMatch {
  in: 'description' | 'tag' | 'metadata' | 'file' | 'text' | 'picture' | 'column' | 'package' | 'code' | 'history';
  /** The line, shortened */
  text: string;
  /** Begin and end of each matching word, in UTF-16 units */
  marks: number[][];
  revision: string | null;
}

export interface TypeCount {
  type: 'workspace' | 'analysis' | 'figure' | 'asset' | 'revision' | 'asset_revision';
  count: number;
}

export interface WorkspaceCount {
  workspace: string | null;
  workspace_name: string | null;
  count: number;
  analyses: AnalysisCount[];
}

export interface BatchError {
  code: 'bad_request' | 'invalid_request' | 'malformed_json' | 'malformed_base64' | 'key_limit_reached' | 'unknown_short_id_prefix' | 'primary_workspace' | 'weak_password' | 'unknown_user' | 'owner_is_fixed' | 'not_a_member' | 'already_a_member' | 'authorization_pending' | 'slow_down' | 'expired_token' | 'access_denied' | 'unsupported_grant_type' | 'wrong_password' | 'contains_key' | 'token_not_valid' | 'key_not_valid' | 'sign_in_failed' | 'account_disabled' | 'not_allowed' | 'sign_in_required' | 'not_with_a_key' | 'not_with_this_key' | 'foreign_origin' | 'registration_closed' | 'setup_link_not_valid' | 'reset_link_not_valid' | 'email_link_not_valid' | 'not_found' | 'method_not_allowed' | 'request_timeout' | 'already_exists' | 'last_administrator' | 'short_id_taken' | 'wrong_offset' | 'body_too_large' | 'upload_quota_reached' | 'unsupported_media_type' | 'range_not_satisfiable' | 'unknown_host' | 'not_drawable' | 'blob_missing' | 'wrong_hash' | 'too_many_attempts' | 'internal_error' | 'data_damaged' | 'unavailable' | 'outcome_unknown' | 'storage_full';
  /** Reason of the error and what to do about it, safe to show */
  detail: string;
}

export interface AnalysisCount {
  analysis: string | null;
  analysis_name: string | null;
  count: number;
}

/** Every operation by its method and path, with the parts of its request and its answer. */
export interface Routes {
  'GET /info/': {
    answer: Info;
  };
  'POST /setup/': {
    body: { token: string; username: string; email: string; password: string; first_name?: string; last_name?: string };
    answer: Session;
  };
  'POST /registration/': {
    body: { username: string; email: string; password: string; first_name?: string; last_name?: string; invitation?: string | null };
    answer: NewSession;
  };
  'GET /session/': {
    answer: Session;
  };
  'POST /session/': {
    body: { username: string; password: string };
    answer: Session;
  };
  'DELETE /session/': {
    answer: undefined;
  };
  'POST /api/token/': {
    body: { username: string; password: string };
    answer: TokenPair;
  };
  'POST /api/token/refresh/': {
    body: { refresh: string };
    answer: AccessToken;
  };
  'GET /sign_in/': {
    answer: SignIn[];
  };
  'DELETE /sign_in/:id/': {
    path: { id: string };
    answer: undefined;
  };
  'DELETE /sign_in/': {
    answer: undefined;
  };
  'POST /password/': {
    body: { current: string; password: string };
    answer: undefined;
  };
  'POST /password/forgot/': {
    body: { account: string };
    answer: undefined;
  };
  'POST /password/reset/': {
    body: { token: string; password: string; revoke_keys?: boolean };
    answer: undefined;
  };
  'GET /email/': {
    answer: EmailState;
  };
  'POST /email/': {
    body: { email: string; current: string };
    answer: EmailState;
  };
  'DELETE /email/': {
    answer: undefined;
  };
  'POST /email/confirm/': {
    body: { token: string };
    answer: ConfirmedEmail;
  };
  'GET /user/': {
    answer: User[];
  };
  'GET /user/:username/': {
    path: { username: string };
    answer: User;
  };
  'PUT /user/:username/': {
    path: { username: string };
    body?: { username?: string; first_name?: string | null; last_name?: string | null; avatar?: string | null; user_profile?: unknown };
    answer: User;
  };
  'GET /export/': {
    answer: ExportContents;
  };
  'GET /export/archive/': {
    query?: { workspaces?: 'owned' | 'all' };
    answer: Blob;
  };
  'POST /export/figures/': {
    body: { objects: string[]; files?: 'pictures' | 'all' };
    answer: Blob;
  };
  'GET /people/': {
    query?: { find?: string; usernames?: string; limit?: string };
    answer: Person[];
  };
  'GET /user/:username/avatar/': {
    path: { username: string };
    answer: Blob;
  };
  'GET /api_key/': {
    answer: ApiKey[];
  };
  'POST /api_key/': {
    body: { name: string; expiry?: string | null; permission?: 'full' | 'read' | 'publish'; addresses?: string[] | null; workspace?: string | null; workspaces?: string[] | null; manages_people?: boolean };
    answer: ApiKey;
  };
  'GET /api_key/current/': {
    answer: ApiKey;
  };
  'DELETE /api_key/current/': {
    answer: undefined;
  };
  'GET /api_key/uses/': {
    answer: ApiKeyUse[];
  };
  'GET /api_key/:id/': {
    path: { id: string };
    answer: ApiKey;
  };
  'PATCH /api_key/:id/': {
    path: { id: string };
    body?: { name?: string; expiry?: string | null; permission?: 'full' | 'read' | 'publish'; addresses?: string[] | null; workspace?: string | null; workspaces?: string[] | null; manages_people?: boolean };
    answer: ApiKey;
  };
  'POST /api_key/:id/rotate/': {
    path: { id: string };
    body?: { grace_hours?: unknown };
    answer: ApiKey;
  };
  'POST /api_key/:id/disable/': {
    path: { id: string };
    answer: ApiKey;
  };
  'POST /api_key/:id/enable/': {
    path: { id: string };
    answer: ApiKey;
  };
  'GET /api_key/:id/log/': {
    path: { id: string };
    answer: ApiKeyLog;
  };
  'DELETE /api_key/:id/': {
    path: { id: string };
    answer: undefined;
  };
  'GET /workspace/:id/api_key/': {
    path: { id: string };
    answer: ApiKey[];
  };
  'POST /workspace/:id/api_key/': {
    path: { id: string };
    body: { name: string; expiry?: string | null; permission?: 'full' | 'read' | 'publish'; addresses?: string[] | null };
    answer: ApiKey;
  };
  'GET /api_key/leaks/': {
    answer: KeyLeak[];
  };
  'GET /api_key/leaks/settings/': {
    answer: LeakSettings;
  };
  'PUT /api_key/leaks/settings/': {
    body: { action: 'tell' | 'redact' | 'revoke' | 'refuse' };
    answer: LeakSettings;
  };
  'POST /api/credentials/revoke/': {
    body: { credentials: string[] };
    answer: undefined;
  };
  'POST /oauth/device/code': {
    body?: { client_id?: string | null; audience?: string | null; scope?: string | null; machine?: string | null; name?: string | null; permission?: 'full' | 'read' | 'publish' | null; workspaces?: string[] | null; expiry?: string | null };
    answer: DeviceCode;
  };
  'POST /oauth/token': {
    body: { grant_type: string; client_id?: string | null; device_code: string };
    answer: DeviceToken;
  };
  'POST /device/preview/': {
    body: { user_code: string };
    answer: DeviceSignIn;
  };
  'POST /device/approve/': {
    body: { user_code: string; name?: string | null; permission?: 'full' | 'read' | 'publish'; workspaces?: string[] | null; expiry?: string | null };
    answer: undefined;
  };
  'POST /device/deny/': {
    body: { user_code: string };
    answer: undefined;
  };
  'GET /audit/': {
    query?: { everyone?: 'true'; event?: string; group?: 'accounts' | 'sign_ins' | 'keys' | 'people' | 'sharing' | 'server'; user?: string; object?: string; since?: string; until?: string; address?: string; before?: string; limit?: string };
    answer: AuditPage;
  };
  'GET /audit/export/': {
    query?: { everyone?: 'true'; event?: string; group?: 'accounts' | 'sign_ins' | 'keys' | 'people' | 'sharing' | 'server'; user?: string; object?: string; since?: string; until?: string; address?: string; format?: 'csv' | 'jsonl' };
    answer: Blob;
  };
  'GET /admin/health/': {
    answer: AdminHealth;
  };
  'POST /admin/test_mail/': {
    answer: TestMail;
  };
  'GET /admin/api_key/': {
    query?: { username?: string; after?: string; limit?: string };
    answer: ApiKeyPage;
  };
  'DELETE /admin/api_key/:id/': {
    path: { id: string };
    answer: undefined;
  };
  'GET /admin/user/': {
    query?: { search?: string; active?: 'true' | 'false'; staff?: 'true' | 'false'; sort?: 'last_activity' | 'username'; after?: string; limit?: string };
    answer: AdminUserPage;
  };
  'PATCH /admin/user/:username/': {
    path: { username: string };
    body?: { is_active?: boolean; is_staff?: boolean };
    answer: AdminUser;
  };
  'DELETE /admin/user/:username/': {
    path: { username: string };
    body: { workspaces: 'delete' | { to: string } };
    answer: undefined;
  };
  'POST /admin/user/:username/reset_link/': {
    path: { username: string };
    answer: ResetLink;
  };
  'GET /user/:username/belongings/': {
    path: { username: string };
    answer: Belongings;
  };
  'DELETE /account/': {
    body: { password: string; workspaces: 'delete' | { to: string }; hand_over?: Record<string, string> };
    answer: undefined;
  };
  'GET /admin/setting/': {
    answer: AdminSettings;
  };
  'PATCH /admin/setting/': {
    body?: { registration?: 'invite' | 'open' | 'closed' };
    answer: AdminSettings;
  };
  'GET /admin/storage/': {
    answer: AdminStorage;
  };
  'GET /admin/storage/workspace/': {
    query?: { sort?: 'size_bytes' | 'name' | 'owner' | 'organization' | 'figures' | 'revisions' | 'trash_bytes' | 'changed_on'; order?: 'asc' | 'desc'; offset?: string; limit?: string };
    answer: WorkspaceUsePage;
  };
  'GET /admin/storage/user/': {
    query?: { sort?: 'size_bytes' | 'username' | 'revisions' | 'api_keys' | 'workspaces'; order?: 'asc' | 'desc'; offset?: string; limit?: string };
    answer: UserUsePage;
  };
  'GET /organization/': {
    answer: Organization[];
  };
  'POST /organization/': {
    body: { name: string; description?: string | null; email?: string | null; logo?: string | null; allow_per_workspace_storage_settings?: boolean | null };
    answer: Organization;
  };
  'GET /organization/:id/': {
    path: { id: string };
    answer: Organization;
  };
  'PUT /organization/:id/': {
    path: { id: string };
    body?: { name?: string | null; description?: string | null; email?: string | null; logo?: string | null; allow_per_workspace_storage_settings?: boolean | null };
    answer: Organization;
  };
  'PATCH /organization/:id/': {
    path: { id: string };
    body?: { name?: string | null; description?: string | null; email?: string | null; logo?: string | null; allow_per_workspace_storage_settings?: boolean | null };
    answer: Organization;
  };
  'DELETE /organization/:id/': {
    path: { id: string };
    answer: undefined;
  };
  'GET /workspace/': {
    answer: (Workspace | ShallowWorkspace)[];
  };
  'POST /workspace/': {
    body: { name: string; description?: string | null; workspace_type?: string | null; organization?: string | null };
    answer: Workspace;
  };
  'POST /workspace/find_or_create/': {
    body: { name: string; description?: string | null; parent?: string | null };
    answer: Workspace;
  };
  'GET /workspace/:id/': {
    path: { id: string };
    answer: Workspace;
  };
  'PUT /workspace/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { name?: string | null; description?: string | null; workspace_type?: string | null; organization?: string | null };
    answer: Workspace;
  };
  'PATCH /workspace/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { name?: string | null; description?: string | null; workspace_type?: string | null; organization?: string | null };
    answer: Workspace;
  };
  'DELETE /workspace/:id/': {
    path: { id: string };
    answer: undefined;
  };
  'GET /workspace/:id/recent/': {
    path: { id: string };
    query?: { limit?: string };
    answer: Recent;
  };
  'GET /analysis/': {
    answer: Analysis[];
  };
  'POST /analysis/': {
    body: { name: string; description?: string | null; workspace: string };
    answer: Analysis;
  };
  'POST /analysis/find_or_create/': {
    body: { name: string; description?: string | null; parent: string };
    answer: Analysis;
  };
  'GET /analysis/:id/': {
    path: { id: string };
    answer: Analysis;
  };
  'PUT /analysis/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { name?: string | null; description?: string | null; workspace?: string | null };
    answer: Analysis;
  };
  'PATCH /analysis/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { name?: string | null; description?: string | null; workspace?: string | null };
    answer: Analysis;
  };
  'DELETE /analysis/:id/': {
    path: { id: string };
    answer: undefined;
  };
  'GET /figure/': {
    answer: Figure[];
  };
  'POST /figure/': {
    body: { name: string; description?: string | null; analysis: string; tags?: string[] | null };
    answer: Figure;
  };
  'POST /figure/find_or_create/': {
    body: { name: string; description?: string | null; parent: string; tags?: string[] | null };
    answer: Figure;
  };
  'GET /figure/:id/': {
    path: { id: string };
    answer: Figure;
  };
  'PUT /figure/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { name?: string | null; description?: string | null; analysis?: string | null; tags?: string[] | null };
    answer: Figure;
  };
  'PATCH /figure/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { name?: string | null; description?: string | null; analysis?: string | null; tags?: string[] | null };
    answer: Figure;
  };
  'DELETE /figure/:id/': {
    path: { id: string };
    answer: undefined;
  };
  'GET /revision/': {
    answer: Revision[];
  };
  'POST /revision/': {
    body: { figure: string; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown; blob?: string | null })[] | null; assets?: ({ asset_revision: string; use_type?: 'direct' | 'indirect' | null })[] | null; is_clean_room?: boolean | null; client_id?: string | null; short_id?: string | null; tags?: string[] | null };
    answer: Revision;
  };
  'POST /revision/by-name/': {
    body: { workspace: string; analysis: string; figure: string; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown; blob?: string | null })[] | null; assets?: ({ asset_revision: string; use_type?: 'direct' | 'indirect' | null })[] | null; is_clean_room?: boolean | null; client_id?: string | null; short_id?: string | null; tags?: string[] | null };
    answer: Revision;
  };
  'POST /revision/auto-assign/': {
    body: { analysis: string; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown; blob?: string | null })[] | null; assets?: ({ asset_revision: string; use_type?: 'direct' | 'indirect' | null })[] | null; is_clean_room?: boolean | null; client_id?: string | null; short_id?: string | null; tags?: string[] | null };
    answer: Revision;
  };
  'POST /revision/:id/derive/': {
    path: { id: string };
    body: { figure: string; metadata?: unknown };
    answer: Revision;
  };
  'POST /revision/:id/append_data/': {
    path: { id: string };
    query?: { silent?: string };
    body: { data: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown; blob?: string | null })[] };
    answer: Revision;
  };
  'GET /revision/:id/': {
    path: { id: string };
    answer: Revision;
  };
  'PUT /revision/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { figure?: string | null; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown; blob?: string | null })[] | null; assets?: ({ asset_revision: string; use_type?: 'direct' | 'indirect' | null })[] | null; is_clean_room?: boolean | null };
    answer: Revision;
  };
  'PATCH /revision/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { figure?: string | null; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown; blob?: string | null })[] | null; assets?: ({ asset_revision: string; use_type?: 'direct' | 'indirect' | null })[] | null; is_clean_room?: boolean | null };
    answer: Revision;
  };
  'DELETE /revision/:id/': {
    path: { id: string };
    answer: undefined;
  };
  'GET /asset/': {
    answer: Asset[];
  };
  'POST /asset/': {
    body: { name: string; description?: string | null; workspace: string; analysis?: string | null };
    answer: Asset;
  };
  'POST /asset/find_or_create/': {
    body: { name: string; description?: string | null; parent: string; analysis?: string | null };
    answer: Asset;
  };
  'POST /asset/find_by_name/': {
    body: { name: string; analysis?: string | null };
    answer: Asset[];
  };
  'GET /asset/:id/': {
    path: { id: string };
    answer: Asset;
  };
  'PUT /asset/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { name?: string | null; description?: string | null; workspace?: string | null; analysis?: string | null };
    answer: Asset;
  };
  'PATCH /asset/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { name?: string | null; description?: string | null; workspace?: string | null; analysis?: string | null };
    answer: Asset;
  };
  'DELETE /asset/:id/': {
    path: { id: string };
    answer: undefined;
  };
  'GET /asset_revision/': {
    answer: AssetRevision[];
  };
  'POST /asset_revision/': {
    body: { asset: string; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown; blob?: string | null })[] | null; client_id?: string | null };
    answer: AssetRevision;
  };
  'POST /asset_revision/by-name/': {
    body: { workspace: string; asset: string; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown; blob?: string | null })[] | null; client_id?: string | null };
    answer: AssetRevision;
  };
  'POST /asset_revision/find_by_hash/': {
    body: { digest: string; hash_type: 'blake3'; analysis?: string | null };
    answer: AssetRevision[];
  };
  'GET /asset_revision/:id/': {
    path: { id: string };
    answer: AssetRevision;
  };
  'PUT /asset_revision/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { asset?: string | null; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown; blob?: string | null })[] | null };
    answer: AssetRevision;
  };
  'PATCH /asset_revision/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { asset?: string | null; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown; blob?: string | null })[] | null };
    answer: AssetRevision;
  };
  'DELETE /asset_revision/:id/': {
    path: { id: string };
    answer: undefined;
  };
  'POST /blob/missing/': {
    body: { figure?: string; asset?: string; analysis?: string; workspace?: string; hashes: string[] };
    answer: MissingBlobs;
  };
  'GET /blob/:hash/': {
    path: { hash: string };
    answer: Upload;
  };
  'PUT /blob/:hash/': {
    path: { hash: string };
    query?: { offset?: string; size?: string };
    answer: Upload;
  };
  'GET /data/:id/': {
    path: { id: string };
    answer: Data;
  };
  'GET /data/:id/content/': {
    path: { id: string };
    query?: { inline?: 'true'; hash?: string };
    answer: Blob;
  };
  'POST /data/:id/view/': {
    path: { id: string };
    answer: ContentLink;
  };
  'POST /short_id_prefix/reserve/': {
    answer: ShortIdPrefix;
  };
  'GET /short_id/:short_id/': {
    path: { short_id: string };
    answer: ShortId;
  };
  'POST /metadata/': {
    body?: { expiry?: string | null };
    answer: MetadataProxy;
  };
  'GET /metadata/:token/': {
    path: { token: string };
    answer: MetadataProxy;
  };
  'POST /metadata/:token/': {
    path: { token: string };
    body: { metadata: unknown };
    answer: MetadataProxy | null;
  };
  'DELETE /metadata/:token/': {
    path: { token: string };
    answer: undefined;
  };
  'POST /workspace/:id/owner/': {
    path: { id: string };
    body: { username: string };
    answer: Member;
  };
  'GET /membership/pending/': {
    answer: PendingMembership[];
  };
  'GET /shared/': {
    answer: SharedThing[];
  };
  'GET /workspace/:id/members/': {
    path: { id: string };
    answer: Member[];
  };
  'POST /workspace/:id/members/add/': {
    path: { id: string };
    body: { username: string; membership_type: string };
    answer: Member;
  };
  'POST /workspace/:id/members/change/': {
    path: { id: string };
    body: { username: string; membership_type: string };
    answer: Member;
  };
  'POST /workspace/:id/members/remove/': {
    path: { id: string };
    body: { username: string; membership_type?: string | null };
    answer: Member;
  };
  'POST /workspace/:id/members/accept/': {
    path: { id: string };
    answer: Member;
  };
  'GET /organization/:id/members/': {
    path: { id: string };
    answer: Member[];
  };
  'POST /organization/:id/members/add/': {
    path: { id: string };
    body: { username: string; membership_type: string };
    answer: Member;
  };
  'POST /organization/:id/members/change/': {
    path: { id: string };
    body: { username: string; membership_type: string };
    answer: Member;
  };
  'POST /organization/:id/members/remove/': {
    path: { id: string };
    body: { username: string; membership_type?: string | null };
    answer: Member;
  };
  'POST /organization/:id/members/accept/': {
    path: { id: string };
    answer: Member;
  };
  'GET /analysis/:id/share/link/': {
    path: { id: string };
    answer: LinkSharing;
  };
  'POST /analysis/:id/share/link/': {
    path: { id: string };
    body: { enabled: boolean; expiry?: string | null };
    answer: LinkSharing;
  };
  'GET /analysis/:id/share/': {
    path: { id: string };
    answer: ObjectLinks;
  };
  'GET /analysis/:id/share/contents/': {
    path: { id: string };
    answer: SharedContents;
  };
  'GET /analysis/:id/share/user/': {
    path: { id: string };
    answer: UserSharing[];
  };
  'POST /analysis/:id/share/user/': {
    path: { id: string };
    body: { username: string; sharing_enabled: boolean };
    answer: UserSharing;
  };
  'GET /figure/:id/share/link/': {
    path: { id: string };
    answer: LinkSharing;
  };
  'POST /figure/:id/share/link/': {
    path: { id: string };
    body: { enabled: boolean; expiry?: string | null };
    answer: LinkSharing;
  };
  'GET /figure/:id/share/': {
    path: { id: string };
    answer: ObjectLinks;
  };
  'GET /figure/:id/share/contents/': {
    path: { id: string };
    answer: SharedContents;
  };
  'GET /figure/:id/share/user/': {
    path: { id: string };
    answer: UserSharing[];
  };
  'POST /figure/:id/share/user/': {
    path: { id: string };
    body: { username: string; sharing_enabled: boolean };
    answer: UserSharing;
  };
  'GET /revision/:id/share/link/': {
    path: { id: string };
    answer: LinkSharing;
  };
  'POST /revision/:id/share/link/': {
    path: { id: string };
    body: { enabled: boolean; expiry?: string | null };
    answer: LinkSharing;
  };
  'GET /revision/:id/share/': {
    path: { id: string };
    answer: ObjectLinks;
  };
  'GET /revision/:id/share/contents/': {
    path: { id: string };
    answer: SharedContents;
  };
  'GET /revision/:id/share/user/': {
    path: { id: string };
    answer: UserSharing[];
  };
  'POST /revision/:id/share/user/': {
    path: { id: string };
    body: { username: string; sharing_enabled: boolean };
    answer: UserSharing;
  };
  'GET /asset/:id/share/link/': {
    path: { id: string };
    answer: LinkSharing;
  };
  'POST /asset/:id/share/link/': {
    path: { id: string };
    body: { enabled: boolean; expiry?: string | null };
    answer: LinkSharing;
  };
  'GET /asset/:id/share/': {
    path: { id: string };
    answer: ObjectLinks;
  };
  'GET /asset/:id/share/contents/': {
    path: { id: string };
    answer: SharedContents;
  };
  'GET /asset/:id/share/user/': {
    path: { id: string };
    answer: UserSharing[];
  };
  'POST /asset/:id/share/user/': {
    path: { id: string };
    body: { username: string; sharing_enabled: boolean };
    answer: UserSharing;
  };
  'GET /asset_revision/:id/share/link/': {
    path: { id: string };
    answer: LinkSharing;
  };
  'POST /asset_revision/:id/share/link/': {
    path: { id: string };
    body: { enabled: boolean; expiry?: string | null };
    answer: LinkSharing;
  };
  'GET /asset_revision/:id/share/': {
    path: { id: string };
    answer: ObjectLinks;
  };
  'GET /asset_revision/:id/share/contents/': {
    path: { id: string };
    answer: SharedContents;
  };
  'GET /asset_revision/:id/share/user/': {
    path: { id: string };
    answer: UserSharing[];
  };
  'POST /asset_revision/:id/share/user/': {
    path: { id: string };
    body: { username: string; sharing_enabled: boolean };
    answer: UserSharing;
  };
  'POST /figure/:id/share/picture/': {
    path: { id: string };
    body?: { expiry?: string | null };
    answer: PictureLink;
  };
  'DELETE /figure/:id/share/picture/': {
    path: { id: string };
    answer: undefined;
  };
  'POST /revision/:id/share/picture/': {
    path: { id: string };
    body?: { expiry?: string | null };
    answer: PictureLink;
  };
  'DELETE /revision/:id/share/picture/': {
    path: { id: string };
    answer: undefined;
  };
  'POST /invitations/workspace/': {
    body: { email: string; expiry?: string | null; membership_type: string; workspace: string };
    answer: WorkspaceInvitation;
  };
  'GET /workspace/:id/invitations/': {
    path: { id: string };
    answer: WorkspaceInvitation[];
  };
  'GET /invitations/workspace/:key/': {
    path: { key: string };
    answer: WorkspaceInvitation;
  };
  'DELETE /invitations/workspace/:key/': {
    path: { key: string };
    answer: undefined;
  };
  'POST /invitations/workspace/:key/accept/': {
    path: { key: string };
    answer: WorkspaceInvitation;
  };
  'POST /invitations/organization/': {
    body: { email: string; expiry?: string | null; membership_type: string; organization: string };
    answer: OrganizationInvitation;
  };
  'GET /organization/:id/invitations/': {
    path: { id: string };
    answer: OrganizationInvitation[];
  };
  'GET /invitations/organization/:key/': {
    path: { key: string };
    answer: OrganizationInvitation;
  };
  'DELETE /invitations/organization/:key/': {
    path: { key: string };
    answer: undefined;
  };
  'POST /invitations/organization/:key/accept/': {
    path: { key: string };
    answer: OrganizationInvitation;
  };
  'POST /invitations/analysis/': {
    body: { email: string; expiry?: string | null; analysis: string };
    answer: ObjectInvitation;
  };
  'GET /analysis/:id/invitations/': {
    path: { id: string };
    answer: ObjectInvitation[];
  };
  'DELETE /invitations/analysis/:key/': {
    path: { key: string };
    answer: undefined;
  };
  'POST /invitations/figure/': {
    body: { email: string; expiry?: string | null; figure: string };
    answer: ObjectInvitation;
  };
  'GET /figure/:id/invitations/': {
    path: { id: string };
    answer: ObjectInvitation[];
  };
  'DELETE /invitations/figure/:key/': {
    path: { key: string };
    answer: undefined;
  };
  'POST /invitations/revision/': {
    body: { email: string; expiry?: string | null; revision: string };
    answer: ObjectInvitation;
  };
  'GET /revision/:id/invitations/': {
    path: { id: string };
    answer: ObjectInvitation[];
  };
  'DELETE /invitations/revision/:key/': {
    path: { key: string };
    answer: undefined;
  };
  'POST /invitations/asset/': {
    body: { email: string; expiry?: string | null; asset: string };
    answer: ObjectInvitation;
  };
  'GET /asset/:id/invitations/': {
    path: { id: string };
    answer: ObjectInvitation[];
  };
  'DELETE /invitations/asset/:key/': {
    path: { key: string };
    answer: undefined;
  };
  'POST /invitations/asset_revision/': {
    body: { email: string; expiry?: string | null; asset_revision: string };
    answer: ObjectInvitation;
  };
  'GET /asset_revision/:id/invitations/': {
    path: { id: string };
    answer: ObjectInvitation[];
  };
  'DELETE /invitations/asset_revision/:key/': {
    path: { key: string };
    answer: undefined;
  };
  'POST /invitation/preview/': {
    body: { token: string };
    answer: InvitationPreview;
  };
  'POST /invitation/accept/': {
    body: { token: string };
    answer: AcceptedInvitation;
  };
  'POST /invitation/decline/': {
    body: { token: string };
    answer: undefined;
  };
  'GET /organization/:id/log/': {
    path: { id: string };
    answer: Activity[];
  };
  'GET /organization/:id/log/:log_id/': {
    path: { id: string; log_id: string };
    answer: Activity;
  };
  'GET /workspace/:id/log/': {
    path: { id: string };
    answer: Activity[];
  };
  'GET /workspace/:id/log/:log_id/': {
    path: { id: string; log_id: string };
    answer: Activity;
  };
  'GET /analysis/:id/log/': {
    path: { id: string };
    answer: Activity[];
  };
  'GET /analysis/:id/log/:log_id/': {
    path: { id: string; log_id: string };
    answer: Activity;
  };
  'GET /analysis/:id/thumbnail/:size/': {
    path: { id: string; size: string };
    answer: Thumbnail;
  };
  'GET /analysis/:id/thumbnail/:size/picture/': {
    path: { id: string; size: string };
    query?: { format?: 'webp' | 'png'; v?: string };
    answer: Blob;
  };
  'GET /figure/:id/thumbnail/:size/': {
    path: { id: string; size: string };
    answer: Thumbnail;
  };
  'GET /figure/:id/thumbnail/:size/picture/': {
    path: { id: string; size: string };
    query?: { format?: 'webp' | 'png'; v?: string };
    answer: Blob;
  };
  'GET /revision/:id/thumbnail/:size/': {
    path: { id: string; size: string };
    answer: Thumbnail;
  };
  'GET /revision/:id/thumbnail/:size/picture/': {
    path: { id: string; size: string };
    query?: { format?: 'webp' | 'png'; v?: string };
    answer: Blob;
  };
  'GET /asset/:id/thumbnail/:size/': {
    path: { id: string; size: string };
    answer: Thumbnail;
  };
  'GET /asset/:id/thumbnail/:size/picture/': {
    path: { id: string; size: string };
    query?: { format?: 'webp' | 'png'; v?: string };
    answer: Blob;
  };
  'GET /asset_revision/:id/thumbnail/:size/': {
    path: { id: string; size: string };
    answer: Thumbnail;
  };
  'GET /asset_revision/:id/thumbnail/:size/picture/': {
    path: { id: string; size: string };
    query?: { format?: 'webp' | 'png'; v?: string };
    answer: Blob;
  };
  'GET /data/:id/picture/': {
    path: { id: string };
    query?: { size?: string; page?: string; hash?: string };
    answer: Blob;
  };
  'POST /analysis/:id/access/request/': {
    path: { id: string };
    body?: { message?: string };
    answer: undefined;
  };
  'POST /figure/:id/access/request/': {
    path: { id: string };
    body?: { message?: string };
    answer: undefined;
  };
  'POST /revision/:id/access/request/': {
    path: { id: string };
    body?: { message?: string };
    answer: undefined;
  };
  'POST /asset/:id/access/request/': {
    path: { id: string };
    body?: { message?: string };
    answer: undefined;
  };
  'POST /asset_revision/:id/access/request/': {
    path: { id: string };
    body?: { message?: string };
    answer: undefined;
  };
  'GET /access_request/': {
    answer: AccessRequest[];
  };
  'POST /access_request/:id/grant/': {
    path: { id: string };
    answer: undefined;
  };
  'POST /access_request/:id/decline/': {
    path: { id: string };
    answer: undefined;
  };
  'GET /compare/': {
    query: { a: string; b: string; keys?: string; tolerance?: string };
    answer: Comparison;
  };
  'GET /organization/:id/contents/': {
    path: { id: string };
    answer: Contents;
  };
  'GET /workspace/:id/contents/': {
    path: { id: string };
    answer: Contents;
  };
  'GET /analysis/:id/contents/': {
    path: { id: string };
    answer: Contents;
  };
  'GET /figure/:id/contents/': {
    path: { id: string };
    answer: Contents;
  };
  'GET /revision/:id/contents/': {
    path: { id: string };
    answer: Contents;
  };
  'GET /asset/:id/contents/': {
    path: { id: string };
    answer: Contents;
  };
  'GET /asset_revision/:id/contents/': {
    path: { id: string };
    answer: Contents;
  };
  'GET /workspace/:id/storage/': {
    path: { id: string };
    answer: Storage;
  };
  'GET /organization/:id/storage/': {
    path: { id: string };
    answer: Storage;
  };
  'POST /workspace/:id/storage/': {
    path: { id: string };
    body: { vendor: string; params?: Record<string, unknown> | null };
    answer: Storage;
  };
  'POST /organization/:id/storage/': {
    path: { id: string };
    body: { vendor: string; params?: Record<string, unknown> | null };
    answer: Storage;
  };
  'POST /workspace/:id/storage/test/': {
    path: { id: string };
    body: { vendor: string; params?: Record<string, unknown> | null };
    answer: Storage;
  };
  'POST /organization/:id/storage/test/': {
    path: { id: string };
    body: { vendor: string; params?: Record<string, unknown> | null };
    answer: Storage;
  };
  'GET /data/:id/storage/': {
    path: { id: string };
    answer: DataStorage;
  };
  'GET /analysis/:id/path/': {
    path: { id: string };
    answer: PathStep[];
  };
  'GET /figure/:id/path/': {
    path: { id: string };
    answer: PathStep[];
  };
  'GET /revision/:id/path/': {
    path: { id: string };
    answer: PathStep[];
  };
  'GET /asset/:id/path/': {
    path: { id: string };
    answer: PathStep[];
  };
  'GET /asset_revision/:id/path/': {
    path: { id: string };
    answer: PathStep[];
  };
  'GET /organization/:id/rights/': {
    path: { id: string };
    answer: ('view' | 'follow' | 'create' | 'update' | 'delete' | 'manage' | 'own')[];
  };
  'GET /workspace/:id/rights/': {
    path: { id: string };
    answer: ('view' | 'follow' | 'create' | 'update' | 'delete' | 'manage' | 'own')[];
  };
  'GET /analysis/:id/rights/': {
    path: { id: string };
    answer: ('view' | 'follow' | 'create' | 'update' | 'delete' | 'manage' | 'own')[];
  };
  'GET /figure/:id/rights/': {
    path: { id: string };
    answer: ('view' | 'follow' | 'create' | 'update' | 'delete' | 'manage' | 'own')[];
  };
  'GET /revision/:id/rights/': {
    path: { id: string };
    answer: ('view' | 'follow' | 'create' | 'update' | 'delete' | 'manage' | 'own')[];
  };
  'GET /asset/:id/rights/': {
    path: { id: string };
    answer: ('view' | 'follow' | 'create' | 'update' | 'delete' | 'manage' | 'own')[];
  };
  'GET /analysis/:id/access/': {
    path: { id: string };
    answer: ObjectAccess;
  };
  'GET /figure/:id/access/': {
    path: { id: string };
    answer: ObjectAccess;
  };
  'GET /revision/:id/access/': {
    path: { id: string };
    answer: ObjectAccess;
  };
  'GET /asset/:id/access/': {
    path: { id: string };
    answer: ObjectAccess;
  };
  'GET /asset_revision/:id/access/': {
    path: { id: string };
    answer: ObjectAccess;
  };
  'GET /figure/:id/lineage/': {
    path: { id: string };
    query?: { direction?: 'up' | 'down' | 'both'; depth?: string; limit?: string };
    answer: Lineage;
  };
  'GET /revision/:id/lineage/': {
    path: { id: string };
    query?: { direction?: 'up' | 'down' | 'both'; depth?: string; limit?: string };
    answer: Lineage;
  };
  'GET /asset/:id/lineage/': {
    path: { id: string };
    query?: { direction?: 'up' | 'down' | 'both'; depth?: string; limit?: string };
    answer: Lineage;
  };
  'GET /asset_revision/:id/lineage/': {
    path: { id: string };
    query?: { direction?: 'up' | 'down' | 'both'; depth?: string; limit?: string };
    answer: Lineage;
  };
  'GET /analysis/:id/head/': {
    path: { id: string };
    answer: AnalysisHead;
  };
  'GET /analysis/:id/figures/': {
    path: { id: string };
    query?: { sort?: 'changed' | 'created' | 'name' | 'size'; name?: string; cursor?: string; limit?: string; by?: string; tags?: string; kind?: 'picture' | 'interactive' | 'table' | 'other'; since?: string; until?: string; has_table?: 'true'; starred?: 'true' };
    answer: FigurePage;
  };
  'GET /analysis/:id/figures/facets/': {
    path: { id: string };
    query?: { name?: string; by?: string; tags?: string; kind?: 'picture' | 'interactive' | 'table' | 'other'; since?: string; until?: string; has_table?: 'true'; starred?: 'true' };
    answer: FigureFacets;
  };
  'GET /workspace/:id/analyses/': {
    path: { id: string };
    query?: { sort?: 'changed' | 'created' | 'name' | 'size'; name?: string; cursor?: string; limit?: string };
    answer: AnalysisPage;
  };
  'GET /workspace/:id/assets/': {
    path: { id: string };
    query?: { sort?: 'changed' | 'created' | 'name' | 'size'; name?: string; cursor?: string; limit?: string };
    answer: AssetPage;
  };
  'GET /analysis/:id/figures/names/': {
    path: { id: string };
    query?: { name?: string; by?: string; tags?: string; kind?: 'picture' | 'interactive' | 'table' | 'other'; since?: string; until?: string; has_table?: 'true'; starred?: 'true'; cursor?: string; limit?: string };
    answer: NamePage;
  };
  'GET /workspace/:id/analyses/names/': {
    path: { id: string };
    query?: { name?: string; cursor?: string; limit?: string };
    answer: NamePage;
  };
  'GET /workspace/:id/assets/names/': {
    path: { id: string };
    query?: { name?: string; cursor?: string; limit?: string };
    answer: NamePage;
  };
  'GET /recent/': {
    query?: { limit?: string };
    answer: RecentEverywhere;
  };
  'GET /workspace/:id/recent/access/': {
    path: { id: string };
    query?: { limit?: string };
    answer: RecentAccess[];
  };
  'GET /organization/:id/activity/': {
    path: { id: string };
    query?: { cursor?: string; limit?: string };
    answer: ActivityPage;
  };
  'GET /workspace/:id/activity/': {
    path: { id: string };
    query?: { cursor?: string; limit?: string };
    answer: ActivityPage;
  };
  'GET /analysis/:id/activity/': {
    path: { id: string };
    query?: { cursor?: string; limit?: string };
    answer: ActivityPage;
  };
  'GET /activity/grouped/': {
    query?: { user?: string; since?: string; until?: string; cursor?: string; limit?: string };
    answer: GroupedActivityPage;
  };
  'GET /workspace/:id/activity/grouped/': {
    path: { id: string };
    query?: { user?: string; since?: string; until?: string; cursor?: string; limit?: string };
    answer: GroupedActivityPage;
  };
  'GET /analysis/:id/activity/grouped/': {
    path: { id: string };
    query?: { user?: string; since?: string; until?: string; cursor?: string; limit?: string };
    answer: GroupedActivityPage;
  };
  'GET /figure/:id/changes/': {
    path: { id: string };
    query?: { from?: string; limit?: string };
    answer: RevisionChange[];
  };
  'GET /asset/:id/changes/': {
    path: { id: string };
    query?: { from?: string; limit?: string };
    answer: RevisionChange[];
  };
  'GET /analysis/:id/makers/': {
    path: { id: string };
    answer: Maker[];
  };
  'GET /name/': {
    query: { q: string; limit?: string };
    answer: FoundName[];
  };
  'GET /tag/': {
    query?: { q?: string; limit?: string };
    answer: TagList;
  };
  'GET /search/': {
    query: { q: string; limit?: string; cursor?: string; tz?: string };
    answer: SearchAnswer;
  };
  'GET /saved_search/': {
    answer: SavedSearch[];
  };
  'POST /saved_search/': {
    body: { name: string; q: string };
    answer: SavedSearch;
  };
  'PATCH /saved_search/:id/': {
    path: { id: string };
    body?: { name?: string; q?: string };
    answer: SavedSearch;
  };
  'DELETE /saved_search/:id/': {
    path: { id: string };
    answer: undefined;
  };
  'GET /events/': {
    query?: { since?: string; follow?: 'true' | 'false' };
    answer: Blob;
  };
  'GET /trash/': {
    query?: { workspace?: string; cursor?: string; limit?: string };
    answer: TrashPage;
  };
  'POST /trash/:id/restore/': {
    path: { id: string };
    answer: Restored;
  };
  'DELETE /trash/:id/': {
    path: { id: string };
    answer: undefined;
  };
  'DELETE /trash/': {
    query?: { workspace?: string };
    answer: Emptied;
  };
  'GET /figure/:id/tags/': {
    path: { id: string };
    answer: TagList;
  };
  'POST /figure/:id/tags/': {
    path: { id: string };
    body?: { add?: string[] | null; remove?: string[] | null };
    answer: TagList;
  };
  'GET /figure/:id/star/': {
    path: { id: string };
    answer: StarState;
  };
  'PUT /figure/:id/star/': {
    path: { id: string };
    answer: StarState;
  };
  'DELETE /figure/:id/star/': {
    path: { id: string };
    answer: StarState;
  };
  'GET /star/': {
    query?: { analysis?: string; cursor?: string; limit?: string };
    answer: StarPage;
  };
  'POST /batch/': {
    body: { action: 'move' | 'delete' | 'restore' | 'share' | 'tag'; objects: string[]; to?: string; link?: { enabled: boolean; expiry?: string | null }; user?: { username: string; sharing_enabled: boolean }; tags?: { add?: string[] | null; remove?: string[] | null } };
    answer: BatchAnswer;
  };
  'GET /figure/:id/similar/': {
    path: { id: string };
    answer: SimilarFigures;
  };
  'POST /search/picture/': {
    answer: FoundPictures;
  };
}
