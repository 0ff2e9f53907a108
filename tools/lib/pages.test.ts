import { expect, test } from 'vitest';
import { checkPages } from './pages.ts';

type Case = { name: string; pages: Record<string, string>; problems: string[] };

const README = '[Limits](docs/limits.md), `npm start`';

const CASES: Case[] = [
  {
    name: 'links, headings, paths and scripts that are there',
    pages: {
      'README.md': `${README}, [decisions](docs/decisions), [the web](https://example.org/none), \`apps/\``,
      'docs/limits.md':
        '# Limits\n\n## What `it` costs: a lot\n\n[Above](#limits) `apps/web/main.tsx` `npm run dev -- x`',
      'docs/decisions/0001-one.md': '[costs](../limits.md#what-it-costs-a-lot), npm run build -w @gofigr/client',
    },
    problems: [],
  },
  {
    name: 'a link to nothing',
    pages: { 'README.md': `${README} [none](docs/none.md)`, 'docs/limits.md': '' },
    problems: ['README.md: links to docs/none.md, which is not there'],
  },
  {
    name: 'a link to no heading',
    pages: { 'README.md': `${README} [none](docs/limits.md#none)`, 'docs/limits.md': '# Limits' },
    problems: ['README.md: links to docs/limits.md#none, a heading that is not there'],
  },
  {
    name: 'a path to nothing, but for a page about files to make',
    pages: {
      'README.md': `${README} [how](docs/how-to-add.md)`,
      'docs/limits.md': '`tools/none.ts`',
      'docs/how-to-add.md': '`tools/none.ts`',
    },
    problems: ['docs/limits.md: names tools/none.ts, which is not there'],
  },
  {
    name: 'a script that package.json lacks',
    pages: { 'README.md': `${README} npm run build`, 'docs/limits.md': 'npm test' },
    problems: [
      'README.md: names the npm script "build", which package.json lacks',
      'docs/limits.md: names the npm script "test", which package.json lacks',
    ],
  },
  {
    name: 'a page that only itself links to',
    pages: { 'README.md': README, 'docs/limits.md': '', 'docs/lost.md': '[here](lost.md)' },
    problems: ['docs/lost.md: no other page links to it'],
  },
];

test.each(CASES)('$name', ({ pages, problems }) => {
  const files = new Set([...Object.keys(pages), 'apps/web/main.tsx']);
  expect(checkPages({ files, pages: new Map(Object.entries(pages)), scripts: new Set(['start', 'dev']) })).toEqual(
    problems,
  );
});
