import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkBoundaries, featureEdges } from './boundaries.ts';
import { fromRoot } from './root.ts';

const FIXTURES = fromRoot('tools/fixtures/boundaries');

/** The exact problems that the checker must report for each fixture tree. */
const EXPECTED: Record<string, string[]> = {
  clean: [],
  'contract-imports-a-package': [
    'packages/contract/src/index.ts:1: packages/contract may import only typebox, not fastify',
  ],
  'kernel-imports-a-feature': ['apps/server/src/kernel/clock.ts:1: kernel may not import features'],
  'kernel-imports-a-type-of-a-feature': ['apps/server/src/kernel/clock.ts:1: kernel may not import features'],
  'feature-imports-the-inside-of-another': [
    'apps/server/src/features/revision/index.ts:1: imports the inside of the feature "figure"; only its index.ts is open',
  ],
  'feature-imports-a-page': ['apps/web/src/features/figure/index.ts:1: features may not import pages'],
  'page-imports-a-page': ['apps/web/src/pages/revision/index.ts:1: imports the page "figure"; a page imports no other'],
  'page-imports-the-inside-of-a-feature': [
    'apps/web/src/pages/figure/index.ts:1: imports the inside of the feature "figure"; only its index.ts is open',
  ],
  'app-imports-the-inside-of-a-page': [
    'apps/web/src/app/router.tsx:1: imports the inside of the page "figure"; only its index.ts is open',
  ],
  'features-need-each-other': [
    'features need each other: apps/server/figure → apps/server/revision → apps/server/figure',
  ],
  'files-in-a-cycle': [
    'import cycle: apps/server/src/kernel/clock.ts → apps/server/src/kernel/ids.ts → apps/server/src/kernel/clock.ts',
  ],
  'main-imports-a-feature': ['apps/server/src/main.ts:1: main may not import features'],
  'source-imports-test-code': ['apps/server/src/app.ts:1: imports test code (apps/server/src/testing/index.ts)'],
  'unknown-layer': [
    'apps/server/src/helpers/text.ts: "helpers" is none of the layers of apps/server: kernel, features, app, commands, main',
  ],
  'web-imports-a-value-of-the-contract': ['apps/web/src/lib/api.ts:1: @gofigr/contract may be imported as types only'],
  'client-imports-a-value-of-the-contract': [
    'packages/client/src/index.ts:1: @gofigr/contract may be imported as types only',
  ],
  'cli-imports-the-contract': ['packages/cli/src/commands/list.ts:1: packages/cli may not import @gofigr/contract'],
  'ui-imports-data': ['apps/web/src/ui/button.tsx:1: ui may not import data'],
  'lib-imports-a-feature': ['apps/web/src/lib/api.ts:1: lib may not import features'],
  'web-imports-the-server': ['apps/web/src/lib/api.ts:1: apps/web may not import @gofigr/server'],
  'door-with-code': [1, 3, 4].map(
    (line) =>
      `apps/server/src/features/figure/index.ts:${line}: a door holds no code: it exports what other files of the feature have`,
  ),
  'feature-with-another-file': ['helpers.ts', 'mail/send.ts', 'service/deep/one.ts'].map(
    (file) =>
      `apps/server/src/features/figure/${file}: a feature has index.ts, routes.ts, service.ts, store.ts, wire.ts, errors.ts, mail.ts, and files in the folders routes/, service/, store/, wire/ only`,
  ),
  'query-outside-the-store': [
    'apps/server/src/features/figure/service.ts:1: queries belong in store.ts',
    'apps/server/src/features/figure/service.ts:2: queries belong in store.ts',
    'apps/server/src/features/figure/service.ts:3: queries belong in store.ts',
    'apps/server/src/kernel/clock.ts:1: queries belong in store.ts',
  ],
  'route-outside-routes': [
    'apps/server/src/features/figure/service.ts:1: routes are added in routes.ts only',
    'apps/server/src/features/figure/wire.ts:1: routes are added in routes.ts only',
  ],
  'acceptance-imports-the-server': [
    'acceptance/src/figure.test.ts:1: reaches into apps/server by a path; import the package',
  ],
};

test('every fixture tree has an expectation', () => {
  expect(readdirSync(FIXTURES).toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
});

test.each(Object.entries(EXPECTED))('the tree "%s" is judged as it should', (name, problems) => {
  expect(checkBoundaries(`${FIXTURES}/${name}`)).toEqual(problems);
});

test('features of the web app seldom need each other: what joins them is a page', () => {
  const edges = featureEdges(fromRoot('.'), 'apps/web');
  expect(edges.length, edges.join('\n')).toBeLessThanOrEqual(20);
});
