/**
 * Order of two versions, as PEP 440 has it and as semantic versions, conda and R need it: negative if `a` is older, 0 if
 * they are the same. Examples: 1.0rc1 < 1.0 < 1.0.post1 < 1.0.1 and 1.2-3 < 1.2-10.
 */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [partsOf(a), partsOf(b)];
  return compareTokens(x.epoch, y.epoch) || compareTokens(x.release, y.release) || compareTokens(x.local, y.local);
}

type Parts = { epoch: string[]; release: string[]; local: string[] };

function partsOf(version: string): Parts {
  const [, epoch = '', release = '', local = ''] = /^(?:(\d+)!)?([^+]*)(?:\+(.*))?$/s.exec(version.trim()) ?? [];
  return { epoch: tokensOf(epoch), release: tokensOf(release.replace(/^v(?=\d)/i, '')), local: tokensOf(local) };
}

const tokensOf = (text: string): string[] => text.toLowerCase().match(/\d+|[a-z]+/g) ?? [];

/** Ranks of words before a release. Other words come after it. */
const EARLY: Record<string, number> = {
  dev: -4,
  a: -3,
  alpha: -3,
  b: -2,
  beta: -2,
  c: -1,
  rc: -1,
  pre: -1,
  preview: -1,
};

/** Rank of a token. The end of a version comes after early words, and before all else. A zero is like the end. */
function rankOf(token: string | undefined): number {
  if (token === undefined) return 0;
  if (/^\d/.test(token)) return Number(token) === 0 ? 0 : 2;
  return Object.hasOwn(EARLY, token) ? (EARLY[token] ?? 1) : 1;
}

function compareTokens(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [token, other] = [a[index], b[index]];
    if (token === other) continue;
    const order = rankOf(token) - rankOf(other) || compareText(token ?? '', other ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function compareText(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return rankOf(a) < 0 || isAbsent(a) || isAbsent(b) ? 0 : a < b ? -1 : 1;
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return x.length - y.length || (x === y ? 0 : x < y ? -1 : 1);
}

/** A missing token, or a zero that means the same. */
const isAbsent = (token: string): boolean => /^0*$/.test(token);
