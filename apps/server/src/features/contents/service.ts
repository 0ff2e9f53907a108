import type { Contents, Kind } from '@gofigr/contract';
import type { Principal } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { partsOf, type StoredObject } from '../../kernel/objects/index.ts';
import { countLinks, countMembers, countWorkspaces, sharedWith, usesOf } from './store.ts';

/** Counts everything that goes when an object is deleted. The workspaces of an organization stay. */
export async function contentsOf(
  db: Db,
  principal: Principal,
  object: StoredObject,
  now: number,
): Promise<Omit<Contents, 'trash_days'>> {
  const { id, kind } = object;
  const isGroup = kind === 'workspace' || kind === 'organization';
  const kinds = new Map<Kind, number>();
  const [people, uses] = [new Set<string>(), new Set<string>()];
  let links = 0;
  for await (const part of partsOf(db, object)) {
    kinds.set(part.kind, (kinds.get(part.kind) ?? 0) + part.count);
    links += await countLinks(db, part, now);
    for (const user of await sharedWith(db, part)) people.add(user);
    if (part.kind !== 'revision' && part.kind !== 'asset_revision') continue;
    for (const use of await usesOf(db, principal, part, object)) uses.add(use);
  }
  // The object itself is no part of its contents.
  kinds.delete(kind);
  return {
    workspaces: kind === 'organization' ? await countWorkspaces(db, id) : 0,
    analyses: kinds.get('analysis') ?? 0,
    figures: kinds.get('figure') ?? 0,
    revisions: kinds.get('revision') ?? 0,
    assets: kinds.get('asset') ?? 0,
    asset_revisions: kinds.get('asset_revision') ?? 0,
    size_bytes: object.size_bytes,
    members: isGroup ? await countMembers(db, id) : 0,
    links,
    people: people.size,
    used_elsewhere: uses.size,
  };
}
