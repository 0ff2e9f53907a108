import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseSync } from 'rolldown/utils';
import { filesUnder } from './files.ts';
import { walk } from './syntax.ts';

const FOLDERS = ['apps', 'packages', 'tools'];

const SOURCE = /\.tsx?$/;

/** Tests, their helpers, and files that are no sources. */
const LEFT_OUT = /\.d\.ts$|\.test(-suite)?\.tsx?$|\/test-[^/]+\.tsx?$|\/(testing|fixtures|dist)\//;

/** Returns a line for each `as` (except `as const`) without a reason in the sources under `root`. */
export function unexplainedAssertions(root: string): string[] {
  return FOLDERS.flatMap((folder) => filesUnder(join(root, folder)))
    .map((path) => relative(root, path).split(sep).join('/'))
    .filter((file) => SOURCE.test(file) && !LEFT_OUT.test(file))
    .toSorted()
    .flatMap((file) =>
      assertionsWithoutReason(file, readFileSync(join(root, file), 'utf8')).map(
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
