import { parseSync } from 'rolldown/utils';
import type { Sources } from './sources.ts';
import { walk } from './syntax.ts';

/** Tests, their helpers, and the suites of `acceptance` except its durability harness. */
const LEFT_OUT = /\.test(-suite)?\.tsx?$|\/test-[^/]+\.tsx?$|\/testing\/|^acceptance\/(?!durability\/)/;

/** Returns a line for each `as` (except `as const`) without a reason in the sources. */
export function unexplainedAssertions(sources: Sources): string[] {
  return [...sources]
    .filter(([file]) => !LEFT_OUT.test(file))
    .flatMap(([file, source]) =>
      assertionsWithoutReason(file, source).map(
        (line) => `${file}:${line}: say in a comment why this "as" is right, or do without it`,
      ),
    );
}

/**
 * Returns the lines of a source that assert a type without a reason. A reason is a `//` comment on a line of the
 * assertion or directly above it. An assertion of `unknown` within another is part of that one.
 */
export function assertionsWithoutReason(file: string, source: string): number[] {
  const { program, comments } = parseSync(file, source);
  const lineOf = (offset: number): number => source.slice(0, offset).split('\n').length;
  const explained = new Set(comments.filter(({ type }) => type === 'Line').map(({ start }) => lineOf(start)));
  const lines = new Set<number>();
  walk(program, (node) => {
    if (node.type !== 'TSAsExpression' && node.type !== 'TSTypeAssertion') return;
    if (source.slice(node.start, node.end).endsWith(' as const')) return;
    const [first, last] = [lineOf(node.start), lineOf(node.end)];
    for (let line = first - 1; line <= last; line++) if (explained.has(line)) return;
    lines.add(last);
  });
  return [...lines].toSorted((a, b) => a - b);
}
