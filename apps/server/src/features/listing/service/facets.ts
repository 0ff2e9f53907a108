import type { FigureFacets } from '@gofigr/contract';
import type { Principal } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import type { StoredObject } from '../../../kernel/objects/index.ts';
import {
  COUNTED_FOR_TAGS,
  countOf,
  type Filters,
  type Group,
  groupsOf,
  MOST_VALUES,
  tagCounts,
} from '../store/entries.ts';
import { userIdOf } from './filters.ts';

/** Numbers beside the filters of an analysis. Each ignores its own filter, so that one can change its mind. */
export async function facetsOf(
  db: Db,
  principal: Principal,
  analysis: StoredObject,
  filters: Filters,
): Promise<FigureFacets> {
  const asked = (but: Partial<Filters>) =>
    ({ parentId: analysis.id, kind: 'figure', filters: { ...filters, ...but } }) as const;
  const groups = await groupsOf(db, asked({ by: null, kind: null, hasTable: false }));
  const isBy = ({ created_by }: Group) => filters.by === null || created_by === filters.by;
  const isKind = ({ shown_kind }: Group) => filters.kind === null || shown_kind === filters.kind;
  const isTable = ({ has_table }: Group) => !filters.hasTable || has_table === 1;
  const people = sums(
    groups.filter((one) => isKind(one) && isTable(one)),
    ({ created_by }) => created_by,
  );
  const kinds = sums(
    groups.filter((one) => isBy(one) && isTable(one)),
    ({ shown_kind }) => shown_kind,
  );
  const total = sumOf(groups.filter((one) => isBy(one) && isKind(one) && isTable(one)));
  const tables = groups.filter((one) => isBy(one) && isKind(one) && one.has_table === 1);
  return {
    people: people.map(([username, count]) => ({ username, count })),
    // Several tags narrow a list together, so the numbers are within the chosen ones.
    tags: await tagCounts(db, asked({}), total),
    kinds: kinds.flatMap(([kind, count]) => (kind === null ? [] : [{ kind, count }])),
    has_table: sumOf(tables),
    starred: await countOf(db, asked({ starredBy: userIdOf(principal) })),
    counted_for_tags: COUNTED_FOR_TAGS,
  };
}

const sumOf = (groups: readonly Group[]): number => groups.reduce((sum, { count }) => sum + count, 0);

/** Sums of the groups by a value, the largest first. */
function sums<T extends string | null>(groups: readonly Group[], valueOf: (group: Group) => T): [T, number][] {
  const byValue = new Map<T, number>();
  for (const group of groups) byValue.set(valueOf(group), (byValue.get(valueOf(group)) ?? 0) + group.count);
  return [...byValue]
    .toSorted(([a, first], [b, second]) => second - first || (String(a) < String(b) ? -1 : 1))
    .slice(0, MOST_VALUES);
}
