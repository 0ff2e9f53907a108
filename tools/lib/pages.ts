import { dirname, posix } from 'node:path';

export type Repository = {
  /** Paths of all files below the root. */
  files: ReadonlySet<string>;
  /** Texts of the pages among them, by their paths. */
  pages: ReadonlyMap<string, string>;
  /** Names of the npm scripts at the root. */
  scripts: ReadonlySet<string>;
};

/** Names files that readers are to make. */
const NAMES_NEW_FILES = 'docs/how-to-add.md';
/** Part of `docs/python-compatibility.md`; its links hold there. */
const NO_PAGE = 'python/compatibility/behaviour.md';

const LINK = /\]\(([^)\s]+)\)/g;
const PATH = /`((?:acceptance|apps|docs|packages|python|tools)\/[\w./-]+)`/g;
/** Scripts of a workspace, `npm run build -w …`, are not at the root. */
const SCRIPT = /\bnpm (?:run ([\w-]+)(?![\w-]| -w)|(start|test)\b)/g;

/** Gives one line for each link, path or script that a page names and that is not there, and for each page that nothing links to. */
export function checkPages({ files, pages, scripts }: Repository): string[] {
  const folders = new Set([...files].flatMap(foldersOf));
  const exists = (path: string): boolean => files.has(path) || folders.has(path.replace(/\/$/, ''));
  const linked = new Set<string>();
  const problems: string[] = [];
  for (const [page, text] of pages) {
    if (page === NO_PAGE) continue;
    for (const link of matches(text, LINK)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : posix.join(dirname(page), path);
      if (target !== page) linked.add(target);
      const heading = pages.get(target);
      if (!exists(target)) problems.push(`${page}: links to ${link}, which is not there`);
      else if (anchor !== undefined && heading !== undefined && !anchorsOf(heading).has(anchor))
        problems.push(`${page}: links to ${link}, a heading that is not there`);
    }
    for (const path of page === NAMES_NEW_FILES ? [] : matches(text, PATH))
      if (!exists(path)) problems.push(`${page}: names ${path}, which is not there`);
    for (const script of matches(text, SCRIPT))
      if (!scripts.has(script)) problems.push(`${page}: names the npm script "${script}", which package.json lacks`);
  }
  for (const page of pages.keys())
    if (page.startsWith('docs/') && !linked.has(page) && !linked.has(dirname(page)))
      problems.push(`${page}: no other page links to it`);
  return problems;
}

function foldersOf(file: string): string[] {
  const parts = dirname(file).split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, one, other]) => one ?? other ?? '');

/** Anchors that GitHub gives to the headings of a page. */
function anchorsOf(text: string): Set<string> {
  const headings = text.match(/^#+ .*$/gm) ?? [];
  return new Set(
    headings.map((heading) =>
      heading
        .replace(/^#+ /, '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
