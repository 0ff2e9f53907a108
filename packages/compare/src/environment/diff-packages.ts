import { type Package, readPackages } from './read-packages.ts';
import { compareVersions } from './versions.ts';

/** A package that differs. `changed`: another build or address of versions without an order. */
export type PackageChange = { source: string; name: string } & (
  | { kind: 'removed'; a: string }
  | { kind: 'added'; b: string }
  | { kind: 'up' | 'down' | 'changed'; a: string; b: string }
);

/** A published text with its name. */
export type NamedText = { name: string; text: string };

export type PackagesDiff = {
  equal: boolean;
  /** Compared lists, such as `pip`. */
  sources: string[];
  /** Lists that only one revision has, so that they can't be compared. */
  only_a: string[];
  only_b: string[];
  added: number;
  removed: number;
  up: number;
  down: number;
  changed: number;
  changes: PackageChange[];
};

/** Compares the lists of packages among published texts. Other texts are ignored. */
export function diffPackages(a: readonly NamedText[], b: readonly NamedText[]): PackagesDiff {
  const [lists, others] = [listsOf(a), listsOf(b)];
  const sources = [...lists.keys()].filter((source) => others.has(source));
  const changes = sources.flatMap((source) => diffList(source, lists.get(source), others.get(source)));
  const count = (kind: PackageChange['kind']) => changes.filter((change) => change.kind === kind).length;
  const [only_a, only_b] = [[...lists.keys()], [...others.keys()]].map((all) =>
    all.filter((one) => !sources.includes(one)),
  );
  return {
    equal: changes.length === 0 && lists.size === sources.length && others.size === sources.length,
    sources,
    only_a: only_a ?? [],
    only_b: only_b ?? [],
    added: count('added'),
    removed: count('removed'),
    up: count('up'),
    down: count('down'),
    changed: count('changed'),
    changes,
  };
}

/** Packages by normalised name, as in PEP 503. R tells cases apart. */
function listsOf(texts: readonly NamedText[]): Map<string, Map<string, Package>> {
  const lists = new Map<string, Map<string, Package>>();
  for (const { name, text } of texts) {
    const found = readPackages(name, text);
    if (!found || lists.has(found.source)) continue;
    const keyOf = (one: Package) =>
      found.source === 'R' ? one.name : one.name.toLowerCase().replaceAll(/[-_.]+/g, '-');
    lists.set(found.source, new Map(found.packages.map((one) => [keyOf(one), one])));
  }
  return lists;
}

function diffList(
  source: string,
  a: ReadonlyMap<string, Package> = new Map(),
  b: ReadonlyMap<string, Package> = new Map(),
): PackageChange[] {
  return [...new Set([...a.keys(), ...b.keys()])].toSorted().flatMap((key): PackageChange[] => {
    const [one, other] = [a.get(key), b.get(key)];
    if (!one) return other ? [{ source, name: other.name, kind: 'added', b: other.version }] : [];
    if (!other) return [{ source, name: one.name, kind: 'removed', a: one.version }];
    if (one.version === other.version) return [];
    return [
      { source, name: other.name, kind: directionOf(one.version, other.version), a: one.version, b: other.version },
    ];
  });
}

function directionOf(a: string, b: string): 'up' | 'down' | 'changed' {
  const isVersion = (text: string) => /^v?\d/i.test(text);
  const order = isVersion(a) && isVersion(b) ? compareVersions(a, b) : 0;
  if (order === 0) return 'changed';
  return order < 0 ? 'up' : 'down';
}
