import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { filesUnder } from './files.ts';

/** Names of our packages, which nobody has published on npm: whoever takes one could run code at our readers. */
const NAME = String.raw`(?:gfconfig|gofigr|@gofigr/[\w-]+)(?![\w./-]*\.tgz|[\w-])`;

/** Commands that fetch a package by its name: `npx gfconfig`, `npm i -g gfconfig`, `yarn add @gofigr/client`. */
const FETCHES = [
  String.raw`\b(?:npx|bunx|npm exec|(?:pnpm|yarn) dlx)\s+(?:-\S+\s+)*${NAME}`,
  String.raw`\b(?:npm|pnpm|yarn|bun)\s+(?:i|install|add|global add)\s+(?:[^\s|&;\x60"']+[ \t]+)*${NAME}`,
  String.raw`\bnpm:${NAME}`,
];
const FETCH = new RegExp(FETCHES.join('|'), 'g');

const FOLDERS = ['acceptance', 'apps', 'docs', 'packages', 'python', 'tools'];
const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'];

/** The texts in a file that fetch one of our packages from npm by its name. */
export const fetchesIn = (text: string): string[] => [...text.matchAll(FETCH)].map(([found]) => found);

/** One line for each text that tells readers to fetch one of our packages from npm by its name. */
export function unpublishedNames(root: string): string[] {
  return [...PAGES.map((page) => join(root, page)), ...FOLDERS.flatMap((folder) => filesUnder(join(root, folder)))]
    .filter(
      (path) =>
        /\.(md|tsx?|mjs|cjs|js|py|html|json|ipynb|txt|toml)$/.test(path) && !/npm-names(\.test)?\.ts$/.test(path),
    )
    .flatMap((path) => {
      const file = relative(root, path).split(sep).join('/');
      return fetchesIn(readFileSync(path, 'utf8')).map(
        (found) => `${file}: ${found}: this name is not ours on npm; name a clone or a packed file`,
      );
    });
}
