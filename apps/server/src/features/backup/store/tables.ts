import type { CredentialTable, ObjectTable, Schema } from '../../../kernel/db/index.ts';

export interface TablePlan {
  /** Unique, not null: rows are read and written in its order. */
  key: readonly string[];
  /** For a table with a column `kind`: the kinds that are backed up, one after the other. */
  kinds?: readonly string[];
  /** Columns that are backed up as null: they point to rows that are not. */
  cleared?: readonly string[];
}

/**
 * Parents before children. The sequence alone would not do: what was moved may be older than what it was moved to.
 * A kind of object that is missing here does not compile.
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

/** Whether a credential of a kind outlives a backup: whoever has a short-lived one signs in again. */
const KEPT_CREDENTIALS = {
  api_key: true,
  revoked_key: true,
  access: false,
  refresh: false,
  session: false,
  setup: false,
  reset: false,
} satisfies Record<CredentialTable['kind'], boolean>;

const keysOf = (record: Record<string, unknown>): string[] => Object.keys(record);

/**
 * Every table of the schema, each after those it refers to: how it is backed up, or null when it is left out on
 * purpose. The one list that backup, restore and verify go by.
 */
export const TABLES: Record<keyof Schema, TablePlan | null> = {
  // The ID that ties a database to its blob folder; a restored server gets its own.
  settings: null,
  // Gone after minutes.
  metadata_proxies: null,
  // What is wrong with this server's files.
  damaged_blobs: null,
  // Made again from the bytes when it is needed.
  pictures: null,
  // Forgotten after a month; without it a sign-in is only limited more.
  sign_in_places: null,
  users: { key: ['id'] },
  objects: { key: ['seq'], kinds: keysOf(DEPTHS) },
  organizations: { key: ['id'] },
  workspaces: { key: ['id'] },
  assets: { key: ['id'] },
  revisions: { key: ['id'] },
  asset_links: { key: ['figure_revision_id', 'asset_revision_id'] },
  data: { key: ['id'] },
  members: { key: ['object_id', 'user_id'] },
  link_shares: { key: ['object_id'] },
  user_shares: { key: ['object_id', 'user_id'] },
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
