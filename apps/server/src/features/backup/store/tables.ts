import type { CredentialTable, ObjectTable, Schema } from '../../../kernel/db/index.ts';

export interface TablePlan {
  /** Unique, not null: rows are read and written in its order. */
  key: readonly string[];
  /** For a table with a column `kind`: the backed-up kinds, in order. */
  kinds?: readonly string[];
  /** Columns backed up as null, because they refer to rows that are not backed up. */
  cleared?: readonly string[];
}

/**
 * Parents come before children. The sequence alone doesn't ensure this: an object may be older than the parent that it
 * was moved to. Omitting a kind of object here is a compile error.
 */
const DEPTHS = {
  organization: 0,
  workspace: 0,
  analysis: 1,
  asset: 1,
  figure: 2,
  asset_revision: 2,
  revision: 3,
} satisfies Record<ObjectTable['kind'], number>;

/** Tells whether a kind of credential is backed up. Owners of short-lived ones sign in again. */
const KEPT_CREDENTIALS = {
  api_key: true,
  revoked_key: true,
  resting_key: true,
  access: false,
  refresh: false,
  session: false,
  setup: false,
  reset: false,
  email: false,
  device: false,
} satisfies Record<CredentialTable['kind'], boolean>;

const keysOf = (record: Record<string, unknown>): string[] => Object.keys(record);

/**
 * Every table of the schema, after the tables it refers to: how it is backed up, or null if it is left out on purpose.
 * Backup, restore and verify all use this list.
 */
export const TABLES: Record<keyof Schema, TablePlan | null> = {
  // The ID that pairs a database with its blob folder; a restored server gets a new one.
  settings: null,
  // Expires after minutes.
  metadata_proxies: null,
  device_codes: null,
  // Backed up as blobs.
  blobs: null,
  // Expires after a day, and clients upload again.
  uploads: null,
  upload_parts: null,
  upload_totals: null,
  // Damage of this server's own files.
  damaged_blobs: null,
  // Computed again from the bytes when needed.
  pictures: null,
  likenesses: null,
  picture_texts: null,
  comparisons: null,
  // Written again with the figures and tags, by triggers.
  listed_figures: null,
  // The index of a restored server is filled anew.
  search_queue: null,
  // Expires after hours.
  attempts: null,
  // Expires after a month; without it, sign-ins are only limited more strictly.
  sign_in_places: null,
  choices: { key: ['name'] },
  users: { key: ['id'] },
  deleted_usernames: { key: ['username_key'] },
  objects: { key: ['seq'], kinds: keysOf(DEPTHS) },
  trash: { key: ['seq'] },
  figure_tags: { key: ['figure_id', 'tag_key'] },
  stars: { key: ['seq'] },
  saved_searches: { key: ['id'] },
  organizations: { key: ['id'] },
  workspaces: { key: ['id'] },
  assets: { key: ['id'] },
  revisions: { key: ['id'] },
  asset_links: { key: ['figure_revision_id', 'asset_revision_id'] },
  // A backup has the bytes of all stores, and restores them to the server's own.
  data: { key: ['id'], cleared: ['store'] },
  // Their credentials are encrypted with a secret of the backup.
  stores: { key: ['id'] },
  members: { key: ['object_id', 'user_id'] },
  link_shares: { key: ['object_id'] },
  picture_links: { key: ['object_id'] },
  user_shares: { key: ['object_id', 'user_id'] },
  access_requests: { key: ['id'] },
  invitations: { key: ['id'] },
  audit: { key: ['seq'] },
  credentials: {
    key: ['seq'],
    kinds: Object.entries(KEPT_CREDENTIALS).flatMap(([kind, kept]) => (kept ? [kind] : [])),
    cleared: ['parent_id'],
  },
  key_leaks: { key: ['seq'] },
  activity: { key: ['seq'] },
  short_id_prefixes: { key: ['prefix'] },
};

/** Tables in the order in which they can be filled. */
export const PLANS: readonly (readonly [table: string, plan: TablePlan])[] = Object.entries(TABLES).flatMap(
  ([table, plan]) => (plan ? [[table, plan] as const] : []),
);
