import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  anchorsOf,
  brokenCitations,
  brokenLinks,
  brokenPaths,
  linksOf,
  unknownScripts,
  unlinkedPages,
} from './links.ts';

function project(pages: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'gofigr-links-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [page, text] of Object.entries(pages)) {
    mkdirSync(dirname(join(root, page)), { recursive: true });
    writeFileSync(join(root, page), text);
  }
  return root;
}

test('a link to a missing file or heading is found, in text, tables and images', () => {
  const root = project({
    'README.md':
      '[a](docs/a.md) [b](docs/b.md)\n\n| [c](docs/a.md#two) |\n|---|\n| [d](docs/a.md#one) |\n\n![e](e.png)\n',
    'docs/a.md': '# One\n\n[up](../README.md) [here](#one) [there](#two) [out](../../x.md)\n',
  });
  expect(brokenLinks(root)).toEqual([
    'README.md: docs/b.md: no such file',
    'README.md: docs/a.md#two: no such heading',
    'README.md: e.png: no such file',
    'docs/a.md: #two: no such heading',
    'docs/a.md: ../../x.md: no such file',
  ]);
});

test('addresses of other sites and code are no links of the project', () => {
  expect(linksOf('[a](https://example.org/a.md) <mailto:a@example.org> `[b](b.md)`\n\n    [c](c.md)\n')).toEqual([]);
});

test('headings have the anchors that GitHub gives them', () => {
  expect(
    anchorsOf('# A `code` word\n\n## Twice\n\n## Twice\n\n```\n# Not this\n```\n\n## 3. API keys, [linked](a.md)\n'),
  ).toEqual(['a-code-word', 'twice', 'twice-1', '3-api-keys-linked']);
});

test('a path in a code span exists, from the root or from the sources of the server', () => {
  const root = project({
    'README.md': '`docs/a.md` `docs/b.md` `kernel/c.ts` `kernel/d.ts` `data/` `tools/*.ts`\n\n```\ndocs/e.md\n```\n',
    'docs/a.md': '',
    'apps/server/src/kernel/c.ts': '',
  });
  expect(brokenPaths(root)).toEqual(['README.md: `docs/b.md`: no such file', 'README.md: `kernel/d.ts`: no such file']);
});

test('a page and a section that a source cites exist', () => {
  const root = project({
    'docs/a.md': '# A\n\n## 1. One\n\n## 3. Three\n',
    'tools/a.ts':
      '// docs/a.md, section 1\n// docs/a.md, sections 1 and 2\n// docs/a.md, section 11\n// docs/b.md\n// a.md, section 1\n',
    'python/a.py': '# see docs/c.md\n',
  });
  expect(brokenCitations(root)).toEqual([
    'python/a.py: docs/c.md: no such page',
    'tools/a.ts: a.md, section: begin with the folder, docs/',
    'tools/a.ts: docs/a.md, sections 1 and 2: no section 2',
    'tools/a.ts: docs/a.md, section 11: no section 11',
    'tools/a.ts: docs/b.md: no such page',
  ]);
});

test('a page is linked from another page, or its folder is', () => {
  const root = project({
    'README.md': '[a](docs/a.md) [decisions](docs/decisions)',
    'docs/a.md': '[b](b.md#one)',
    'docs/b.md': '# One',
    'docs/c.md': '[itself](c.md)',
    'docs/decisions/0001-one.md': '',
  });
  expect(unlinkedPages(root)).toEqual(['docs/c.md: no other page links to it']);
});

test('an npm script that a page names exists at the root', () => {
  const root = project({
    'README.md':
      '`npm run dev -- x`, `npm run build`, `npm run build -w @gofigr/client`, `npm start`\n\n    npm test -- unit\n',
    'package.json': JSON.stringify({ scripts: { dev: '', start: '' } }),
  });
  expect(unknownScripts(root)).toEqual([
    'README.md: npm run build: no such script',
    'README.md: npm run test: no such script',
  ]);
});
