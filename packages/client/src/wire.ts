// Generated from packages/contract by "npm run fix". Do not edit.

/** What a server of this project says went wrong; `detail` beside it is for people. */
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
  | 'wrong_password'
  | 'token_not_valid'
  | 'key_not_valid'
  | 'sign_in_failed'
  | 'not_allowed'
  | 'sign_in_required'
  | 'not_with_a_key'
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
  registration: 'invite' | 'open' | 'closed';
  /** False while there is no account: only the set-up link works */
  set_up: boolean;
  /** Whether the server can send mail */
  mail: boolean;
  /** What links, QR codes and `.gofigr` files use */
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
  /** Any JSON value; comes back as it was sent */
  user_profile: unknown;
}

export interface ApiKey {
  /** API ID: a random UUID, lower case */
  api_id: string;
  name: string;
  token: string | null;
  /** ISO 8601 with microseconds and an offset */
  created: string;
  last_used: string | null;
  expiry: string | null;
  workspace: string | null;
}

export interface Workspace {
  _shallow: false;
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  /** From 0; people see +1 */
  revision_index: number;
  size_bytes: number;
  is_processing: boolean;
  is_clean_room: boolean;
  /** Any JSON value; comes back as it was sent */
  metadata: unknown;
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  /** From 0; people see +1 */
  revision_index: number;
  size_bytes: number;
  is_processing: boolean;
  /** Any JSON value; comes back as it was sent */
  metadata: unknown;
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  username: string | null;
  /** ISO 8601 with microseconds and an offset */
  timestamp: string;
  action: 'create' | 'update' | 'move' | 'delete';
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  _shallow: true;
  /** API ID: a random UUID, lower case */
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

export interface NestedAnalysis {
  _shallow: true;
  /** API ID: a random UUID, lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  _shallow: true;
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  name: string;
  description: string | null;
  size_bytes: number;
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  /** From 0; people see +1 */
  revision_index: number;
  size_bytes: number;
  is_processing: boolean;
  is_clean_room: boolean;
  /** Any JSON value; comes back as it was sent */
  metadata: unknown;
  /** API ID: a random UUID, lower case */
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
  /** API ID: a random UUID, lower case */
  api_id: string;
  name: string;
  /** API ID: a random UUID, lower case */
  analysis: string;
}

export interface AssetLink {
  /** API ID: a random UUID, lower case */
  figure_revision: string;
  /** API ID: a random UUID, lower case */
  asset_revision: string;
  use_type: 'direct' | 'indirect';
}

export interface Data {
  /** API ID: a random UUID, lower case */
  api_id: string;
  name: string;
  type: 'image' | 'code' | 'text' | 'dataframe' | 'file';
  /** BLAKE3 of the bytes, hex */
  hash: string;
  size_bytes: number;
  is_clean_room: boolean;
  metadata: Record<string, unknown>;
  data: string | null;
}

export interface NestedAssetRevision {
  _shallow: true;
  /** API ID: a random UUID, lower case */
  api_id: string;
  /** From 0; people see +1 */
  revision_index: number;
  size_bytes: number;
  is_processing: boolean;
  /** Any JSON value; comes back as it was sent */
  metadata: unknown;
  /** API ID: a random UUID, lower case */
  asset: string;
  created_by: string | null;
  /** ISO 8601 with microseconds and an offset */
  created_on: string;
  updated_by: string | null;
  updated_on: string | null;
}
