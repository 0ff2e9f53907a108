import { expect, test } from 'vitest';
import { checkBoundaries, featureEdges } from './boundaries.ts';
import { fromRoot } from './root.ts';
import { readSources } from './sources.ts';

type Case = {
  name: string;
  /** Sources by their paths, without the last line break. */
  files: Record<string, string>;
  /** The exact problems that the checker must report. */
  problems: string[];
};

const lines = (...of: string[]): string => of.join('\n');

const CASES: Case[] = [
  {
    name: 'clean',
    files: {
      'acceptance/src/figure.test.ts': lines(
        "import type { Name } from '@gofigr/contract';",
        'export type Case = Name;',
      ),
      'apps/server/src/app.ts': lines(
        "import { title } from './features/figure/index.ts';",
        "import { revision } from './features/revision/index.ts';",
        'export const app = (): string => title() + revision();',
      ),
      'apps/server/src/commands/list.ts': lines(
        "import { revision } from '../features/revision/index.ts';",
        'export const list = (): string => revision();',
      ),
      'apps/server/src/features/figure/figure.test.ts': lines(
        "import { app } from '../../testing/index.ts';",
        '',
        'app();',
      ),
      'apps/server/src/features/figure/index.ts': "export { title } from './service.ts';",
      'apps/server/src/features/figure/routes.ts': lines(
        "import { route } from '../../kernel/http/index.ts';",
        "import { find } from './store.ts';",
        'export const figureRoutes = [route(find)];',
      ),
      'apps/server/src/features/figure/service.ts': lines(
        "import { now } from '../../kernel/clock.ts';",
        'export const title = (): string => String(now());',
      ),
      'apps/server/src/features/figure/service/name.ts': lines(
        "// Not a query: sql`select 1`, db.selectFrom('figures').",
        "export const name = (list: string[]): string => list.with(0, 'insertInto').join();",
      ),
      'apps/server/src/features/figure/store.ts': lines(
        "import { sql } from 'kysely';",
        'export const find = () => sql`select 1`;',
      ),
      'apps/server/src/features/figure/store/rows.ts': lines(
        "import type { Db } from '../../../kernel/db/index.ts';",
        "export const rows = (db: Db) => db.selectFrom('figures');",
      ),
      'apps/server/src/features/revision/index.ts': "export { revision } from './service.ts';",
      'apps/server/src/features/revision/service.ts': lines(
        "import { limit } from '@gofigr/contract';",
        "import { title } from '../figure/index.ts';",
        'export const revision = (): string => title() + limit;',
      ),
      'apps/server/src/kernel/clock.ts': 'export const now = (): number => 0;',
      'apps/server/src/kernel/db/index.ts': lines(
        'export type Db = { selectFrom(table: string): unknown };',
        "export const one = (db: Db) => db.selectFrom('one');",
      ),
      'apps/server/src/kernel/http/index.ts': 'export const route = (handler: unknown) => handler;',
      'apps/server/src/main.ts': lines("import { app } from './app.ts';", '', 'app();'),
      'apps/server/src/testing/index.ts': "export { app } from '../app.ts';",
      'apps/web/src/app/router.tsx': lines(
        "import { FigurePage } from '../pages/figure/index.ts';",
        "export const page = () => [FigurePage, import('../features/figure/index.ts')];",
      ),
      'apps/web/src/features/figure/index.ts': lines(
        "import { get } from '../../lib/api.ts';",
        "import { Button } from '../../ui/button.tsx';",
        'export const page = [get, Button];',
      ),
      'apps/web/src/lib/api.ts': lines(
        "import type { Name } from '@gofigr/contract';",
        'export const get = (name: Name): Name => name;',
      ),
      'apps/web/src/main.tsx': lines("import { page } from './app/router.tsx';", '', 'void page();'),
      'apps/web/src/pages/figure/figure-page.ts': lines(
        "import { page } from '../../features/figure/index.ts';",
        "import { Button } from '../../ui/button.tsx';",
        'export const FigurePage = [page, Button];',
      ),
      'apps/web/src/pages/figure/index.ts': "export { FigurePage } from './figure-page.ts';",
      'apps/web/src/ui/button.tsx': 'export const Button = (): null => null;',
      'packages/contract/src/index.ts': lines(
        "import type { TSchema } from 'typebox';",
        'export type Name = TSchema;',
        'export const limit = 25;',
      ),
    },
    problems: [],
  },
  {
    name: 'contract-imports-a-package',
    files: {
      'packages/contract/src/index.ts': lines("import Fastify from 'fastify';", 'export default Fastify;'),
    },
    problems: ['packages/contract/src/index.ts:1: packages/contract may import only typebox, not fastify'],
  },
  {
    name: 'compare-imports-node-and-ours',
    files: {
      'packages/compare/src/limits.ts': lines(
        "import { readFileSync } from 'node:fs';",
        "import { limit } from '@gofigr/contract';",
        "import { diff } from '@blazediff/core';",
        'export const read = [readFileSync, limit, diff];',
      ),
    },
    problems: [
      'packages/compare/src/limits.ts:1: packages/compare may import only @blazediff/core, @rgrove/parse-xml, not node:fs',
      'packages/compare/src/limits.ts:2: packages/compare may not import @gofigr/contract',
    ],
  },
  {
    name: 'kernel-imports-a-feature',
    files: {
      'apps/server/src/features/figure/index.ts': "export { title } from './wire.ts';",
      'apps/server/src/features/figure/wire.ts': "export const title = 'figure';",
      'apps/server/src/kernel/clock.ts': lines(
        "import { title } from '../features/figure/index.ts';",
        'export const now = title;',
      ),
    },
    problems: ['apps/server/src/kernel/clock.ts:1: kernel may not import features'],
  },
  {
    name: 'kernel-imports-a-type-of-a-feature',
    files: {
      'apps/server/src/features/figure/index.ts': "export type { Title } from './wire.ts';",
      'apps/server/src/features/figure/wire.ts': 'export type Title = string;',
      'apps/server/src/kernel/clock.ts': "export type Now = import('../features/figure/index.ts').Title;",
    },
    problems: ['apps/server/src/kernel/clock.ts:1: kernel may not import features'],
  },
  {
    name: 'feature-imports-the-inside-of-another',
    files: {
      'apps/server/src/features/figure/store.ts': "export const title = 'figure';",
      'apps/server/src/features/revision/index.ts': "export { title } from '../figure/store.ts';",
    },
    problems: [
      'apps/server/src/features/revision/index.ts:1: imports the inside of the feature "figure"; only its index.ts is open',
    ],
  },
  {
    name: 'feature-imports-a-page',
    files: {
      'apps/web/src/features/figure/index.ts': "export { page } from '../../pages/figure/index.ts';",
      'apps/web/src/pages/figure/index.ts': 'export const page = 1;',
    },
    problems: ['apps/web/src/features/figure/index.ts:1: features may not import pages'],
  },
  {
    name: 'page-imports-a-page',
    files: {
      'apps/web/src/pages/figure/index.ts': 'export const page = 1;',
      'apps/web/src/pages/revision/index.ts': "export { page } from '../figure/index.ts';",
    },
    problems: ['apps/web/src/pages/revision/index.ts:1: imports the page "figure"; a page imports no other'],
  },
  {
    name: 'page-imports-the-inside-of-a-feature',
    files: {
      'apps/web/src/features/figure/title.ts': "export const title = 'figure';",
      'apps/web/src/pages/figure/index.ts': "export { title } from '../../features/figure/title.ts';",
    },
    problems: [
      'apps/web/src/pages/figure/index.ts:1: imports the inside of the feature "figure"; only its index.ts is open',
    ],
  },
  {
    name: 'app-imports-the-inside-of-a-page',
    files: {
      'apps/web/src/app/router.tsx': "export { page } from '../pages/figure/figure-page.ts';",
      'apps/web/src/pages/figure/figure-page.ts': 'export const page = 1;',
    },
    problems: ['apps/web/src/app/router.tsx:1: imports the inside of the page "figure"; only its index.ts is open'],
  },
  {
    name: 'features-need-each-other',
    files: {
      'apps/server/src/features/figure/index.ts': "export { title } from './wire.ts';",
      'apps/server/src/features/figure/service.ts': lines(
        "import { read } from '../revision/index.ts';",
        'export const service = read;',
      ),
      'apps/server/src/features/figure/wire.ts': "export const title = 'figure';",
      'apps/server/src/features/revision/index.ts': lines(
        "export { revision } from './service.ts';",
        "export { read } from './store.ts';",
      ),
      'apps/server/src/features/revision/service.ts': lines(
        "import { title } from '../figure/index.ts';",
        'export const revision = title;',
      ),
      'apps/server/src/features/revision/store.ts': 'export const read = 1;',
    },
    problems: ['features need each other: apps/server/figure → apps/server/revision → apps/server/figure'],
  },
  {
    name: 'files-in-a-cycle',
    files: {
      'apps/server/src/kernel/clock.ts': lines("import { id } from './ids.ts';", 'export const now = id;'),
      'apps/server/src/kernel/ids.ts': "export const id = () => import('./clock.ts');",
    },
    problems: [
      'import cycle: apps/server/src/kernel/clock.ts → apps/server/src/kernel/ids.ts → apps/server/src/kernel/clock.ts',
    ],
  },
  {
    name: 'main-imports-a-feature',
    files: {
      'apps/server/src/features/figure/index.ts': "export { title } from './wire.ts';",
      'apps/server/src/features/figure/wire.ts': "export const title = 'figure';",
      'apps/server/src/main.ts': "import './features/figure/index.ts';",
    },
    problems: ['apps/server/src/main.ts:1: main may not import features'],
  },
  {
    name: 'source-imports-test-code',
    files: {
      'apps/server/src/app.ts': "import './testing/index.ts';",
      'apps/server/src/testing/index.ts': 'export const kit = 1;',
    },
    problems: ['apps/server/src/app.ts:1: imports test code (apps/server/src/testing/index.ts)'],
  },
  {
    name: 'unknown-layer',
    files: {
      'apps/server/src/helpers/text.ts': "export const text = '';",
    },
    problems: [
      'apps/server/src/helpers/text.ts: "helpers" is none of the layers of apps/server: kernel, features, storage, app, commands, main',
    ],
  },
  {
    name: 'web-imports-a-value-of-the-contract',
    files: {
      'apps/web/src/lib/api.ts': lines(
        "import { limit, type Name } from '@gofigr/contract';",
        'export const max = (name: Name): Name => limit + name;',
      ),
    },
    problems: ['apps/web/src/lib/api.ts:1: @gofigr/contract may be imported as types only'],
  },
  {
    name: 'client-imports-a-value-of-the-contract',
    files: {
      'packages/client/src/index.ts': lines(
        "import { operations } from '@gofigr/contract';",
        "import { isMistypedKey } from '@gofigr/contract/key';",
        '',
        'export const check = [operations, isMistypedKey];',
      ),
    },
    problems: ['packages/client/src/index.ts:1: @gofigr/contract may be imported as types only'],
  },
  {
    name: 'cli-imports-the-contract',
    files: {
      'packages/cli/src/commands/list.ts': lines(
        "import { operations } from '@gofigr/contract';",
        '',
        'export const list = operations;',
      ),
    },
    problems: ['packages/cli/src/commands/list.ts:1: packages/cli may not import @gofigr/contract'],
  },
  {
    name: 'ui-imports-data',
    files: {
      'apps/web/src/lib/api.ts': 'export const get = 1;',
      'apps/web/src/ui/button.tsx': lines("import { get } from '../lib/api.ts';", 'export const Button = get;'),
    },
    problems: ['apps/web/src/ui/button.tsx:1: ui may not import data'],
  },
  {
    name: 'lib-imports-a-feature',
    files: {
      'apps/web/src/features/figure/index.ts': 'export const page = 1;',
      'apps/web/src/lib/api.ts': lines(
        "import { page } from '../features/figure/index.ts';",
        'export const get = page;',
      ),
    },
    problems: ['apps/web/src/lib/api.ts:1: lib may not import features'],
  },
  {
    name: 'web-imports-the-server',
    files: {
      'apps/web/src/lib/api.ts': lines("import type { App } from '@gofigr/server';", 'export type Api = App;'),
    },
    problems: ['apps/web/src/lib/api.ts:1: apps/web may not import @gofigr/server'],
  },
  {
    name: 'door-with-code',
    files: {
      'apps/server/src/features/figure/index.ts': lines(
        "import { title } from './service.ts';",
        '',
        'export { title };',
        'export const figure = title;',
      ),
      'apps/server/src/features/figure/service.ts': "export const title = 'figure';",
    },
    problems: [1, 3, 4].map(
      (line) =>
        `apps/server/src/features/figure/index.ts:${line}: a door holds no code: it exports what other files of the feature have`,
    ),
  },
  {
    name: 'feature-with-another-file',
    files: {
      'apps/server/src/features/figure/helpers.ts': 'export const help = 1;',
      'apps/server/src/features/figure/mail/send.ts': 'export const send = 1;',
      'apps/server/src/features/figure/service/deep/one.ts': 'export const one = 1;',
    },
    problems: ['helpers.ts', 'mail/send.ts', 'service/deep/one.ts'].map(
      (file) =>
        `apps/server/src/features/figure/${file}: a feature has index.ts, routes.ts, service.ts, store.ts, wire.ts, errors.ts, mail.ts, and files in the folders routes/, service/, store/, wire/ only`,
    ),
  },
  {
    name: 'query-outside-the-store',
    files: {
      'apps/server/src/features/figure/service.ts': lines(
        "import { sql } from 'kysely';",
        "export const all = (db: any) => db.selectFrom('figures').selectAll();",
        "export const none = (trx: any) => trx.deleteFrom('figures').where(sql<boolean>`true`);",
      ),
      'apps/server/src/kernel/clock.ts': lines(
        "import { sql } from 'kysely';",
        "export const now = sql.raw('select now()');",
      ),
    },
    problems: [
      'apps/server/src/features/figure/service.ts:1: queries belong in store.ts',
      'apps/server/src/features/figure/service.ts:2: queries belong in store.ts',
      'apps/server/src/features/figure/service.ts:3: queries belong in store.ts',
      'apps/server/src/kernel/clock.ts:1: queries belong in store.ts',
    ],
  },
  {
    name: 'route-outside-routes',
    files: {
      'apps/server/src/features/figure/service.ts': lines(
        "import { route } from '../../kernel/http/index.ts';",
        'export const figures = route(1);',
      ),
      'apps/server/src/features/figure/wire.ts': lines(
        "import type { FastifyInstance } from 'fastify';",
        "export const page = (app: FastifyInstance) => app.get('/', async () => '');",
      ),
      'apps/server/src/kernel/http/index.ts': 'export const route = (handler: unknown) => handler;',
    },
    problems: [
      'apps/server/src/features/figure/service.ts:1: routes are added in routes.ts only',
      'apps/server/src/features/figure/wire.ts:1: routes are added in routes.ts only',
    ],
  },
  {
    name: 'acceptance-imports-the-server',
    files: {
      'acceptance/src/figure.test.ts': lines("import { app } from '../../apps/server/src/app.ts';", '', 'app();'),
      'apps/server/src/app.ts': 'export const app = (): void => undefined;',
    },
    problems: ['acceptance/src/figure.test.ts:1: reaches into apps/server by a path; import the package'],
  },
  {
    name: 'import-without-the-name-of-its-file',
    files: {
      'apps/web/src/lib/api.ts': "import { text } from './text';\nimport { list } from './list';",
      'apps/web/src/lib/list/index.ts': "export { text as list } from '../text.ts';",
      'apps/web/src/lib/text.ts': "export const text = '';",
    },
    problems: [
      'apps/web/src/lib/api.ts:1: an import names the file that it is of: apps/web/src/lib/text.ts',
      'apps/web/src/lib/api.ts:2: an import names the file that it is of: apps/web/src/lib/list/index.ts',
    ],
  },
  {
    name: 'acceptance-imports-tools',
    files: {
      'acceptance/durability/rounds.ts': "import { run } from '../../tools/lib/run.ts';",
      'acceptance/durability/scenario.ts': "import { clients } from '../../tools/legs/clients.ts';",
      'acceptance/durability/verify.ts': "import { blake3 } from '../../apps/server/src/kernel/hash.ts';",
      'acceptance/src/target.ts': "import { run } from '../../tools/lib/run.ts';",
      'apps/server/src/kernel/hash.ts': 'export const blake3 = 1;',
      'tools/legs/clients.ts': "export { run as clients } from '../lib/run.ts';",
      'tools/lib/run.ts': 'export const run = 1;',
    },
    problems: [
      'acceptance/durability/scenario.ts:1: reaches into tools by a path; import the package',
      'acceptance/durability/verify.ts:1: reaches into apps/server by a path; import the package',
      'acceptance/src/target.ts:1: reaches into tools by a path; import the package',
    ],
  },
  {
    name: 'tools-import-the-wrong-way',
    files: {
      'acceptance/durability/scenario.ts': 'export const play = 1;',
      'acceptance/src/target.ts': 'export const target = 1;',
      'tools/legs/browser.ts': "export { target } from '../../acceptance/src/target.ts';",
      'tools/legs/durability.ts': "export { play } from '../../acceptance/durability/scenario.ts';",
      'tools/lib/pool.ts': "export { play } from '../legs/durability.ts';",
      'tools/lib/run.ts': "export { play } from '../../acceptance/durability/scenario.ts';",
      'tools/misc/text.ts': "export const text = '';",
      'tools/tasks/crash.ts': "export { play } from '../legs/durability.ts';",
    },
    problems: [
      'tools/legs/browser.ts:1: reaches into acceptance by a path; import the package',
      'tools/lib/pool.ts:1: lib may not import legs',
      'tools/lib/run.ts:1: reaches into acceptance by a path; import the package',
      'tools/misc/text.ts: "misc" is none of the layers of tools: lib, demo, bench, legs, mutation, tasks',
    ],
  },
];

test.each(CASES)('$name', ({ files, problems }) => {
  expect(checkBoundaries(new Map(Object.entries(files)))).toEqual(problems);
});

test('features of the web app seldom need each other: what joins them is a page', () => {
  const edges = featureEdges(readSources(fromRoot('.'), ['apps/web']));
  expect(edges.length, edges.join('\n')).toBeLessThanOrEqual(20);
});
