import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import GithubSlugger from 'github-slugger';
import { filesUnder } from './files.ts';
import { blocksOf, markdownPages, textOf, tokensOf } from './markdown.ts';

/** One line for each link of a Markdown page to a file or a heading that does not exist. */
export function brokenLinks(root: string): string[] {
  return markdownPages(root).flatMap((page) =>
    linksOf(readFileSync(join(root, page), 'utf8')).flatMap((link) => {
      const problem = problemOf(root, page, link);
      return problem === undefined ? [] : [`${page}: ${link}: ${problem}`];
    }),
  );
}

/** One line for each page in `docs` that no other page links to, by itself or by its folder. */
export function unlinkedPages(root: string): string[] {
  const pages = markdownPages(root);
  const linked = new Set(
    pages.flatMap((page) =>
      linksOf(readFileSync(join(root, page), 'utf8'))
        .map((link) => posix.join(dirname(page), link.split('#')[0] ?? ''))
        .filter((target) => target !== page),
    ),
  );
  return pages
    .filter((page) => page.startsWith('docs/') && !linked.has(page) && !linked.has(dirname(page)))
    .map((page) => `${page}: no other page links to it`);
}

/** Scripts of a workspace, `npm run build -w …`, are not at the root. */
const SCRIPT = /\bnpm (?:run ([\w-]+)(?![\w-]| -w)|(start|test)\b)/g;

/** One line for each npm script that a page names and that the root does not have. */
export function unknownScripts(root: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }; // npm's format
  return markdownPages(root).flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(SCRIPT)]
      .map(([, name = '', short = '']) => name || short)
      .filter((name) => !(name in scripts))
      .map((name) => `${page}: npm run ${name}: no such script`),
  );
}

/** Page with paths of files that its reader is to create. */
const EXAMPLES = 'docs/how-to-add.md';

/** A path from the root, or from the sources of the server. */
const PATH = /^(?:apps|packages|tools|acceptance|python|docs|kernel|features)(?:\/[\w.-]+)+\/?$/;

/** One line for each path in a code span that does not exist. */
export function brokenPaths(root: string): string[] {
  const bases = [root, join(root, 'apps/server/src')];
  return markdownPages(root)
    .filter((page) => page !== EXAMPLES)
    .flatMap((page) =>
      tokensOf(readFileSync(join(root, page), 'utf8'))
        .flatMap((token) => (token.type === 'codespan' ? [token.text] : []))
        .filter((text) => PATH.test(text) && !bases.some((base) => existsSync(join(base, text))))
        .map((text) => `${page}: \`${text}\`: no such file`),
    );
}

const SOURCES = ['acceptance', 'apps', 'packages', 'python', 'tools'];
/** A page without its folder: a reader could not find it. */
const BARE_CITATION = /(?<![\w/-])[a-z][\w-]*\.md,? sections?\b/g;

const CITATION = /(?<![\w/])docs\/[\w/-]+\.md(?:, sections? (\w+)(?: and (\w+))?)?/g;

/** One line for each page or section that a source cites and that does not exist. */
export function brokenCitations(root: string): string[] {
  return SOURCES.flatMap((folder) => filesUnder(join(root, folder)))
    .map((path) => relative(root, path).split(sep).join('/'))
    .filter((file) => /(?<!\.test)\.(tsx?|mjs|py)$/.test(file))
    .flatMap((file) => {
      const source = readFileSync(join(root, file), 'utf8');
      const bare = source.match(BARE_CITATION) ?? [];
      return [
        ...bare.map((citation) => `${file}: ${citation}: begin with the folder, docs/`),
        ...[...source.matchAll(CITATION)].flatMap((match) =>
          brokenSections(root, match).map((text) => `${file}: ${text}`),
        ),
      ];
    });
}

function brokenSections(root: string, [citation, ...sections]: RegExpExecArray): string[] {
  const page = join(root, citation.split(',')[0] ?? '');
  if (!existsSync(page)) return [`${citation}: no such page`];
  const text = readFileSync(page, 'utf8');
  const missing = sections.filter((number) => number && !text.includes(`\n## ${number}. `));
  return missing.map((number) => `${citation}: no section ${number}`);
}

/** Targets of links and images, without addresses of other sites. */
export function linksOf(source: string): string[] {
  const links = tokensOf(source).flatMap((token) =>
    token.type === 'link' || token.type === 'image' ? [token.href] : [],
  );
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
