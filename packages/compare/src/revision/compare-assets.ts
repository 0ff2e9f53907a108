import type { AssetUse } from './revision.ts';

/** An asset that only one revision uses, or of which they use different revisions. */
export type AssetChange =
  | { kind: 'removed'; a: AssetUse }
  | { kind: 'added'; b: AssetUse }
  | { kind: 'changed'; a: AssetUse; b: AssetUse };

/** Compares the used assets. A revision may use several revisions of one asset. */
export function compareAssets(a: readonly AssetUse[], b: readonly AssetUse[]): AssetChange[] {
  const [used, others] = [a, b].map((some) => new Set(some.map(({ revision }) => revision)));
  const [rest, more] = [
    a.filter(({ revision }) => !others?.has(revision)),
    b.filter(({ revision }) => !used?.has(revision)),
  ];
  const found = Map.groupBy(more, ({ asset }) => asset);
  const changes = rest.map((use): AssetChange => {
    const other = found.get(use.asset)?.shift();
    return other ? { kind: 'changed', a: use, b: other } : { kind: 'removed', a: use };
  });
  return [...changes, ...[...found.values()].flat().map((use): AssetChange => ({ kind: 'added', b: use }))];
}
