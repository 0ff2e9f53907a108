import type { Kysely } from 'kysely';
import { index } from './parts.ts';

/** Indexes that find the activity of a person, and the items of a time. */
export async function activityOfPeople(db: Kysely<unknown>): Promise<void> {
  await index(db, 'activity', ['workspace_id', 'username', 'seq', 'timestamp']);
  await index(db, 'activity', ['analysis_id', 'username', 'seq', 'timestamp']);
}
