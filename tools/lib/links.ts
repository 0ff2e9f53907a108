import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import GithubSlugger from 'github-slugger';
import { type MarkedToken, marked } from 'marked';
import { blocksOf, markdownPages, textOf } from './markdown.ts';

/** One line for each link of a Markdown page to a file or a heading that does not exist. */
export function brokenLinks(root: string): string[] {
  return markdownPages(root).flatMap((page) =>
    linksOf(readFileSync(join(root, page), 'utf8')).flatMap((link) => {
      const problem = problemOf(root, page, link);
      return problem === undefined ? [] : [`${page}: ${link}: ${problem}`];
    }),
  );
}

/** Targets of links and images, without addresses of other sites. */
export function linksOf(source: string): string[] {
  const links: string[] = [];
  void marked.walkTokens(marked.lexer(source), (generic) => {
    const token = generic as MarkedToken; // there are no extensions that add others
    if (token.type === 'link' || token.type === 'image') links.push(token.href);
  });
  return links.filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link));
}

function problemOf(root: string, page: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? page : posix.join(dirname(page), decodeURI(path));
  if (file.startsWith('..') || !existsSync(join(root, file))) return 'no such file';
  if (anchor === undefined || anchorsOf(readFileSync(join(root, file), 'utf8')).includes(anchor)) return undefined;
  return 'no such heading';
}

/** The anchors that GitHub gives to the headings of a page. */
export function anchorsOf(source: string): string[] {
  const slugger = new GithubSlugger();
  return blocksOf(source)
    .filter(({ isHeading }) => isHeading)
    .map(({ tokens }) => slugger.slug(textOf(tokens)));
}
