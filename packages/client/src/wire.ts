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
  | 'not_allowed'
  | 'sign_in_required'
  | 'not_with_a_key'
  | 'not_with_this_key'
  | 'foreign_origin'
  | 'registration_closed'
  | 'setup_link_not_valid'
  | 'reset_link_not_valid'
  | 'not_found'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'already_exists'
  | 'short_id_taken'
  | 'body_too_large'
  | 'upload_quota_reached'
  | 'unsupported_media_type'
  | 'range_not_satisfiable'
  | 'unknown_host'
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
  /** Whether terminals sign in here by a browser, on any scheme */
  device_login: boolean;
  registration: 'invite' | 'open' | 'closed';
  /** False while there are no users; then only the set-up link works */
  set_up: boolean;
  /** Whether the server can send mail */
  mail: boolean;
  /** Base of links, QR codes and `.gofigr` files */
  public_url: string;
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
  /** Whether it changes members and invitations */
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
  action: 'create' | 'update' | 'move' | 'delete';
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
}

export interface ApiKeyPage {
  entries: ApiKey[];
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
  figures: NestedFigure[];
  assets: NestedAsset[];
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
}

export interface LinkSharing {
  enabled: boolean;
}

export interface UserSharing {
  username: string;
  sharing_enabled: boolean;
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

export interface InvitationPreview {
  kind: 'workspace' | 'organization';
  /** Of the workspace or organization */
  name: string;
  email: string;
  initiator: string;
  membership_type: string;
  /** ISO 8601 with microseconds and an offset */
  expiry: string;
}

export interface AcceptedInvitation {
  kind: 'workspace' | 'organization';
  /** Of the workspace or organization */
  api_id: string;
  membership_type: string;
}

export interface Thumbnail {
  thumbnail: string | null;
}

export interface Storage {
  /** `GoFigr.io`: on the server itself */
  vendor: string;
  params: Record<string, unknown> | null;
}

export interface DataStorage {
  /** `GoFigr.io`: on the server itself */
  vendor: string;
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

export interface FigurePage {
  entries: ListedFigure[];
  next: string | null;
  /** Number of entries on all pages */
  total: number;
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

export interface ActivityPage {
  entries: Activity[];
  next: string | null;
}

export interface RevisionChange {
  /** API ID: a random UUID in lower case */
  revision: string;
  /** Empty for the first revision and for one with the same bytes */
  changed: ('picture' | 'code' | 'data' | 'environment' | 'text' | 'files')[];
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

export interface Joined {
  kind: 'workspace' | 'organization';
  /** Of the workspace or organization that the invitation was for */
  api_id: string;
}

export interface AuditEntry {
  /** API ID: a random UUID in lower case */
  api_id: string;
  /** ISO 8601 with microseconds and an offset */
  timestamp: string;
  event: 'account_created' | 'sign_in' | 'sign_in_failed' | 'sign_out' | 'session_ended' | 'password_changed' | 'password_reset_requested' | 'password_reset' | 'key_created' | 'key_changed' | 'key_rotated' | 'key_disabled' | 'key_enabled' | 'key_expired' | 'key_used_from_new_address' | 'key_failed' | 'key_revoked' | 'key_leaked' | 'leak_action_changed' | 'member_added' | 'member_accepted' | 'member_changed' | 'member_removed' | 'owner_changed' | 'invitation_created' | 'invitation_withdrawn' | 'invitation_accepted' | 'invitation_failed' | 'link_sharing_enabled' | 'link_sharing_disabled' | 'user_sharing_enabled' | 'user_sharing_disabled';
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

export interface AccessGrant {
  /** Shared by link, shared by name, member of the workspace, or member of its organization */
  reason: 'link' | 'share' | 'workspace' | 'organization';
  /** null: anyone with the link */
  username: string | null;
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
    query?: { everyone?: 'true'; event?: string; before?: string; limit?: string };
    answer: AuditPage;
  };
  'GET /audit/export/': {
    query?: { everyone?: 'true'; event?: string; format?: 'csv' | 'jsonl' };
    answer: Blob;
  };
  'GET /admin/health/': {
    answer: AdminHealth;
  };
  'GET /admin/api_key/': {
    query?: { username?: string; after?: string; limit?: string };
    answer: ApiKeyPage;
  };
  'DELETE /admin/api_key/:id/': {
    path: { id: string };
    answer: undefined;
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
    body: { name: string; description?: string | null; analysis: string };
    answer: Figure;
  };
  'POST /figure/find_or_create/': {
    body: { name: string; description?: string | null; parent: string };
    answer: Figure;
  };
  'GET /figure/:id/': {
    path: { id: string };
    answer: Figure;
  };
  'PUT /figure/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { name?: string | null; description?: string | null; analysis?: string | null };
    answer: Figure;
  };
  'PATCH /figure/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { name?: string | null; description?: string | null; analysis?: string | null };
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
    body: { figure: string; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown })[] | null; assets?: ({ asset_revision: string; use_type?: 'direct' | 'indirect' | null })[] | null; is_clean_room?: boolean | null; client_id?: string | null; short_id?: string | null };
    answer: Revision;
  };
  'POST /revision/auto-assign/': {
    body: { analysis: string; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown })[] | null; assets?: ({ asset_revision: string; use_type?: 'direct' | 'indirect' | null })[] | null; is_clean_room?: boolean | null; client_id?: string | null; short_id?: string | null };
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
    body: { data: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown })[] };
    answer: Revision;
  };
  'GET /revision/:id/': {
    path: { id: string };
    answer: Revision;
  };
  'PUT /revision/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { figure?: string | null; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown })[] | null; assets?: ({ asset_revision: string; use_type?: 'direct' | 'indirect' | null })[] | null; is_clean_room?: boolean | null };
    answer: Revision;
  };
  'PATCH /revision/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { figure?: string | null; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown })[] | null; assets?: ({ asset_revision: string; use_type?: 'direct' | 'indirect' | null })[] | null; is_clean_room?: boolean | null };
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
    body: { asset: string; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown })[] | null; client_id?: string | null };
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
    body?: { asset?: string | null; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown })[] | null };
    answer: AssetRevision;
  };
  'PATCH /asset_revision/:id/': {
    path: { id: string };
    query?: { silent?: string };
    body?: { asset?: string | null; metadata?: unknown; data?: ({ api_id?: string | null; name?: string | null; type?: 'image' | 'code' | 'text' | 'dataframe' | 'file' | null; metadata?: unknown; is_clean_room?: boolean | null; data?: unknown })[] | null };
    answer: AssetRevision;
  };
  'DELETE /asset_revision/:id/': {
    path: { id: string };
    answer: undefined;
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
    body: { enabled: boolean };
    answer: LinkSharing;
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
    body: { enabled: boolean };
    answer: LinkSharing;
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
    body: { enabled: boolean };
    answer: LinkSharing;
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
    body: { enabled: boolean };
    answer: LinkSharing;
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
    body: { enabled: boolean };
    answer: LinkSharing;
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
  'POST /invitations/workspace/': {
    body: { email: string; membership_type: string; expiry?: string | null; workspace: string };
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
    body: { email: string; membership_type: string; expiry?: string | null; organization: string };
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
  'GET /workspace/:id/storage/': {
    path: { id: string };
    answer: Storage;
  };
  'GET /organization/:id/storage/': {
    path: { id: string };
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
  'GET /analysis/:id/figures/': {
    path: { id: string };
    query?: { sort?: 'changed' | 'created' | 'name'; name?: string; cursor?: string; limit?: string };
    answer: FigurePage;
  };
  'GET /workspace/:id/analyses/': {
    path: { id: string };
    query?: { sort?: 'changed' | 'created' | 'name'; name?: string; cursor?: string; limit?: string };
    answer: AnalysisPage;
  };
  'GET /workspace/:id/assets/': {
    path: { id: string };
    query?: { sort?: 'changed' | 'created' | 'name'; name?: string; cursor?: string; limit?: string };
    answer: AssetPage;
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
  'GET /figure/:id/changes/': {
    path: { id: string };
    answer: RevisionChange[];
  };
  'GET /name/': {
    query: { q: string; limit?: string };
    answer: FoundName[];
  };
}
