import { join, relative, sep } from 'node:path';
import { type MarkedToken, marked, type Token } from 'marked';
import { filesUnder } from './files.ts';

/** Other Markdown is part of a page (python/compatibility), or of a dependency. */
const PAGES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs', 'acceptance/COVERAGE.md'];
const READMES = ['packages/cli', 'packages/client', 'python'].map((folder) => `${folder}/README.md`);

/** Every Markdown page of the project, from the root. */
export const markdownPages = (root: string): string[] =>
  [...PAGES, ...READMES]
    .flatMap((path) => filesUnder(join(root, path)))
    .filter((path) => path.endsWith('.md'))
    .map((path) => relative(root, path).split(sep).join('/'));

/** Text with sentences of its own: a paragraph, a heading, a list item or a table cell. */
export type Block = { line: number; tokens: Token[]; isHeading: boolean };

/** The blocks of a page, without code. */
export function blocksOf(source: string): Block[] {
  return within(marked.lexer(source), 1);
}

function within(tokens: readonly Token[], first: number): Block[] {
  const blocks: Block[] = [];
  let line = first;
  for (const token of tokens) {
    blocks.push(...blocksOfToken(token, line));
    line += token.raw.split('\n').length - 1;
  }
  return blocks;
}

function blocksOfToken(generic: Token, line: number): Block[] {
  const token = generic as MarkedToken; // there are no extensions that add others
  if (token.type === 'table')
    return [token.header, ...token.rows].flatMap((cells, row) =>
      cells.map(({ tokens }) => ({ line: line + (row === 0 ? 0 : row + 1), tokens, isHeading: false })),
    );
  if (token.type === 'list') return within(token.items, line);
  if (token.type === 'list_item' || token.type === 'blockquote') return within(token.tokens, line);
  const hasText = token.type === 'paragraph' || token.type === 'heading' || token.type === 'text';
  return hasText ? [{ line, tokens: token.tokens ?? [], isHeading: token.type === 'heading' }] : [];
}

/** The text that a reader sees. `code` gives the text of a code span. */
export function textOf(tokens: readonly Token[], code: (text: string) => string = (text) => text): string {
  return tokens
    .map((generic) => {
      const token = generic as MarkedToken; // there are no extensions that add others
      if (token.type === 'codespan') return code(token.text);
      if (token.type === 'html' || token.type === 'image') return '';
      if (token.type === 'br') return '\n';
      if ('tokens' in token && token.tokens) return textOf(token.tokens, code);
      return 'text' in token ? token.text : token.raw;
    })
    .join('');
}

/** Every token of a page, those inside others included. */
export function tokensOf(source: string): MarkedToken[] {
  const found: MarkedToken[] = [];
  void marked.walkTokens(marked.lexer(source), (token) => {
    found.push(token as MarkedToken); // there are no extensions that add others
  });
  return found;
}
