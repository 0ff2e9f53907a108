import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseSync } from 'rolldown/utils';
import { filesUnder } from './files.ts';
import { blocksOf, markdownPages, textOf } from './markdown.ts';

/** The most words of a sentence. */
export const MOST_WORDS = 30;

/** A page of titles of tests. */
const WITHOUT_PROSE = 'acceptance/COVERAGE.md';

/** All folders with sources. */
export const SOURCE_FOLDERS = ['acceptance', 'apps/server', 'apps/web', 'packages', 'python', 'tools'];

export type Finding = { file: string; line: number; text: string };

const asLine = ({ file, line, text }: Finding): string => `${file}:${line}: ${text}`;

/** One line for each sentence that is too long, and for each comment with a weak opening. */
export const badProse = (root: string): string[] =>
  [...longSentences(root), ...weakOpenings(root, SOURCE_FOLDERS)].map(asLine);

/** Sentences of the pages with more than `MOST_WORDS` words. */
export const longSentences = (root: string): Finding[] =>
  markdownPages(root)
    .filter((file) => file !== WITHOUT_PROSE)
    .flatMap((file) => longSentencesOf(readFileSync(join(root, file), 'utf8')).map((found) => ({ file, ...found })));

/** The space behind a sentence, or between links in a row. */
const BREAK = /(?<=[.!?][)”"']?)\s+|\s+·\s+/;

/** Sentences with more than `MOST_WORDS` words. A code span is one word. */
export function longSentencesOf(source: string): Omit<Finding, 'file'>[] {
  return blocksOf(source).flatMap(({ line, tokens }) =>
    textOf(tokens, () => 'code')
      .split(BREAK)
      .map((sentence) => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)))
      .filter(({ length }) => length > MOST_WORDS)
      .map((words) => ({
        line,
        text: `${words.length} words, at most ${MOST_WORDS}: "${words.slice(0, 8).join(' ')} …"`,
      })),
  );
}

const WEAK = /^[\s*#:]*(?:wire: )?(Wh(?:at|ere|ose|om|o|oever|atever))\b/;

/** Comments of sources that open with a question word. */
export const weakOpenings = (root: string, folders: readonly string[]): Finding[] =>
  folders
    .flatMap((folder) => filesUnder(join(root, folder)))
    .map((path) => relative(root, path).split(sep).join('/'))
    .filter((file) => /\.(tsx?|py)$/.test(file))
    .flatMap((file) =>
      weakOpeningsOf(file, readFileSync(join(root, file), 'utf8')).map(({ line, word }) => ({
        file,
        line,
        text: `a comment opens with "${word}": begin with a verb or the noun that it describes`,
      })),
    );

/** Comments of one source that open with a question word. The second line of a comment is no opening. */
export function weakOpeningsOf(file: string, source: string): { line: number; word: string }[] {
  const comments = file.endsWith('.py') ? pythonComments(source) : scriptComments(file, source);
  const whole = new Set(comments.filter(({ isWholeLine }) => isWholeLine).map(({ line }) => line));
  return comments.flatMap(({ line, text, isWholeLine }) => {
    const [, word] = WEAK.exec(text) ?? [];
    return word === undefined || (isWholeLine && whole.has(line - 1)) ? [] : [{ line, word }];
  });
}

/** `isWholeLine`: a comment in a line of its own, which may continue the one above. */
type Comment = { line: number; text: string; isWholeLine: boolean };

function scriptComments(file: string, source: string): Comment[] {
  return parseSync(file, source).comments.map(({ type, value, start }) => {
    const lines = source.slice(0, start).split('\n');
    return { line: lines.length, text: value, isWholeLine: type === 'Line' && lines.at(-1)?.trim() === '' };
  });
}

/** Docstrings, and comments behind `#`. */
function pythonComments(source: string): Comment[] {
  return source.split('\n').flatMap((text, index) => {
    const [, docstring] = /^\s*[ru]?"""(.*)/.exec(text) ?? [];
    const [, comment] = /(?:^|\s)#(.*)/.exec(text) ?? [];
    const line = index + 1;
    if (docstring !== undefined) return [{ line, text: docstring, isWholeLine: false }];
    return comment === undefined ? [] : [{ line, text: comment, isWholeLine: text.trimStart().startsWith('#') }];
  });
}
